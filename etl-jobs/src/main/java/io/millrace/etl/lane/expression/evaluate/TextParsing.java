package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.parse.CellParser;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** Texts as values, as Spark's ANSI cast reads them: unlike a cell, an empty text is no value. */
final class TextParsing implements ValueCast {
    private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "1");
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "0");

    private final HiveType type;
    private final CellParser parser;

    TextParsing(HiveType type) {
        this.type = type;
        this.parser = CellParser.of(type);
    }

    @Override
    public boolean cast(Vector value, int row, Vector result) {
        BytesVector texts = (BytesVector) value;
        byte[] data = texts.data();
        int from = texts.starts()[row];
        int to = from + texts.lengths()[row];
        while (from < to && isOuterSpace(data[from])) {
            from++;
        }
        while (to > from && isOuterSpace(data[to - 1])) {
            to--;
        }
        if (from == to || data[from] == '\\') {
            return false;
        }
        if (type == Primitive.BOOLEAN) {
            return truth(text(data, from, to), ((BooleanVector) result).values(), row);
        }
        if (type instanceof Decimal && contains(data, from, to, ',')) {
            return false;
        }
        return parser.parse(data, from, to, result, row) || special(data, from, to, result, row);
    }

    private boolean special(byte[] data, int from, int to, Vector result, int row) {
        if (type == Primitive.TIMESTAMP) {
            return zoned(data, from, to, result, row);
        }
        return (type == Primitive.DOUBLE || type == Primitive.FLOAT) && infinite(text(data, from, to), result, row);
    }

    private static String text(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }

    private static boolean truth(String text, boolean[] values, int row) {
        values[row] = TRUE.contains(text);
        return values[row] || FALSE.contains(text);
    }

    private static boolean infinite(String text, Vector result, int row) {
        double value;
        switch (text) {
            case "inf", "+inf", "infinity", "+infinity" -> value = Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> value = Double.NEGATIVE_INFINITY;
            case "nan" -> value = Double.NaN;
            default -> {
                return false;
            }
        }
        if (result instanceof DoubleVector doubles) {
            doubles.values()[row] = value;
        } else {
            ((FloatVector) result).values()[row] = (float) value;
        }
        return true;
    }

    /** A time zone behind the seconds is checked and left out: the type has none. */
    private boolean zoned(byte[] data, int from, int to, Vector result, int row) {
        int at = from + 1;
        while (at < to && data[at] != ' ' && data[at] != 'T') {
            at++;
        }
        at++;
        while (at < to && ((data[at] >= '0' && data[at] <= ':') || data[at] == '.')) {
            at++;
        }
        if (at >= to) {
            return false;
        }
        try {
            ZoneId.of(zone(new String(data, at, to - at, StandardCharsets.ISO_8859_1).strip()), ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            return false;
        }
        return parser.parse(data, from, at, result, row);
    }

    /** As Spark's: hours and minutes of an offset may have one digit. */
    private static String zone(String text) {
        return text.replaceFirst("([+-])(\\d):", "$10$2:").replaceFirst("([+-]\\d\\d):(\\d)$", "$1:0$2");
    }

    private static boolean contains(byte[] data, int from, int to, char character) {
        for (int i = from; i < to; i++) {
            if (data[i] == character) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOuterSpace(byte b) {
        return (b >= 0 && b <= ' ') || b == 0x7f;
    }
}
