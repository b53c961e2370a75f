package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The {@code Expression} of GetTables: a regular expression that must match the whole name. Bounded in its work. */
final class TableNamePattern {
    /** Enough for any sensible pattern on a name of 255 characters; a backtracking bomb needs billions. */
    private static final int MAX_STEPS = 1_000_000;

    private final @Nullable Pattern pattern;

    private TableNamePattern(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    static TableNamePattern parse(@Nullable String expression) {
        if (expression == null || expression.isEmpty()) {
            return new TableNamePattern(null);
        }
        try {
            return new TableNamePattern(Pattern.compile(expression, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Invalid Expression at position %d: %s".formatted(e.getIndex(), e.getDescription()),
                    e);
        }
    }

    boolean matches(String name) {
        return pattern == null || pattern.matcher(new CountedText(name)).matches();
    }

    /** A name whose characters may be read only so often, which stops patterns that backtrack without end. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private int steps;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw MetadataRequests.invalid("Invalid Expression: matching it takes too long.");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
