package io.millrace.etl.job.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.classify.codec.CompressedContent;
import io.millrace.catalog.record.ReadingRules;
import io.millrace.catalog.record.RecordFormat;
import io.millrace.catalog.record.RecordReader;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.storage.S3Paths;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The records of a file of which Spark has no reader, as JSON; closed at its end. */
final class RecordRows implements Iterator<String> {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final RecordReader records;
    private @Nullable String next;

    private RecordRows(Path file, RecordReader records) {
        this.file = file;
        this.records = records;
        advance();
    }

    /** Opens the file. @throws JobFailureException if it is damaged, also later, while it is read */
    static RecordRows open(Path file, Configuration configuration, RecordFormat format, ReadingRules rules)
            throws IOException {
        try {
            return new RecordRows(
                    file,
                    format.open(
                            CompressedContent.open(
                                    file.getName(),
                                    file.getFileSystem(configuration).open(file)),
                            rules));
        } catch (UnreadableObjectException e) {
            throw damaged(file, e);
        }
    }

    private static JobFailureException damaged(Path file, UnreadableObjectException e) {
        return new JobFailureException("Cannot read %s: %s".formatted(S3Paths.uri(file), e.getMessage()), e);
    }

    private void advance() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            boolean found = records.next(json);
            json.flush();
            next = found ? text.toString() : null;
            if (!found) {
                records.close();
            }
        } catch (UnreadableObjectException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + S3Paths.uri(file), e);
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public String next() {
        String record = next;
        if (record == null) {
            throw new NoSuchElementException();
        }
        advance();
        return record;
    }
}
