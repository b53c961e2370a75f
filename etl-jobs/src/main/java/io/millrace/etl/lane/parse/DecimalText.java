package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decimals in any notation that {@link BigDecimal} knows, with commas left out as Spark's CSV reader does. Digits beyond the scale are
 * rounded half up; more digits before the point than the type has are no value.
 */
record DecimalText(HiveType.Decimal type) {
    /** Nobody writes longer numbers, and reading them takes time that grows with the square. */
    private static final int MAX_LENGTH = 1000;

    /** The value times 10 to the power of the scale; null if there is none. */
    @Nullable
    BigInteger unscaled(byte[] bytes, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return null;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        try {
            return unscaled(new BigDecimal(text.indexOf(',') < 0 ? text : text.replace(",", "")));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable BigInteger unscaled(BigDecimal value) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        // The place of the first digit is compared before anything is scaled: 1e999999999 would fill the memory.
        long wholeDigits = (long) value.precision() - value.scale();
        if (wholeDigits > type.precision() - type.scale()) {
            return null;
        }
        if (wholeDigits < -type.scale()) {
            return BigInteger.ZERO;
        }
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        return scaled.precision() > type.precision() ? null : scaled.unscaledValue();
    }
}
