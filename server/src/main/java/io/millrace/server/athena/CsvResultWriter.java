package io.millrace.server.athena;

import io.millrace.etl.sql.ResultColumn;
import io.millrace.etl.sql.ResultRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a result as Athena's CSV: a header, every value in quotes, null as nothing at all. */
final class CsvResultWriter implements ResultRows, AutoCloseable {
    private final BufferedWriter out;
    private List<ResultColumn> columns = List.of();

    CsvResultWriter(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    @Override
    public void columns(List<ResultColumn> resultColumns) {
        columns = List.copyOf(resultColumns);
        List<@Nullable String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name()));
        row(names);
    }

    @Override
    public void row(List<@Nullable String> values) {
        try {
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                String value = values.get(i);
                if (value != null) {
                    out.write('"');
                    out.write(value.replace("\"", "\"\""));
                    out.write('"');
                }
            }
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the result", e);
        }
    }

    List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
