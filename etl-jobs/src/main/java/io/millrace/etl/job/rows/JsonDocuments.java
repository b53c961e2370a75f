package io.millrace.etl.job.rows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.catalog.classify.codec.CompressedContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The objects of a JSON file in any layout: one after another, on lines of their own or over several, or in an array. Spark reads
 * lines, or one document a file; this is for the files that are neither. One object is in memory at a time.
 */
final class JsonDocuments implements Iterator<String>, AutoCloseable {
    // Numbers keep their digits: the catalog's type, not a double, says what they are.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonParser parser;
    private boolean read;
    private boolean ended;

    private JsonDocuments(InputStream in) throws IOException {
        this.parser = JSON.getFactory().createParser(in);
    }

    /** The file's objects; closed at its end. */
    static JsonDocuments open(Path file, Configuration configuration) throws IOException {
        InputStream stored = file.getFileSystem(configuration).open(file);
        return new JsonDocuments(CompressedContent.open(file.getName(), stored));
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
