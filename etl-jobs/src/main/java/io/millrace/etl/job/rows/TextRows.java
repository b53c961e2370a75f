package io.millrace.etl.job.rows;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.job.text.TextFiles;
import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.RowOrigins;
import io.millrace.etl.lane.task.FolderVectors;
import io.millrace.etl.lane.task.InputPart;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskInput;
import io.millrace.etl.lane.task.TaskPlan.FolderKey;
import io.millrace.etl.lane.task.TaskProgress;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Text files as Spark's rows, read by the columnar lane's own parser: the columns, the partition keys, and {@link RowOrigin}. Nested columns are the JSON
 * texts that stand in the file. With {@link OnError#QUARANTINE} a row that does not fit is a row without values that has a reason.
 */
final class TextRows implements FlatMapFunction<Iterator<TaskInput>, Row> {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final PartOpener opener;
    private final List<LaneColumn> columns;
    private final List<FolderKey> keys;
    private final OnError onError;
    private final Origins origins;

    /** Whether rows that fit say where they stand, because a later step may find that they do not. */
    enum Origins {
        KEPT,
        LEFT_OUT
    }

    private TextRows(
            String table,
            PartOpener opener,
            List<LaneColumn> columns,
            List<FolderKey> keys,
            OnError onError,
            Origins origins) {
        this.table = table;
        this.opener = opener;
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        this.onError = onError;
        this.origins = origins;
    }

    /**
     * The rows of the objects.
     *
     * @param source whose {@link TextFiles#obstacle} is empty
     * @param opener of the source's files
     * @param columns of the source that are wanted
     * @param keys of the source that are wanted
     */
    static Dataset<Row> of(
            SparkSession spark,
            SourceTable source,
            PartOpener opener,
            List<SourceColumn> columns,
            List<SourceColumn> keys,
            List<SourceObject> objects,
            OnError onError,
            Origins origins) {
        List<TaskInput> inputs =
                TextFiles.tasks(opener, objects, spark.sparkContext().defaultParallelism());
        List<FolderKey> folderKeys = keys.stream()
                .map(key -> new FolderKey(TextFiles.column(key), source.keys().indexOf(key)))
                .toList();
        TextRows rows = new TextRows(
                source.name(), opener, columns.stream().map(TextFiles::column).toList(), folderKeys, onError, origins);
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(inputs, Math.max(1, inputs.size()))
                        .mapPartitions(rows),
                rows.schema());
    }

    private StructType schema() {
        StructType schema = new StructType();
        for (LaneColumn column : columns) {
            schema = schema.add(column.name(), HiveTypes.toSpark(flat(column).type()));
        }
        for (FolderKey key : keys) {
            schema = schema.add(
                    key.column().name(), HiveTypes.toSpark(key.column().type()));
        }
        for (var field : RowOrigin.schema().fields()) {
            schema = schema.add(field);
        }
        return schema;
    }

    private static LaneColumn flat(LaneColumn column) {
        return HiveTypes.isNested(column.type()) ? new LaneColumn(column.name(), Primitive.STRING) : column;
    }

    @Override
    public Iterator<Row> call(Iterator<TaskInput> inputs) {
        PartsRows rows = new PartsRows(inputs);
        TaskContext context = TaskContext.get();
        if (context != null) {
            context.addTaskCompletionListener((TaskCompletionListener) ended -> rows.close());
        }
        return rows;
    }

    /** The rows of one task, part after part. */
    private final class PartsRows implements Iterator<Row> {
        private final Iterator<TaskInput> inputs;
        private final Deque<InputPart> parts = new ArrayDeque<>();
        private final Deque<RejectedRow> rejected = new ArrayDeque<>();
        private final VectorBatch batch;
        private List<Vector> folders = List.of();
        private @Nullable InputPart part;
        private @Nullable BatchReader reader;
        private int row;

        PartsRows(Iterator<TaskInput> inputs) {
            this.inputs = inputs;
            List<LaneColumn> read =
                    new ArrayList<>(columns.stream().map(TextRows::flat).toList());
            if (origins == Origins.KEPT) {
                read.addAll(RowOrigins.COLUMNS);
            }
            this.batch = VectorBatch.of(read, VectorBatch.capacityFor(read.size()));
        }

        @Override
        public boolean hasNext() {
            try {
                while (rejected.isEmpty() && row == batch.rows()) {
                    if (!advance()) {
                        return false;
                    }
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }

        /** Reads the next batch. @return false if nothing is left */
        private boolean advance() throws IOException {
            BatchReader open = reader;
            row = 0;
            if (open != null && open.read(batch)) {
                return true;
            }
            batch.clear();
            close();
            if (!rejected.isEmpty()) {
                return true;
            }
            while (parts.isEmpty()) {
                if (!inputs.hasNext()) {
                    return false;
                }
                parts.addAll(inputs.next().parts());
            }
            InputPart next = parts.remove();
            part = next;
            folders = FolderVectors.of(keys, next);
            TaskProgress progress = new TaskProgress(table, next.bytes(), InstantSource.system());
            reader = opener.open(
                    next, columns, onError == OnError.QUARANTINE ? rejected::add : RejectedRows.FAIL, progress);
            return true;
        }

        @Override
        public Row next() {
            if (!hasNext() || part == null) {
                throw new NoSuchElementException();
            }
            return rejected.isEmpty() ? row(part, row++) : row(part, rejected.remove());
        }

        private Row row(InputPart from, int at) {
            int width = columns.size() + keys.size();
            @Nullable
            Object[] values = new @Nullable Object[width + RowOrigin.schema().size()];
            for (int i = 0; i < columns.size(); i++) {
                values[i] = RowValues.of(columns.get(i).type(), batch.vector(i), at);
            }
            for (int i = 0; i < keys.size(); i++) {
                values[columns.size() + i] = RowValues.of(keys.get(i).column().type(), folders.get(i), at);
            }
            values[width] = from.uri();
            if (origins == Origins.KEPT) {
                values[width + 1] = from.start();
                values[width + 2] = from.size();
                values[width + 3] = RowOrigins.line(batch, columns.size(), at);
                values[width + 4] = RowOrigins.text(batch, columns.size(), at);
            }
            return RowFactory.create(values);
        }

        private Row row(InputPart from, RejectedRow bad) {
            int width = columns.size() + keys.size();
            @Nullable
            Object[] values = new @Nullable Object[width + RowOrigin.schema().size()];
            values[width] = bad.file();
            values[width + 1] = 0L;
            values[width + 2] = from.size();
            values[width + 3] = bad.line();
            values[width + 4] = bad.text();
            values[width + 5] = bad.column().isEmpty() ? null : bad.column();
            values[width + 6] = bad.reason();
            return RowFactory.create(values);
        }

        private void close() {
            BatchReader open = reader;
            reader = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            }
        }
    }
}
