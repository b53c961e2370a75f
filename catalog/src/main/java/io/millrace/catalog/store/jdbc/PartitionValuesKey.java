package io.millrace.catalog.store.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of partition values as one text: each value ends with U+0001, and the characters U+0000 to U+0002 inside a value
 * are written as U+0002 and a digit. So different lists give different texts, without U+0000 (which PostgreSQL refuses), and
 * texts compared by code point sort as the lists do, value by value, the shorter list first.
 */
final class PartitionValuesKey {
    private static final char END = '\u0001';
    private static final char ESCAPE = '\u0002';

    private PartitionValuesKey() {}

    static String encode(List<String> values) {
        StringBuilder key = new StringBuilder();
        for (String value : values) {
            for (int i = 0; i < value.length(); i++) {
                char character = value.charAt(i);
                if (character <= ESCAPE) {
                    key.append(ESCAPE).append((char) ('0' + character));
                } else {
                    key.append(character);
                }
            }
            key.append(END);
        }
        return key.toString();
    }

    /** The first text after all keys that begin with {@code prefix}, itself a key. */
    static String afterAllBelow(String prefix) {
        // Each part ends with U+0001, and no part holds it.
        return prefix.substring(0, prefix.length() - 1) + ESCAPE;
    }

    static List<String> decode(String key) {
        List<String> values = new ArrayList<>();
        int start = 0;
        for (int end = key.indexOf(END); end >= 0; end = key.indexOf(END, start)) {
            values.add(unescape(key.substring(start, end)));
            start = end + 1;
        }
        return values;
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
