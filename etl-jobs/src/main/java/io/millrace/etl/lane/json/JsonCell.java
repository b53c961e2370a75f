package io.millrace.etl.lane.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.parse.CellParser;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.io.IOException;

/**
 * Sets a column's values from JSON values, by the rules of Spark's reader: integers from numbers without fraction only, truth values from
 * {@code true} and {@code false} only, dates, timestamps and decimals also from texts; a column of texts takes any value, as it is written. Of a
 * nested column the value's JSON is taken, whatever it is: who asked for it reads on.
 */
final class JsonCell {
    private static final int SHOWN_CHARACTERS = 60;
    /** The most bytes that one UTF-16 unit becomes. */
    private static final int BYTES_A_CHARACTER = 3;

    private final HiveType type;
    private final boolean text;
    private final boolean nested;
    private final long greatest;
    private final CellParser parser;
    private byte[] ascii = new byte[64];
    private String shown = "";

    JsonCell(HiveType type) {
        this.type = type;
        this.text = type == Primitive.STRING || type instanceof BoundedText;
        this.nested =
                type instanceof HiveType.Array || type instanceof HiveType.MapOf || type instanceof HiveType.Struct;
        this.parser = CellParser.of(nested ? Primitive.STRING : type);
        this.greatest = type instanceof Primitive primitive
                ? switch (primitive) {
                    case TINYINT -> Byte.MAX_VALUE;
                    case SMALLINT -> Short.MAX_VALUE;
                    case INT -> Integer.MAX_VALUE;
                    default -> Long.MAX_VALUE;
                }
                : Long.MAX_VALUE;
    }

    /** Why {@link #set} did not take the last value. */
    String reason() {
        return shown + " is no " + type;
    }

    /**
     * Sets the row's value from the parser's.
     *
     * @param line what the parser reads, from {@code lineStart}
     * @return false if the value does not fit; the parser still stands at its begin
     * @throws IOException if it is no JSON
     */
    boolean set(JsonParser json, JsonToken token, byte[] line, int lineStart, Vector vector, int row)
            throws IOException {
        if (nested) {
            written(json, token, line, lineStart, (BytesVector) vector, row);
            return true;
        }
        boolean set =
                text ? text(json, token, line, lineStart, (BytesVector) vector, row) : value(json, token, vector, row);
        if (!set) {
            show(json, token);
        }
        return set;
    }

    private boolean value(JsonParser json, JsonToken token, Vector vector, int row) throws IOException {
        return switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> truth(token == JsonToken.VALUE_TRUE, vector, row);
            case VALUE_NUMBER_INT -> whole(json, vector, row);
            case VALUE_NUMBER_FLOAT -> isFraction() && (parse(json, vector, row) || special(json, vector, row));
            case VALUE_STRING -> fromText(json, vector, row);
            default -> false;
        };
    }

    private static boolean truth(boolean value, Vector vector, int row) {
        if (!(vector instanceof BooleanVector booleans)) {
            return false;
        }
        booleans.values()[row] = value;
        return true;
    }

    private boolean isFraction() {
        return type instanceof Decimal || type == Primitive.FLOAT || type == Primitive.DOUBLE;
    }

    private boolean special(JsonParser json, Vector vector, int row) throws IOException {
        return !(type instanceof Decimal) && infinite(json.getText(), vector, row);
    }

    private boolean whole(JsonParser json, Vector vector, int row) throws IOException {
        if (vector instanceof DoubleVector doubles) {
            doubles.values()[row] = json.getDoubleValue();
            return true;
        }
        if (vector instanceof FloatVector floats) {
            floats.values()[row] = json.getFloatValue();
            return true;
        }
        if (type instanceof Decimal) {
            return parse(json, vector, row);
        }
        boolean integer = vector instanceof IntVector || vector instanceof LongVector;
        if (!integer || type == Primitive.DATE || type == Primitive.TIMESTAMP) {
            return false;
        }
        long value;
        try {
            value = json.getLongValue();
        } catch (InputCoercionException e) {
            return false;
        }
        if (value > greatest || value < -greatest - 1) {
            return false;
        }
        if (vector instanceof IntVector ints) {
            ints.values()[row] = (int) value;
        } else {
            ((LongVector) vector).values()[row] = value;
        }
        return true;
    }

    private boolean fromText(JsonParser json, Vector vector, int row) throws IOException {
        if (type == Primitive.DATE || type == Primitive.TIMESTAMP || type instanceof Decimal) {
            return parse(json, vector, row);
        }
        if (type == Primitive.FLOAT || type == Primitive.DOUBLE) {
            return infinite(json.getText(), vector, row);
        }
        if (type == Primitive.BINARY) {
            byte[] bytes = json.getBinaryValue();
            ((BytesVector) vector).set(row, bytes, 0, bytes.length);
            return true;
        }
        return false;
    }

    /** The texts that Spark's reader takes as floating numbers. */
    private static boolean infinite(String text, Vector vector, int row) {
        double value;
        switch (text) {
            case "NaN" -> value = Double.NaN;
            case "INF", "+INF", "+Infinity", "Infinity" -> value = Double.POSITIVE_INFINITY;
            case "-INF", "-Infinity" -> value = Double.NEGATIVE_INFINITY;
            default -> {
                return false;
            }
        }
        if (vector instanceof DoubleVector doubles) {
            doubles.values()[row] = value;
        } else {
            ((FloatVector) vector).values()[row] = (float) value;
        }
        return true;
    }

    /** Reads the characters of a number or text as a cell; unlike a cell, a blank is no value. */
    private boolean parse(JsonParser json, Vector vector, int row) throws IOException {
        char[] characters = json.getTextCharacters();
        int from = json.getTextOffset();
        int length = json.getTextLength();
        if (ascii.length < length) {
            ascii = new byte[length];
        }
        boolean blank = true;
        for (int i = 0; i < length; i++) {
            char character = characters[from + i];
            if (character > 0x7f) {
                return false;
            }
            blank &= character <= ' ';
            ascii[i] = (byte) character;
        }
        return !blank && ascii[0] != '\\' && parser.parse(ascii, 0, length, vector, row);
    }

    private static boolean text(
            JsonParser json, JsonToken token, byte[] line, int lineStart, BytesVector vector, int row)
            throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            encode(json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), vector, row);
            return true;
        }
        written(json, token, line, lineStart, vector, row);
        return true;
    }

    /** The value's bytes in the line. */
    private static void written(
            JsonParser json, JsonToken token, byte[] line, int lineStart, BytesVector vector, int row)
            throws IOException {
        int from = lineStart + (int) json.currentTokenLocation().getByteOffset();
        if (token.isStructStart()) {
            json.skipChildren();
        } else if (token.isScalarValue()) {
            // The parser stands behind a number or text only when it has read it whole.
            json.getTextLength();
        }
        int to = lineStart + (int) json.currentLocation().getByteOffset();
        vector.set(row, line, from, to - from);
    }

    /** Half a surrogate pair becomes a question mark, as Java's own encoder does it. */
    private static void encode(char[] characters, int from, int length, BytesVector vector, int row) {
        vector.reserve(Math.multiplyExact(length, BYTES_A_CHARACTER));
        byte[] out = vector.data();
        int start = vector.used();
        int at = start;
        int to = from + length;
        for (int i = from; i < to; i++) {
            char character = characters[i];
            if (character < 0x80) {
                out[at++] = (byte) character;
            } else if (character < 0x800) {
                out[at++] = (byte) (0xc0 | (character >> 6));
                out[at++] = (byte) (0x80 | (character & 0x3f));
            } else if (!Character.isSurrogate(character)) {
                out[at++] = (byte) (0xe0 | (character >> 12));
                out[at++] = (byte) (0x80 | ((character >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (character & 0x3f));
            } else if (i + 1 < to && Character.isSurrogatePair(character, characters[i + 1])) {
                int point = Character.toCodePoint(character, characters[++i]);
                out[at++] = (byte) (0xf0 | (point >> 18));
                out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (point & 0x3f));
            } else {
                out[at++] = '?';
            }
        }
        vector.setAppended(row, at - start);
    }

    private void show(JsonParser json, JsonToken token) throws IOException {
        if (token.isStructStart()) {
            shown = token == JsonToken.START_OBJECT ? "an object" : "an array";
            return;
        }
        String value = json.getText();
        shown = "'" + (value.length() > SHOWN_CHARACTERS ? value.substring(0, SHOWN_CHARACTERS) + "…" : value) + "'";
    }
}
