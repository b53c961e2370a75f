package io.millrace.catalog.expression;

import java.util.Arrays;

/**
 * SQL's LIKE: {@code %} for any text, {@code _} for a character, {@code \} before a character for itself. Matching takes at most
 * pattern times text steps; a regular expression would backtrack without end on hostile patterns.
 */
final class LikePattern {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    private final int[] parts;

    private LikePattern(int[] parts) {
        this.parts = parts;
    }

    static LikePattern compile(String like) {
        int[] parts = new int[like.length()];
        int count = 0;
        for (int i = 0; i < like.length(); i++) {
            char character = like.charAt(i);
            if (character == '%') {
                parts[count++] = ANY_TEXT;
            } else if (character == '_') {
                parts[count++] = ANY_CHARACTER;
            } else {
                boolean escapes = character == '\\' && i + 1 < like.length();
                parts[count++] = escapes ? like.charAt(++i) : character;
            }
        }
        return new LikePattern(Arrays.copyOf(parts, count));
    }

    boolean matches(String text) {
        int part = 0;
        int position = 0;
        int lastAny = -1;
        int resume = 0;
        while (position < text.length()) {
            if (part < parts.length && parts[part] == ANY_TEXT) {
                lastAny = part++;
                resume = position;
            } else if (part < parts.length && (parts[part] == ANY_CHARACTER || parts[part] == text.charAt(position))) {
                part++;
                position++;
            } else if (lastAny >= 0) {
                // Only the last % need take one character more: what stood before it has matched as early as it can.
                part = lastAny + 1;
                position = ++resume;
            } else {
                return false;
            }
        }
        while (part < parts.length && parts[part] == ANY_TEXT) {
            part++;
        }
        return part == parts.length;
    }
}
