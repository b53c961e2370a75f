package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One partition value as a part of an encoded key: the sortable text of the value, then, where the value is not spelled in the
 * canonical way, U+0002, {@code !} and the value itself, then U+0001. Values that their type cannot read are {@code ~} and the value, after all that
 * it can. The characters U+0000 to U+0002 inside texts are written as U+0002 and a digit, so each part ends with its only U+0001, and no U+0000
 * (which PostgreSQL refuses) occurs.
 */
final class KeyText {
    static final char END = '\u0001';
    static final char ESCAPE = '\u0002';

    /** Begins values that their type cannot read; greater than what begins any that it can. */
    static final String UNREADABLE = "~";

    // Smaller than any escaped character, so all spellings of a text come before the longer texts.
    private static final String SPELLED = ESCAPE + "!";
    private static final String AFTER_SPELLED = ESCAPE + "\"";

    private KeyText() {}

    static void append(StringBuilder key, KeyType type, String value) {
        if (type == KeyType.TEXT || type == KeyType.UNSUPPORTED) {
            escape(key, value);
        } else {
            appendTyped(key, type, value);
        }
        key.append(END);
    }

    private static void appendTyped(StringBuilder key, KeyType type, String value) {
        Optional<Comparable<?>> read = type.read(value);
        if (read.isEmpty()) {
            escape(key.append(UNREADABLE), value);
            return;
        }
        String sortable = type.sortable(read.get());
        escape(key, sortable);
        if (!type.spelling(sortable).equals(value)) {
            escape(key.append(SPELLED), value);
        }
    }

    static String decode(KeyType type, String part) {
        String text = part.substring(0, part.length() - 1);
        if (type.hasUnreadableValues() && text.startsWith(UNREADABLE)) {
            return unescape(text.substring(UNREADABLE.length()));
        }
        int spelled = text.indexOf(SPELLED);
        return spelled >= 0 ? unescape(text.substring(spelled + SPELLED.length())) : type.spelling(unescape(text));
    }

    /** The parts of a key, each with its end. */
    static List<String> split(String key) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = key.indexOf(END); end >= 0; end = key.indexOf(END, start)) {
            parts.add(key.substring(start, end + 1));
            start = end + 1;
        }
        return parts;
    }

    /** Smaller than any part whose value equals the literal, however spelled, and greater than those of smaller values. */
    static String from(KeyType type, Object literal) {
        return escape(new StringBuilder(), type.sortable(literal)).append(END).toString();
    }

    /** Greater than any part whose value equals the literal, and smaller than those of greater values. */
    static String after(KeyType type, Object literal) {
        return escape(new StringBuilder(), type.sortable(literal))
                .append(AFTER_SPELLED)
                .toString();
    }

    static String escaped(String text) {
        return escape(new StringBuilder(), text).toString();
    }

    /** The first text after the part and before every greater part. */
    static String after(String part) {
        return part.substring(0, part.length() - 1) + ESCAPE;
    }

    private static StringBuilder escape(StringBuilder to, String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character <= ESCAPE) {
                to.append(ESCAPE).append((char) ('0' + character));
            } else {
                to.append(character);
            }
        }
        return to;
    }

    private static String unescape(String text) {
        if (text.indexOf(ESCAPE) < 0) {
            return text;
        }
        StringBuilder value = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            value.append(character == ESCAPE ? (char) (text.charAt(++i) - '0') : character);
        }
        return value.toString();
    }
}
