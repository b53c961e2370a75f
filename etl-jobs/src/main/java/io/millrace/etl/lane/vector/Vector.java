package io.millrace.etl.lane.vector;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.Arrays;

/**
 * The values of one column. Arrays are as long as a batch can be and are handed out as they are: who fills a vector writes into
 * them, who reads takes care not to. Where {@link #isNull} holds, the value is undefined.
 *
 * <p>Which vector holds which type: {@code boolean} {@link BooleanVector}; {@code tinyint, smallint, int} and {@code date} (days
 * since 1970-01-01) {@link IntVector}; {@code bigint}, {@code timestamp} (microseconds since 1970-01-01 00:00, without zone) and {@code
 * decimal} of up to 18 digits (unscaled) {@link LongVector}; {@code float} {@link FloatVector}; {@code double} {@link DoubleVector}; texts
 * (UTF-8), {@code binary} and longer decimals (unscaled, two's complement, big-endian) {@link BytesVector}.
 */
public abstract sealed class Vector
        permits BooleanVector, IntVector, LongVector, FloatVector, DoubleVector, BytesVector {
    /** The most digits of a decimal that a {@link LongVector} holds. */
    public static final int LONG_DECIMAL_DIGITS = 18;

    private final boolean[] nulls;
    private boolean hasNulls;

    Vector(int capacity) {
        nulls = new boolean[capacity];
    }

    /** A vector for the type. @throws IllegalArgumentException for a nested type */
    public static Vector of(HiveType type, int capacity) {
        if (type instanceof HiveType.Decimal decimal) {
            return decimal.precision() <= LONG_DECIMAL_DIGITS ? new LongVector(capacity) : new BytesVector(capacity);
        }
        if (type instanceof HiveType.BoundedText) {
            return new BytesVector(capacity);
        }
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case BOOLEAN -> new BooleanVector(capacity);
                case TINYINT, SMALLINT, INT, DATE -> new IntVector(capacity);
                case BIGINT, TIMESTAMP -> new LongVector(capacity);
                case FLOAT -> new FloatVector(capacity);
                case DOUBLE -> new DoubleVector(capacity);
                case STRING, BINARY -> new BytesVector(capacity);
            };
        }
        throw new IllegalArgumentException("No vector holds " + type);
    }

    /** How many rows it has room for. */
    public final int capacity() {
        return nulls.length;
    }

    /** Whether any row may be null; if not, {@link #nulls} need not be looked at. */
    public final boolean hasNulls() {
        return hasNulls;
    }

    /** Whether the row's value is null. */
    public final boolean isNull(int row) {
        return nulls[row];
    }

    /** A flag for each row. */
    public final boolean[] nulls() {
        return nulls;
    }

    /** Makes the row's value null. */
    public final void setNull(int row) {
        nulls[row] = true;
        hasNulls = true;
    }

    /** Sets the row's value, or makes it null, as another vector of the type has it. */
    public final void copy(int row, Vector from, int fromRow) {
        if (from.isNull(fromRow)) {
            setNull(row);
        } else {
            copyValue(row, from, fromRow);
        }
    }

    abstract void copyValue(int row, Vector from, int fromRow);

    /** What it takes in memory, about. */
    public long bytes() {
        return (long) capacity() * (1 + Long.BYTES);
    }

    /** Makes no row null, and gives up what the values took. */
    public void clear() {
        if (hasNulls) {
            Arrays.fill(nulls, false);
            hasNulls = false;
        }
    }
}
