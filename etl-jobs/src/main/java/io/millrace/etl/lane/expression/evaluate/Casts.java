package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;

/** Finds the conversion for two types. */
final class Casts {
    private Casts() {}

    static boolean isText(HiveType type) {
        return type == Primitive.STRING || type instanceof BoundedText;
    }

    /** The conversion between types that {@code Expressions.cast} takes. */
    static ValueCast of(HiveType from, HiveType to) {
        if (isText(to)) {
            return new ValueText(from);
        }
        if (isText(from)) {
            return to == Primitive.BINARY ? new ValueText(from) : new TextParsing(to);
        }
        if (from == Primitive.DATE && to == Primitive.TIMESTAMP) {
            return (value, row, result) -> {
                long day = ((IntVector) value).values()[row];
                long micros = day * Calendar.MICROS_A_DAY;
                ((LongVector) result).values()[row] = micros;
                return Math.multiplyHigh(day, Calendar.MICROS_A_DAY) == (micros >> (Long.SIZE - 1));
            };
        }
        if (from == Primitive.TIMESTAMP && to == Primitive.DATE) {
            return (value, row, result) -> {
                ((IntVector) result).values()[row] =
                        (int) Math.floorDiv(((LongVector) value).values()[row], Calendar.MICROS_A_DAY);
                return true;
            };
        }
        return NumberCasts.of(from, to);
    }
}
