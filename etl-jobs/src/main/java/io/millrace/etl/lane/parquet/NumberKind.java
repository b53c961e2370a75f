package io.millrace.etl.lane.parquet;

import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Parquet's numbers. Each is handled as a long: integers as they are, floating-point numbers as their bits. */
enum NumberKind {
    INT32(Integer.BYTES),
    INT64(Long.BYTES),
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES);

    private final int bytes;

    NumberKind(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    static NumberKind of(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            default -> throw new IllegalArgumentException("No number: " + type);
        };
    }

    /** A long that is ordered as the number is: -0.0 below 0.0, and NaN outside of the infinities. Its own inverse. */
    long ordered(long value) {
        return switch (this) {
            case INT32, INT64 -> value;
            case FLOAT -> orderedFloat(value);
            case DOUBLE -> orderedDouble(value);
        };
    }

    static long orderedDouble(long bits) {
        return bits ^ ((bits >> (Long.SIZE - 1)) >>> 1);
    }

    static long orderedFloat(long bits) {
        int low = (int) bits;
        return low ^ ((low >> (Integer.SIZE - 1)) >>> 1);
    }

    /** Whether the {@link #ordered} bounds enclose a NaN. */
    boolean isNan(long orderedMin, long orderedMax) {
        return switch (this) {
            case INT32, INT64 -> false;
            case FLOAT ->
                orderedMax > orderedFloat(Float.floatToRawIntBits(Float.POSITIVE_INFINITY))
                        || orderedMin < orderedFloat(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));
            case DOUBLE ->
                orderedMax > orderedDouble(Double.doubleToRawLongBits(Double.POSITIVE_INFINITY))
                        || orderedMin < orderedDouble(Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY));
        };
    }

    /**
     * Sets smallest and largest value. Zeros get the sign that encloses both (parquet.thrift, ColumnOrder). With a NaN among the
     * values the bounds are NaN, which makes parquet-java leave out the column index.
     */
    void setBounds(Statistics<?> statistics, long orderedMin, long orderedMax) {
        long min = ordered(orderedMin);
        long max = ordered(orderedMax);
        if (statistics instanceof IntStatistics ints) {
            ints.setMinMax((int) min, (int) max);
        } else if (statistics instanceof LongStatistics longs) {
            longs.setMinMax(min, max);
        } else if (statistics instanceof FloatStatistics floats) {
            boolean nan = isNan(orderedMin, orderedMax);
            float low = Float.intBitsToFloat((int) min);
            float high = Float.intBitsToFloat((int) max);
            floats.setMinMax(nan ? Float.NaN : low == 0 ? -0.0f : low, nan ? Float.NaN : high == 0 ? 0.0f : high);
        } else if (statistics instanceof DoubleStatistics doubles) {
            boolean nan = isNan(orderedMin, orderedMax);
            double low = Double.longBitsToDouble(min);
            double high = Double.longBitsToDouble(max);
            doubles.setMinMax(nan ? Double.NaN : low == 0 ? -0.0 : low, nan ? Double.NaN : high == 0 ? 0.0 : high);
        } else {
            throw new IllegalStateException("No numbers: " + statistics);
        }
    }
}
