package io.millrace.etl.job;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.etl.job.SourceTable.Folder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
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

    /** Whether the first file of the folders has an object that does not stand on one line, or an array of objects. */
    static boolean areIn(Iterable<Folder> folders, Configuration configuration) {
        for (Folder folder : folders) {
            try {
                Path root = S3Paths.toHadoop(folder.location());
                FileSystem files = root.getFileSystem(configuration);
                RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
                while (found.hasNext()) {
                    FileStatus file = found.next();
                    String name = file.getPath().getName();
                    if (file.getLen() > 0 && !name.startsWith("_") && !name.startsWith(".")) {
                        return beginsWithDocument(file.getPath(), configuration);
                    }
                }
            } catch (FileNotFoundException e) {
                // A folder without files has none that begins with one.
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot look into " + folder.location(), e);
            }
        }
        return false;
    }

    private static boolean beginsWithDocument(Path file, Configuration configuration) throws IOException {
        try (JsonDocuments documents = open(file, configuration)) {
            if (documents.parser.nextToken() == JsonToken.START_ARRAY) {
                return true;
            }
            int line = documents.parser.currentLocation().getLineNr();
            documents.parser.skipChildren();
            return documents.parser.currentLocation().getLineNr() > line;
        } catch (JsonParseException e) {
            // The reader by lines says which line is malformed.
            return false;
        }
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
