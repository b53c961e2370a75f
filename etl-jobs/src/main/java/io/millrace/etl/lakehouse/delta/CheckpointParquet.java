package io.millrace.etl.lakehouse.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import io.millrace.etl.lakehouse.ParquetRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Checkpoints in Parquet, a few thousand actions at a time: each column becomes JSON, so that one kind of vectors serves commits and checkpoints. */
final class CheckpointParquet implements ParquetHandler {
    private static final int ROWS_A_BATCH = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LakeObjects objects;

    CheckpointParquet(LakeObjects objects) {
        this.objects = objects;
    }

    @Override
    public CloseableIterator<ColumnarBatch> readParquetFiles(
            CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate) {
        return new Batches(files, schema);
    }

    private final class Batches implements CloseableIterator<ColumnarBatch> {
        private final CloseableIterator<FileStatus> files;
        private final StructType schema;
        private @Nullable ParquetRows rows;

        Batches(CloseableIterator<FileStatus> files, StructType schema) {
            this.files = files;
            this.schema = schema;
        }

        @Override
        public boolean hasNext() {
            return rows != null || files.hasNext();
        }

        /** May be empty, at the end of a file. */
        @Override
        public ColumnarBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                ParquetRows open = rows == null ? open(files.next()) : rows;
                rows = open;
                List<JsonNode> actions = new ArrayList<>();
                while (actions.size() < ROWS_A_BATCH && open.next()) {
                    actions.add(action(open));
                }
                if (actions.size() < ROWS_A_BATCH) {
                    rows = null;
                    open.close();
                }
                return JsonRows.batch(actions, schema);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private ParquetRows open(FileStatus file) throws IOException {
            try {
                return ParquetRows.open(
                        objects, Address.of(file.getPath()), schema.fieldNames(), "CAST(to_json(%s) AS VARCHAR)");
            } catch (SdkException e) {
                throw new IOException("Cannot read %s: %s".formatted(file.getPath(), e.getMessage()), e);
            }
        }

        private JsonNode action(ParquetRows open) throws IOException {
            ObjectNode action = JsonNodeFactory.instance.objectNode();
            List<String> names = schema.fieldNames();
            for (int i = 0; i < names.size(); i++) {
                String text = open.text(i);
                if (text != null) {
                    action.set(names.get(i), JSON.readTree(text));
                }
            }
            return action;
        }

        @Override
        public void close() throws IOException {
            files.close();
            if (rows != null) {
                rows.close();
                rows = null;
            }
        }
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
            String folder, CloseableIterator<FilteredColumnarBatch> rows, List<Column> statistics) {
        throw new UnsupportedOperationException("Tables are only read here");
    }

    @Override
    public void writeParquetFileAtomically(String path, CloseableIterator<FilteredColumnarBatch> rows) {
        throw new UnsupportedOperationException("Tables are only read here");
    }
}
