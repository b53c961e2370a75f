package io.millrace.server.athena;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@link CsvResultWriter} wrote and counts the bytes, so that a page can go on where the last one ended. */
final class CsvResultReader {
    private final InputStream in;
    private long position;

    /** Reads from a buffered stream, which begins at {@code position} of the file. */
    CsvResultReader(InputStream in, long position) {
        this.in = in;
        this.position = position;
    }

    /** Bytes from the start of the file to the next row. */
    long position() {
        return position;
    }

    /** The next row's values, null for SQL's null; empty at the end. */
    Optional<List<@Nullable String>> row() throws IOException {
        int next = read();
        if (next < 0) {
            return Optional.empty();
        }
        List<@Nullable String> values = new ArrayList<>();
        while (next >= 0 && next != '\n') {
            if (next == '"') {
                values.add(quoted());
                next = read();
            } else {
                values.add(null);
            }
            if (next == ',') {
                next = read();
                if (next == '\n') {
                    values.add(null);
                }
            }
        }
        if (values.isEmpty()) {
            values.add(null);
        }
        return Optional.of(values);
    }

    private String quoted() throws IOException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        while (true) {
            int next = read();
            if (next < 0) {
                throw new IOException("The result ends inside a value at byte " + position);
            }
            if (next == '"') {
                in.mark(1);
                if (in.read() != '"') {
                    in.reset();
                    return value.toString(StandardCharsets.UTF_8);
                }
                position++;
            }
            value.write(next);
        }
    }

    private int read() throws IOException {
        int next = in.read();
        position += next < 0 ? 0 : 1;
        return next;
    }
}
