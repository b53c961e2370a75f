package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;

/**
 * How two scalar types are joined: {@code tinyint < smallint < int < bigint < decimal < double}, {@code float < double},
 * {@code date < timestamp}; anything else that differs meets at {@code string}. Decimals keep all digits before and after
 * the point of both; where that needs more than 38, they become {@code double}.
 */
final class ScalarLattice {
    private ScalarLattice() {}

    static HiveType join(HiveType a, HiveType b) {
        if (a.equals(b)) {
            return a;
        }
        if (isNumber(a) && isNumber(b)) {
            return joinNumbers(a, b);
        }
        if (isTime(a) && isTime(b)) {
            return Primitive.TIMESTAMP;
        }
        return Primitive.STRING;
    }

    private static HiveType joinNumbers(HiveType a, HiveType b) {
        if (isBinaryFraction(a) || isBinaryFraction(b)) {
            return Primitive.DOUBLE;
        }
        if (a instanceof Primitive x && b instanceof Primitive y) {
            return x.compareTo(y) < 0 ? y : x;
        }
        Decimal x = toDecimal(a);
        Decimal y = toDecimal(b);
        int scale = Math.max(x.scale(), y.scale());
        int precision = Math.max(x.precision() - x.scale(), y.precision() - y.scale()) + scale;
        return precision > Decimal.MAX_PRECISION ? Primitive.DOUBLE : new Decimal(precision, scale);
    }

    private static boolean isNumber(HiveType type) {
        return type instanceof Decimal || isBinaryFraction(type) || isInteger(type);
    }

    private static boolean isInteger(HiveType type) {
        return type == Primitive.TINYINT
                || type == Primitive.SMALLINT
                || type == Primitive.INT
                || type == Primitive.BIGINT;
    }

    private static boolean isBinaryFraction(HiveType type) {
        return type == Primitive.FLOAT || type == Primitive.DOUBLE;
    }

    private static boolean isTime(HiveType type) {
        return type == Primitive.DATE || type == Primitive.TIMESTAMP;
    }

    private static Decimal toDecimal(HiveType type) {
        if (type instanceof Decimal decimal) {
            return decimal;
        }
        if (type == Primitive.TINYINT) {
            return new Decimal(3, 0);
        }
        if (type == Primitive.SMALLINT) {
            return new Decimal(5, 0);
        }
        return new Decimal(type == Primitive.INT ? 10 : 19, 0);
    }
}
