package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The patterns by which clients list tables and functions: regular expressions that must match the whole name, as Glue's
 * reference says, or Hive's patterns, as Hive and Spark send them, where {@code *} stands for any text and {@code |} for "or".
 * A name belongs to the list if either reading matches it; case does not count. Bounded in its work.
 */
public final class NamePattern {
    /** Enough for any sensible pattern on a name of 255 characters; a backtracking bomb needs billions. */
    private static final int MAX_STEPS = 1_000_000;

    private static final Pattern HIVE = Pattern.compile("[\\w\\-*|]*\\*[\\w\\-*|]*");

    private final String member;
    private final List<Pattern> readings;

    private NamePattern(String member, List<Pattern> readings) {
        this.member = member;
        this.readings = readings;
    }

    /**
     * The pattern of a request; null or empty matches all.
     *
     * @param member the member of the request, for messages
     * @throws CatalogException InvalidInputException if it can be read in neither way
     */
    public static NamePattern parse(String member, @Nullable String pattern) {
        List<Pattern> readings = new ArrayList<>();
        if (pattern == null || pattern.isEmpty()) {
            return new NamePattern(member, readings);
        }
        if (HIVE.matcher(pattern).matches()) {
            // A run of stars says no more than one, and would backtrack.
            readings.add(Pattern.compile(pattern.replaceAll("\\*+", ".*"), Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
        }
        try {
            readings.add(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException e) {
            if (readings.isEmpty()) {
                throw new CatalogException(
                        CatalogErrorCode.INVALID_INPUT,
                        "Invalid %s at position %d: %s".formatted(member, e.getIndex(), e.getDescription()),
                        e);
            }
        }
        return new NamePattern(member, List.copyOf(readings));
    }

    /** Whether a name matches. @throws CatalogException InvalidInputException if that takes too long */
    public boolean matches(String name) {
        return readings.isEmpty()
                || readings.stream()
                        .anyMatch(reading ->
                                reading.matcher(new CountedText(member, name)).matches());
    }

    /** A name whose characters may be read only so often, which stops patterns that backtrack without end. */
    private static final class CountedText implements CharSequence {
        private final String member;
        private final String text;
        private int steps;

        CountedText(String member, String text) {
            this.member = member;
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw MetadataRequests.invalid("Invalid " + member + ": matching it takes too long.");
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
