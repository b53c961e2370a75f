package io.millrace.etl.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The objects of a JSON file in any layout: one after another, on lines of their own or over several, or in an array. Spark reads
 * lines, or one document a file; this is for the files that are neither. One object is in memory at a time.
 */
final class JsonDocuments implements Iterator<String>, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonParser parser;
    private boolean read;
    private boolean ended;

    private JsonDocuments(InputStream in) throws IOException {
        this.parser = JSON.getFactory().createParser(in);
    }

    /** The file's objects; closed at its end. */
    static JsonDocuments open(Path file, Configuration configuration) throws IOException {
        FileSystem files = file.getFileSystem(configuration);
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
        InputStream in = files.open(file);
        return new JsonDocuments(codec == null ? in : codec.createInputStream(in));
    }

    @Override
    public boolean hasNext() {
        if (!read && !ended) {
            try {
                JsonToken token = parser.nextToken();
                while (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
                    token = parser.nextToken();
                }
                read = token != null;
                if (!read) {
                    close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return !ended;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            read = false;
            return JSON.writeValueAsString(JSON.<JsonNode>readTree(parser));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        parser.close();
    }
}
