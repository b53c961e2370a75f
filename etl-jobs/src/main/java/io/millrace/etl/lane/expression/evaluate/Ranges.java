package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.expression.Expression;
import java.math.BigInteger;

/** What types can hold. */
final class Ranges {
    private static final int LONG_POWERS = 19;
    private static final int POWERS = 80;
    private static final long[] LONG_POWERS_OF_TEN = new long[LONG_POWERS];
    private static final BigInteger[] POWERS_OF_TEN = new BigInteger[POWERS];

    static {
        for (int i = 0; i < POWERS; i++) {
            POWERS_OF_TEN[i] = BigInteger.TEN.pow(i);
            if (i < LONG_POWERS) {
                LONG_POWERS_OF_TEN[i] = POWERS_OF_TEN[i].longValueExact();
            }
        }
    }

    private Ranges() {}

    /** The greatest value of an integer type. */
    static long greatest(Primitive type) {
        return switch (type) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INT -> Integer.MAX_VALUE;
            case BIGINT -> Long.MAX_VALUE;
            default -> throw new IllegalArgumentException(type + " is no integer type");
        };
    }

    /** 10 to a power of 0 to 18. */
    static long power(int exponent) {
        return LONG_POWERS_OF_TEN[exponent];
    }

    /** 10 to any power that decimals need. */
    static BigInteger bigPower(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    static String overflow(Expression expression) {
        return expression.sql() + " is out of range for " + expression.type();
    }
}
