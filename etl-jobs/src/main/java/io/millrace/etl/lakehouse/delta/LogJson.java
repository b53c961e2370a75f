package io.millrace.etl.lakehouse.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Commits and JSON checkpoints: an action a line. A file is a batch. */
final class LogJson implements JsonHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Files files;

    LogJson(S3Files files) {
        this.files = files;
    }

    @Override
    public CloseableIterator<ColumnarBatch> readJsonFiles(
            CloseableIterator<FileStatus> statuses, StructType schema, Optional<Predicate> predicate) {
        return new CloseableIterator<>() {
            @Override
            public boolean hasNext() {
                return statuses.hasNext();
            }

            @Override
            public ColumnarBatch next() {
                if (!statuses.hasNext()) {
                    throw new NoSuchElementException();
                }
                String path = statuses.next().getPath();
                try {
                    return JsonRows.batch(actions(path), schema);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                statuses.close();
            }
        };
    }

    private List<JsonNode> actions(String path) throws IOException {
        List<JsonNode> actions = new ArrayList<>();
        String text = new String(files.read(path), StandardCharsets.UTF_8);
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (!line.isBlank()) {
                actions.add(JSON.readTree(line));
            }
        }
        return actions;
    }

    @Override
    public ColumnarBatch parseJson(ColumnVector texts, StructType schema, Optional<ColumnVector> selection) {
        throw new UnsupportedOperationException("Statistics are not read here");
    }

    @Override
    public void writeJsonFileAtomically(String path, CloseableIterator<Row> rows, boolean overwrite) {
        throw new UnsupportedOperationException("Tables are only read here");
    }
}
