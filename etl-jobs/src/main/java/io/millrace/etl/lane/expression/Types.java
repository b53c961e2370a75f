package io.millrace.etl.lane.expression;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.expression.Expression.Arithmetic.Operator;
import java.util.List;
import java.util.Optional;

/** Which types go together, and what comes out. */
final class Types {
    /** Spark's least digits after the point of a quotient, and of what it cuts from results of more than 38 digits. */
    private static final int MIN_SCALE = 6;

    private static final List<Primitive> INTEGERS =
            List.of(Primitive.TINYINT, Primitive.SMALLINT, Primitive.INT, Primitive.BIGINT);
    private static final int[] INTEGER_DIGITS = {3, 5, 10, 19};

    private Types() {}

    static boolean isInteger(HiveType type) {
        return type instanceof Primitive primitive && INTEGERS.contains(primitive);
    }

    static boolean isFloating(HiveType type) {
        return type == Primitive.FLOAT || type == Primitive.DOUBLE;
    }

    static boolean isNumber(HiveType type) {
        return isInteger(type) || isFloating(type) || type instanceof Decimal;
    }

    static boolean isText(HiveType type) {
        return type == Primitive.STRING || type instanceof BoundedText;
    }

    static boolean isDate(HiveType type) {
        return type == Primitive.DATE || type == Primitive.TIMESTAMP;
    }

    static boolean isFlat(HiveType type) {
        return type instanceof Primitive || type instanceof Decimal || type instanceof BoundedText;
    }

    /** Whether Spark's ANSI cast exists. Nested types are left to Spark. */
    static boolean canCast(HiveType from, HiveType to) {
        if (!isFlat(from) || !isFlat(to)) {
            return (!isFlat(from) && !isFlat(to)) || isText(to);
        }
        boolean numeric = (isNumber(from) && isNumber(to))
                || (isNumber(from) && to == Primitive.BOOLEAN)
                || (from == Primitive.BOOLEAN && isNumber(to));
        return from.equals(to) || isText(from) || isText(to) || numeric || (isDate(from) && isDate(to));
    }

    /** The type that holds the values of both; empty if there is none. */
    static Optional<HiveType> common(HiveType left, HiveType right) {
        if (left.equals(right)) {
            return Optional.of(isText(left) ? Primitive.STRING : left);
        }
        if (isText(left) && isText(right)) {
            return Optional.of(Primitive.STRING);
        }
        if (isDate(left) && isDate(right)) {
            return Optional.of(Primitive.TIMESTAMP);
        }
        return isNumber(left) && isNumber(right) ? commonNumber(left, right) : Optional.empty();
    }

    private static Optional<HiveType> commonNumber(HiveType left, HiveType right) {
        if (isFloating(left) || isFloating(right)) {
            // As in Athena: real with an integer or a decimal is real.
            return Optional.of(
                    left == Primitive.DOUBLE || right == Primitive.DOUBLE ? Primitive.DOUBLE : Primitive.FLOAT);
        }
        if (isInteger(left) && isInteger(right)) {
            return Optional.of(INTEGERS.indexOf(left) >= INTEGERS.indexOf(right) ? left : right);
        }
        Decimal first = asDecimal(left);
        Decimal second = asDecimal(right);
        int scale = Math.max(first.scale(), second.scale());
        int whole = Math.max(first.precision() - first.scale(), second.precision() - second.scale());
        return whole + scale > Decimal.MAX_PRECISION
                ? Optional.empty()
                : Optional.of(new Decimal(whole + scale, scale));
    }

    /** The decimal that holds every value of an integer type; a decimal itself. */
    static Decimal asDecimal(HiveType type) {
        return type instanceof Decimal decimal ? decimal : new Decimal(INTEGER_DIGITS[INTEGERS.indexOf(type)], 0);
    }

    /**
     * The type of a decimal result. Sums, products and remainders are exact; a quotient has as many digits as Spark's. Empty where the
     * digits that are asked for are more than 38 and the exact ones would be cut.
     */
    static Optional<HiveType> decimal(Operator operator, Decimal left, Decimal right) {
        int wholes = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        int scales = Math.max(left.scale(), right.scale());
        return switch (operator) {
            case ADD, SUBTRACT -> bounded(wholes + scales + 1, scales);
            case MULTIPLY -> bounded(left.precision() + right.precision() + 1, left.scale() + right.scale());
            case REMAINDER ->
                bounded(Math.min(left.precision() - left.scale(), right.precision() - right.scale()) + scales, scales);
            case DIVIDE -> quotient(left, right);
        };
    }

    private static Optional<HiveType> bounded(int precision, int scale) {
        if (precision <= Decimal.MAX_PRECISION) {
            return Optional.of(new Decimal(precision, scale));
        }
        int kept = Math.max(Decimal.MAX_PRECISION - (precision - scale), Math.min(scale, MIN_SCALE));
        return kept < scale ? Optional.empty() : Optional.of(new Decimal(Decimal.MAX_PRECISION, scale));
    }

    private static Optional<HiveType> quotient(Decimal left, Decimal right) {
        int scale = Math.max(MIN_SCALE, left.scale() + right.precision() + 1);
        int precision = left.precision() - left.scale() + right.scale() + scale;
        return precision <= Decimal.MAX_PRECISION ? Optional.of(new Decimal(precision, scale)) : Optional.empty();
    }
}
