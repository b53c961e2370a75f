package io.millrace.etl.lane.task;

import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.RowOrigins;
import io.millrace.etl.lane.expression.evaluate.BatchProjection;
import io.millrace.etl.lane.task.TaskPlan.BadRows;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Reads a task's input, part after part, and writes what the plan makes of it. Used by one thread. */
public final class TaskRun {
    private final TaskPlan plan;
    private final PartOpener opener;
    private final TaskProgress progress;
    private final BatchProjection projection;
    private final VectorBatch batch;
    private long rowsRead;
    private long rowsRejected;
    private long rowsWritten;

    /** For one task. */
    public TaskRun(TaskPlan plan, PartOpener opener, TaskProgress progress) {
        this.plan = plan;
        this.opener = opener;
        this.progress = progress;
        // Who rejects a row after it was read has to say where it stands.
        List<LaneColumn> read = new ArrayList<>(plan.columns());
        if (plan.needsOrigins()) {
            read.addAll(RowOrigins.COLUMNS);
        }
        List<LaneColumn> columns = new ArrayList<>(read);
        plan.keys().forEach(key -> columns.add(key.column()));
        int capacity = VectorBatch.capacityFor(columns.size() + plan.outputs().size());
        this.projection = plan.filter() == null
                ? BatchProjection.of(plan.outputs(), columns, capacity)
                : BatchProjection.filtered(plan.outputs(), plan.filter(), columns, capacity);
        this.batch = VectorBatch.of(read, capacity);
    }

    /**
     * Does it.
     *
     * @param sink takes the rows; is not closed
     * @param rejected takes the rows that do not fit
     */
    public TaskCounts run(TaskInput input, BatchSink sink, RejectedRows rejected) throws IOException {
        for (InputPart part : input.parts()) {
            run(part, sink, rejected);
        }
        long filtered = rowsRead - rowsRejected - rowsWritten;
        return new TaskCounts(rowsRead, filtered, rowsRejected, rowsWritten);
    }

    private void run(InputPart part, BatchSink sink, RejectedRows rejected) throws IOException {
        RejectedRows unread = row -> {
            rowsRead++;
            reject(row, rejected);
        };
        LongSupplier linesBefore = counted(part);
        int columns = plan.columns().size();
        BatchProjection.FailedRows unfit = (row, column, reason) -> {
            long line = linesBefore.getAsLong() + RowOrigins.line(batch, columns, row);
            String text = RowOrigins.text(batch, columns, row);
            reject(new RejectedRow(part.uri(), line, text, column, reason), rejected);
        };
        List<Vector> vectors = new ArrayList<>(batch.vectors());
        vectors.addAll(FolderVectors.of(plan.keys(), part));
        VectorBatch whole = new VectorBatch(vectors, batch.capacity());
        try (BatchReader reader = opener.open(part, plan.columns(), unread, progress)) {
            while (reader.read(batch)) {
                whole.setRows(batch.rows());
                VectorBatch out = plan.badRows() == BadRows.NULL
                        ? projection.applyWithNulls(whole)
                        : projection.apply(whole, unfit);
                rowsRead += batch.rows();
                rowsWritten += out.rows();
                progress.addRows(batch.rows());
                if (out.rows() > 0) {
                    sink.write(out);
                }
            }
        }
    }

    /** Counts the lines before a part when they are asked for, once. */
    private LongSupplier counted(InputPart part) {
        AtomicLong lines = new AtomicLong(-1);
        return () -> {
            if (lines.get() < 0) {
                try {
                    lines.set(opener.linesBefore(part));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return lines.get();
        };
    }

    private void reject(RejectedRow row, RejectedRows rejected) {
        rowsRejected++;
        rejected.reject(row);
    }
}
