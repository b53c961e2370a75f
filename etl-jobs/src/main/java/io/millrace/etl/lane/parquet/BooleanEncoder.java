package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Truth values, one bit each. */
final class BooleanEncoder extends ColumnEncoder {
    private final GrowingBytes bits;
    private int values;
    private int trueValues;

    BooleanEncoder(ColumnDescriptor column, EncoderContext context) {
        super(column, context);
        bits = context.newBody();
    }

    @Override
    int encode(Vector vector, int[] selection, int from, int count) {
        addLevels(vector, selection, from, count);
        boolean[] source = ((BooleanVector) vector).values();
        boolean[] nulls = vector.nulls();
        byte[] bytes = bits.reserve(count / Byte.SIZE + 2);
        int start = bits.start();
        for (int i = from; i < from + count; i++) {
            int row = selection[i];
            if (!nulls[row]) {
                int at = start + values / Byte.SIZE;
                int bit = source[row] ? 1 : 0;
                int shift = values % Byte.SIZE;
                bytes[at] = (byte) (shift == 0 ? bit : bytes[at] | (bit << shift));
                values++;
                trueValues += bit;
            }
        }
        bits.setEnd(start + (values + Byte.SIZE - 1) / Byte.SIZE);
        return count;
    }

    @Override
    long plainBytes() {
        return bits.size();
    }

    @Override
    GrowingBytes pageValues() {
        return bits;
    }

    @Override
    Encoding pageEncoding() {
        return Encoding.PLAIN;
    }

    @Override
    Statistics<?> pageStatistics() {
        BooleanStatistics statistics = (BooleanStatistics) Statistics.createStats(type);
        if (values > 0) {
            statistics.setMinMax(trueValues == values, trueValues > 0);
        }
        return statistics;
    }

    @Override
    void clearPage() {
        bits.clear();
        values = 0;
        trueValues = 0;
    }

    @Override
    void finishChunk() {}

    @Override
    long ownBytes() {
        return bits.capacity();
    }

    @Override
    void releaseOwn() {
        bits.release();
        clearPage();
    }
}
