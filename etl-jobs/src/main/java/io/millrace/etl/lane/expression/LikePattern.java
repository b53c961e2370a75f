package io.millrace.etl.lane.expression;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQL's {@code LIKE} pattern, taken apart.
 *
 * @param text as it was written
 * @param escapeOrNull the character that takes {@code %}, {@code _} and itself their meaning; no Optional, which cannot be sent to tasks
 */
public record LikePattern(String text, @Nullable Character escapeOrNull) implements Serializable {
    /** A piece of a pattern. */
    public sealed interface Token {}

    /** These characters. */
    public record Text(String text) implements Token {}

    /** Any character, or any number of them. */
    public enum Wildcard implements Token {
        ONE,
        ANY
    }

    /** Checks it. @throws ExpressionTypeException if the escape character stands before what needs none, or last */
    public LikePattern {
        tokens(text, Optional.ofNullable(escapeOrNull));
    }

    /** With an escape character or without. */
    public LikePattern(String text, Optional<Character> escape) {
        this(text, escape.orElse(null));
    }

    /** The escape character. */
    public Optional<Character> escape() {
        return Optional.ofNullable(escapeOrNull);
    }

    /** The pieces in order. */
    public List<Token> tokens() {
        return tokens(text, escape());
    }

    private static List<Token> tokens(String text, Optional<Character> escape) {
        List<Token> tokens = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (escape.isPresent() && character == escape.get()) {
                i++;
                plain.append(escaped(text, i, character));
            } else if (character == '%' || character == '_') {
                flush(plain, tokens);
                tokens.add(character == '%' ? Wildcard.ANY : Wildcard.ONE);
            } else {
                plain.append(character);
            }
        }
        flush(plain, tokens);
        return tokens;
    }

    private static char escaped(String text, int at, char escape) {
        if (at == text.length() || (text.charAt(at) != '%' && text.charAt(at) != '_' && text.charAt(at) != escape)) {
            throw new ExpressionTypeException(
                    "Pattern '%s': the escape character '%s' must stand before %%, _ or itself"
                            .formatted(text, escape));
        }
        return text.charAt(at);
    }

    private static void flush(StringBuilder plain, List<Token> tokens) {
        if (!plain.isEmpty()) {
            tokens.add(new Text(plain.toString()));
            plain.setLength(0);
        }
    }
}
