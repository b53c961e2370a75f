package io.millrace.etl.job.rows;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Vectors' values as the objects that Spark's rows hold, in {@code HiveTypes.toSpark} of their type; nested types are texts. */
final class RowValues {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_A_MICRO = 1000;

    private RowValues() {}

    /** The row's value; null where there is none. */
    static @Nullable Object of(HiveType type, Vector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof IntVector ints) {
            return whole(type, ints.values()[row]);
        }
        if (vector instanceof LongVector longs) {
            return whole(type, longs.values()[row]);
        }
        if (vector instanceof DoubleVector doubles) {
            return doubles.values()[row];
        }
        if (vector instanceof FloatVector floats) {
            return floats.values()[row];
        }
        if (vector instanceof BooleanVector truths) {
            return truths.values()[row];
        }
        return bytes(type, (BytesVector) vector, row);
    }

    private static Object whole(HiveType type, int value) {
        return switch ((Primitive) type) {
            case TINYINT -> (byte) value;
            case SMALLINT -> (short) value;
            case DATE -> LocalDate.ofEpochDay(value);
            default -> value;
        };
    }

    private static Object whole(HiveType type, long value) {
        if (type instanceof Decimal decimal) {
            return BigDecimal.valueOf(value, decimal.scale());
        }
        return type == Primitive.TIMESTAMP
                ? LocalDateTime.ofEpochSecond(
                        Math.floorDiv(value, MICROS),
                        (int) Math.floorMod(value, MICROS) * NANOS_A_MICRO,
                        ZoneOffset.UTC)
                : (Object) value;
    }

    private static Object bytes(HiveType type, BytesVector vector, int row) {
        int from = vector.starts()[row];
        int length = vector.lengths()[row];
        if (type instanceof Decimal decimal) {
            return new BigDecimal(new BigInteger(vector.data(), from, length), decimal.scale());
        }
        return type == Primitive.BINARY
                ? Arrays.copyOfRange(vector.data(), from, from + length)
                : new String(vector.data(), from, length, StandardCharsets.UTF_8);
    }
}
