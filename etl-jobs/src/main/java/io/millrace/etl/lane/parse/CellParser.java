package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.Vector;
import java.nio.charset.StandardCharsets;

/**
 * Reads a cell's text as a value of one type, by the rules of Spark's CSV reader and, beyond it, of everything that a crawler gives
 * the type (docs/decisions/0150 has the table). Around all but texts, white space does not count; an empty cell and Hive's {@code \N}
 * are null. Not for use by several threads at once.
 */
public abstract sealed class CellParser
        permits WholeNumberParser,
                FloatingParser,
                LongDecimalParser,
                BigDecimalParser,
                BooleanParser,
                DateParser,
                TimestampParser,
                TextParser {
    private static final int SHOWN_BYTES = 60;

    private final HiveType type;

    CellParser(HiveType type) {
        this.type = type;
    }

    /** A parser for the type. @throws IllegalArgumentException for a nested type */
    public static CellParser of(HiveType type) {
        if (type instanceof HiveType.Decimal decimal) {
            return decimal.precision() <= Vector.LONG_DECIMAL_DIGITS
                    ? new LongDecimalParser(decimal)
                    : new BigDecimalParser(decimal);
        }
        if (type instanceof HiveType.BoundedText) {
            return new TextParser(type);
        }
        if (type instanceof Primitive primitive) {
            return ofPrimitive(primitive);
        }
        throw new IllegalArgumentException("No cell holds " + type);
    }

    private static CellParser ofPrimitive(Primitive type) {
        return switch (type) {
            case BOOLEAN -> new BooleanParser();
            case TINYINT, SMALLINT, INT, BIGINT -> new WholeNumberParser(type);
            case FLOAT, DOUBLE -> new FloatingParser(type);
            case DATE -> new DateParser();
            case TIMESTAMP -> new TimestampParser();
            case STRING, BINARY -> new TextParser(type);
        };
    }

    /**
     * Sets the row's value, or makes it null, from the bytes {@code from} to before {@code to}.
     *
     * @param vector as {@link Vector#of} makes it for the type
     * @return false if the text is no value of the type; what the row has is undefined then
     */
    public boolean parse(byte[] bytes, int from, int to, Vector vector, int row) {
        int start = from;
        while (start < to && isOuterSpace(bytes[start])) {
            start++;
        }
        int end = to;
        while (end > start && isOuterSpace(bytes[end - 1])) {
            end--;
        }
        if (start == end || (end - start == 2 && bytes[start] == '\\' && bytes[start + 1] == 'N')) {
            vector.setNull(row);
            return true;
        }
        return value(bytes, start, end, vector, row);
    }

    /** Sets the row's value from a text of one byte at least, without space around. */
    abstract boolean value(byte[] bytes, int from, int to, Vector vector, int row);

    /** The type that it reads. */
    public final HiveType type() {
        return type;
    }

    /** Why {@link #parse} did not take the bytes: {@code 'abc' is no int}. */
    public final String reason(byte[] bytes, int from, int to) {
        boolean cut = to - from > SHOWN_BYTES;
        String text = new String(bytes, from, cut ? SHOWN_BYTES : to - from, StandardCharsets.UTF_8);
        return "'%s%s' is no %s".formatted(text, cut ? "…" : "", type);
    }

    /** White space and control characters of ASCII, as SQL's casts trim them. */
    private static boolean isOuterSpace(byte b) {
        return (b >= 0 && b <= ' ') || b == 0x7f;
    }
}
