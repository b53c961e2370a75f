package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Writes what is text in a file as a value of a column's type, where it is one; else as the text, so that the engine's rule for values that do not parse
 * holds.
 */
final class TypedText {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,300}(?:\\.\\d{0,300})?(?:[eE][+-]?\\d{1,3})?");

    private TypedText() {}

    static void write(JsonGenerator out, String text, HiveType type) throws IOException {
        if (text.isEmpty()) {
            out.writeNull();
        } else if (type instanceof Primitive primitive) {
            write(out, text, primitive);
        } else {
            out.writeString(text);
        }
    }

    private static void write(JsonGenerator out, String text, Primitive type) throws IOException {
        switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT -> integer(out, text);
            case FLOAT -> {
                if (NUMBER.matcher(text).matches()) {
                    out.writeNumber(Float.parseFloat(text));
                } else {
                    out.writeString(text);
                }
            }
            case DOUBLE -> {
                if (NUMBER.matcher(text).matches()) {
                    out.writeNumber(Double.parseDouble(text));
                } else {
                    out.writeString(text);
                }
            }
            case BOOLEAN -> {
                if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                    out.writeBoolean(text.equalsIgnoreCase("true"));
                } else {
                    out.writeString(text);
                }
            }
            default -> out.writeString(text);
        }
    }

    private static void integer(JsonGenerator out, String text) throws IOException {
        try {
            out.writeNumber(Long.parseLong(text));
        } catch (NumberFormatException e) {
            out.writeString(text);
        }
    }
}
