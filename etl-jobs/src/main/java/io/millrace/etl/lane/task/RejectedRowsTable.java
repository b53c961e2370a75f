package io.millrace.etl.lane.task;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rejected rows as rows of their own table. The file is begun with the first of them. Used by one thread. */
public final class RejectedRowsTable implements RejectedRows, Closeable {
    /** The table's columns. {@code column_name} is null where the row as a whole does not fit. */
    public static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("file", Primitive.STRING),
            new LaneColumn("line", Primitive.BIGINT),
            new LaneColumn("column_name", Primitive.STRING),
            new LaneColumn("reason", Primitive.STRING),
            new LaneColumn("row_text", Primitive.STRING));

    private static final int ROWS_A_BATCH = 256;

    private final SinkFactory sinks;
    private final VectorBatch batch = VectorBatch.of(COLUMNS, ROWS_A_BATCH);
    private @Nullable BatchSink sink;
    private long count;
    private long textBytes;

    /** Opens the file. */
    @FunctionalInterface
    public interface SinkFactory {
        /** A sink for {@link #COLUMNS}. */
        BatchSink open() throws IOException;
    }

    /** Opens its file when there is something to write. */
    public RejectedRowsTable(SinkFactory sinks) {
        this.sinks = sinks;
    }

    /** How many there were. */
    public long count() {
        return count;
    }

    @Override
    public void reject(RejectedRow rejected) {
        int row = batch.rows();
        set(0, row, rejected.file());
        ((LongVector) batch.vector(1)).values()[row] = rejected.line();
        if (rejected.column().isEmpty()) {
            batch.vector(2).setNull(row);
        } else {
            set(2, row, rejected.column());
        }
        set(3, row, rejected.reason());
        set(4, row, rejected.text());
        batch.setRows(row + 1);
        count++;
        textBytes += batch.textBytes(row);
        if (batch.rows() == batch.capacity() || textBytes >= VectorBatch.FULL_BYTES) {
            flush();
        }
    }

    private void set(int column, int row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ((BytesVector) batch.vector(column)).set(row, bytes, 0, bytes.length);
    }

    private void flush() {
        try {
            if (sink == null) {
                sink = sinks.open();
            }
            sink.write(batch);
            batch.clear();
            textBytes = 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write rejected rows", e);
        }
    }

    /** Writes what is left and ends the file, if one was begun. */
    @Override
    public void close() throws IOException {
        if (batch.rows() > 0) {
            flush();
        }
        if (sink != null) {
            sink.close();
        }
    }
}
