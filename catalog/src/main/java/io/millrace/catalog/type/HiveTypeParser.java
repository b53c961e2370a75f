package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Field;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.HiveType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One pass over a type's text. Type notation is a dozen words and brackets, for which no library without Hive or Spark exists. */
final class HiveTypeParser {
    private static final int MAX_DEPTH = 100;
    private static final int DEFAULT_DECIMAL_PRECISION = 10;

    private final String text;
    private int position;
    private int depth;

    HiveTypeParser(String text) {
        this.text = text;
    }

    HiveType parse() {
        HiveType type = type();
        skipSpaces();
        if (position != text.length()) {
            throw error("unexpected text after the type");
        }
        return type;
    }

    private HiveType type() {
        if (++depth > MAX_DEPTH) {
            throw error("nested too deep");
        }
        String word = word(false).toLowerCase(Locale.ROOT);
        HiveType type = switch (word) {
            case "array" -> array();
            case "map" -> map();
            case "struct" -> struct();
            case "decimal", "numeric" -> decimal();
            case "char" -> new BoundedText(BoundedText.Kind.CHAR, length());
            case "varchar" -> new BoundedText(BoundedText.Kind.VARCHAR, length());
            case "integer" -> Primitive.INT;
            case "long" -> Primitive.BIGINT;
            case "short" -> Primitive.SMALLINT;
            case "byte" -> Primitive.TINYINT;
            default -> primitive(word);
        };
        depth--;
        return type;
    }

    private HiveType primitive(String word) {
        for (Primitive primitive : Primitive.values()) {
            if (primitive.toString().equals(word)) {
                return primitive;
            }
        }
        throw error("unknown type '" + word + "'");
    }

    private HiveType array() {
        take('<');
        HiveType element = type();
        take('>');
        return new HiveType.Array(element);
    }

    private HiveType map() {
        take('<');
        HiveType key = type();
        take(',');
        HiveType value = type();
        take('>');
        return new HiveType.MapOf(key, value);
    }

    private HiveType struct() {
        List<Field> fields = new ArrayList<>();
        take('<');
        if (takeIf('>')) {
            return new Struct(fields);
        }
        do {
            String name = word(true);
            take(':');
            fields.add(new Field(name, type()));
        } while (takeIf(','));
        take('>');
        return new Struct(fields);
    }

    private HiveType decimal() {
        if (!takeIf('(')) {
            return new Decimal(DEFAULT_DECIMAL_PRECISION, 0);
        }
        int precision = number();
        int scale = takeIf(',') ? number() : 0;
        take(')');
        return new Decimal(precision, scale);
    }

    private int length() {
        take('(');
        int length = number();
        take(')');
        return length;
    }

    private int number() {
        String digits = word(false);
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid type '%s': '%s' at position %d is no number".formatted(text, digits, position), e);
        }
    }

    private String word(boolean anyName) {
        skipSpaces();
        int start = position;
        while (position < text.length() && isWordPart(text.charAt(position), anyName)) {
            position++;
        }
        if (position == start) {
            throw error(position == text.length() ? "the type ends too early" : "a name is missing");
        }
        return text.substring(start, position).strip();
    }

    private static boolean isWordPart(char c, boolean anyName) {
        return anyName ? c != ':' : Character.isLetterOrDigit(c) || c == '_';
    }

    private void take(char c) {
        if (!takeIf(c)) {
            throw error("'" + c + "' expected");
        }
    }

    private boolean takeIf(char c) {
        skipSpaces();
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private void skipSpaces() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("Invalid type '%s': %s at position %d".formatted(text, what, position));
    }
}
