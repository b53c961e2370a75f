package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;

/**
 * What is known of numbers that were read as text (CSV cells, JSON numbers). The join takes the wider of each part, so that
 * the type is decided once, when all values have been seen; it is the narrowest that gives every one of them back:
 *
 * <ul>
 *   <li>whole numbers: {@code int}, {@code bigint}, {@code decimal(38,0)} by the largest;
 *   <li>fractions that are all written with the same two or more digits after the point, at least one of them a padding
 *       zero: money and the like, {@code decimal(18,s)}, or {@code decimal(38,s)} if less than three digits were to spare;
 *   <li>other fractions, exponents, NaN and infinities: {@code double}, if it prints every one of them as it was written;
 *   <li>else {@code decimal(38,s)} where its digits are enough, or text.
 * </ul>
 *
 * @param wholeDigits the most digits before the point
 * @param minScale the fewest digits after the point
 * @param maxScale the most digits after the point
 */
public record WrittenNumbers(
        Width width, Notation notation, Padding padding, Digits digits, int wholeDigits, int minScale, int maxScale)
        implements InferredType {
    private static final int USUAL_PRECISION = 18;

    /** Values of files that nobody has read may have more digits than those of the sample. */
    private static final int SPARE_DIGITS = 3;

    private static final int MIN_MONEY_SCALE = 2;

    /** What holds a whole number; a fraction says nothing. */
    public enum Width {
        INT,
        BIGINT,
        MORE
    }

    /** How numbers are written. */
    public enum Notation {
        PLAIN,
        /** With an exponent, or NaN, or infinite. */
        FLOATING
    }

    /** Whether a fraction ends with a zero that nobody needs: it was written to a fixed number of digits. */
    public enum Padding {
        NONE,
        SEEN
    }

    /** Whether a {@code double} prints the number as it was written. */
    public enum Digits {
        HELD_BY_DOUBLE,
        BEYOND_DOUBLE
    }

    /** Both together. */
    WrittenNumbers with(WrittenNumbers other) {
        if (holds(other)) {
            // Most values of a column say nothing new; then there is nothing new to allocate.
            return this;
        }
        return new WrittenNumbers(
                max(width, other.width),
                max(notation, other.notation),
                max(padding, other.padding),
                max(digits, other.digits),
                Math.max(wholeDigits, other.wholeDigits),
                Math.min(minScale, other.minScale),
                Math.max(maxScale, other.maxScale));
    }

    private boolean holds(WrittenNumbers other) {
        return wholeDigits >= other.wholeDigits
                && minScale <= other.minScale
                && maxScale >= other.maxScale
                && width.compareTo(other.width) >= 0
                && notation.compareTo(other.notation) >= 0
                && padding.compareTo(other.padding) >= 0
                && digits.compareTo(other.digits) >= 0;
    }

    private static <E extends Enum<E>> E max(E a, E b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    @Override
    public HiveType toHiveType() {
        if (notation == Notation.FLOATING) {
            return digits == Digits.HELD_BY_DOUBLE ? Primitive.DOUBLE : Primitive.STRING;
        }
        if (maxScale == 0) {
            return whole();
        }
        if (minScale == maxScale && minScale >= MIN_MONEY_SCALE && padding == Padding.SEEN && fitsDecimal()) {
            boolean usual = wholeDigits + maxScale + SPARE_DIGITS <= USUAL_PRECISION;
            return new Decimal(usual ? USUAL_PRECISION : Decimal.MAX_PRECISION, maxScale);
        }
        return digits == Digits.HELD_BY_DOUBLE ? Primitive.DOUBLE : widest();
    }

    private HiveType whole() {
        return switch (width) {
            case INT -> Primitive.INT;
            case BIGINT -> Primitive.BIGINT;
            case MORE -> widest();
        };
    }

    private HiveType widest() {
        return fitsDecimal() ? new Decimal(Decimal.MAX_PRECISION, maxScale) : Primitive.STRING;
    }

    private boolean fitsDecimal() {
        return wholeDigits + maxScale <= Decimal.MAX_PRECISION;
    }
}
