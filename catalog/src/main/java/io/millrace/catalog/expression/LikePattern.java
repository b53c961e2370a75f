package io.millrace.catalog.expression;

import java.util.Arrays;

/**
 * SQL's LIKE: {@code %} for any text, {@code _} for a character, {@code \} before a character for itself. Matching takes at most
 * pattern times text steps; a regular expression would backtrack without end on hostile patterns.
 */
final class LikePattern {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    /** Wildcards, and code points. */
    private final int[] parts;

    private LikePattern(int[] parts) {
        this.parts = parts;
    }

    static LikePattern compile(String like) {
        int[] characters = like.codePoints().toArray();
        int[] parts = new int[characters.length];
        int count = 0;
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] == '%') {
                parts[count++] = ANY_TEXT;
            } else if (characters[i] == '_') {
                parts[count++] = ANY_CHARACTER;
            } else {
                boolean escapes = characters[i] == '\\' && i + 1 < characters.length;
                parts[count++] = escapes ? characters[++i] : characters[i];
            }
        }
        return new LikePattern(Arrays.copyOf(parts, count));
    }

    /** The text before the first wildcard, with which every match begins. */
    String prefix() {
        int literals = literals();
        return new String(parts, 0, literals);
    }

    boolean hasWildcards() {
        return literals() < parts.length;
    }

    /** Whether the pattern says nothing but that a text begins with the {@link #prefix}. */
    boolean isPrefix() {
        return hasWildcards() && Arrays.stream(parts, literals(), parts.length).allMatch(part -> part == ANY_TEXT);
    }

    private int literals() {
        int literals = 0;
        while (literals < parts.length && parts[literals] >= 0) {
            literals++;
        }
        return literals;
    }

    boolean matches(String value) {
        int[] text = value.codePoints().toArray();
        int part = 0;
        int position = 0;
        int lastAny = -1;
        int resume = 0;
        while (position < text.length) {
            if (part < parts.length && parts[part] == ANY_TEXT) {
                lastAny = part++;
                resume = position;
            } else if (part < parts.length && (parts[part] == ANY_CHARACTER || parts[part] == text[position])) {
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
