package io.millrace.etl.lane.task;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.evaluate.ValueOrder;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands rows on in order, nulls first, equal ones in the order of the input. It keeps rows up to a bound of memory; what is more begins a new run, which is
 * in order by itself: who writes files ends them between runs, so that each of them is in order. Used by one thread.
 */
public final class SortedSink implements BatchSink {
    private static final int ROW_BITS = 12;
    private static final int CHUNK_ROWS = 1 << ROW_BITS;

    private final List<LaneColumn> columns;
    private final int[] keys;
    private final long memoryBytes;
    private final BatchSink target;
    private final RunEnd runEnd;
    private final List<VectorBatch> chunks = new ArrayList<>();
    private final int capacity;
    private int rows;
    private long bytes;
    private long chunkTextBytes;

    /** Hears that a run has ended. */
    @FunctionalInterface
    public interface RunEnd {
        /** Ends the files in which the run's rows are. */
        void ended() throws IOException;
    }

    /**
     * A sink without rows.
     *
     * @param columns what the batches have
     * @param sortBy names of columns, the most important first
     * @param memoryBytes about how much the rows of a run take
     * @param target takes the rows; closed with this
     */
    public SortedSink(
            List<LaneColumn> columns, List<String> sortBy, long memoryBytes, BatchSink target, RunEnd runEnd) {
        this.columns = List.copyOf(columns);
        List<String> names = columns.stream().map(LaneColumn::name).toList();
        this.keys = sortBy.stream().mapToInt(names::indexOf).toArray();
        this.capacity = VectorBatch.capacityFor(columns.size());
        this.memoryBytes = memoryBytes;
        this.target = target;
        this.runEnd = runEnd;
    }

    @Override
    public void write(VectorBatch batch) throws IOException {
        for (int row = 0; row < batch.rows(); row++) {
            VectorBatch chunk = chunkWithRoom();
            int place = chunk.rows();
            for (int column = 0; column < columns.size(); column++) {
                chunk.vector(column).copy(place, batch.vector(column), row);
            }
            chunk.setRows(place + 1);
            chunkTextBytes += chunk.textBytes(place);
            rows++;
        }
    }

    private VectorBatch chunkWithRoom() throws IOException {
        VectorBatch last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last != null && last.rows() < last.capacity() && chunkTextBytes < VectorBatch.FULL_BYTES) {
            return last;
        }
        endChunk();
        VectorBatch next = VectorBatch.of(columns, capacity);
        chunks.add(next);
        chunkTextBytes = 0;
        return next;
    }

    /** Counts the chunk that is full, and begins a new run if it was the last that there is room for. */
    private void endChunk() throws IOException {
        if (chunks.isEmpty()) {
            return;
        }
        for (Vector vector : chunks.get(chunks.size() - 1).vectors()) {
            bytes += vector.bytes();
        }
        if (bytes >= memoryBytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        int[] order = sorted();
        VectorBatch out = VectorBatch.of(columns, capacity);
        int count;
        for (int from = 0; from < rows; from += count) {
            out.clear();
            count = fitting(order, from);
            for (int column = 0; column < columns.size(); column++) {
                Vector vector = out.vector(column);
                for (int i = 0; i < count; i++) {
                    int row = order[from + i];
                    vector.copy(i, chunks.get(row >>> ROW_BITS).vector(column), row & (CHUNK_ROWS - 1));
                }
            }
            out.setRows(count);
            target.write(out);
        }
        chunks.clear();
        rows = 0;
        bytes = 0;
        runEnd.ended();
    }

    /** How many rows the next batch takes. */
    private int fitting(int[] order, int from) {
        int most = Math.min(capacity, rows - from);
        long textBytes = 0;
        int count = 0;
        while (count < most && textBytes < VectorBatch.FULL_BYTES) {
            int row = order[from + count++];
            textBytes += chunks.get(row >>> ROW_BITS).textBytes(row & (CHUNK_ROWS - 1));
        }
        return count;
    }

    /** The rows' chunks and places there in order: a merge sort, as the library has none for numbers with an order of their own. */
    private int[] sorted() {
        int[] order = new int[rows];
        int next = 0;
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            for (int place = 0; place < chunks.get(chunk).rows(); place++) {
                order[next++] = (chunk << ROW_BITS) | place;
            }
        }
        int[] other = new int[rows];
        for (int width = 1; width < rows && width > 0; width *= 2) {
            for (int from = 0; from < rows; from += 2 * width) {
                int middle = Math.min(from + width, rows);
                merge(order, other, from, middle, Math.min(middle + width, rows));
            }
            int[] merged = other;
            other = order;
            order = merged;
        }
        return order;
    }

    private void merge(int[] source, int[] merged, int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takesLeft = right >= to || (left < middle && compare(source[left], source[right]) <= 0);
            merged[i] = takesLeft ? source[left++] : source[right++];
        }
    }

    private int compare(int one, int other) {
        VectorBatch ones = chunks.get(one >>> ROW_BITS);
        VectorBatch others = chunks.get(other >>> ROW_BITS);
        for (int key : keys) {
            HiveType type = columns.get(key).type();
            int order = ValueOrder.compare(
                    type, ones.vector(key), one & (CHUNK_ROWS - 1), others.vector(key), other & (CHUNK_ROWS - 1));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Hands on what is left, and closes the target. */
    @Override
    public void close() throws IOException {
        if (rows > 0) {
            flush();
        }
        target.close();
    }
}
