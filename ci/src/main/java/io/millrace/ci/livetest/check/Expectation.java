package io.millrace.ci.livetest.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a check's rows must be: {@code no rows}, {@code rows}, {@code value 42} or {@code value >= 1}. */
public sealed interface Expectation {
    /**
     * Reads an expectation.
     *
     * @param text as after {@code -- expect:}
     * @throws IllegalArgumentException if it is none, with a sentence that says what there is
     */
    static Expectation parse(String text) {
        String words = text.strip().replaceAll("\\s+", " ");
        return switch (words.toLowerCase(Locale.ROOT)) {
            case "no rows" -> new NoRows();
            case "rows" -> new SomeRows();
            default -> Value.parse(words);
        };
    }

    /**
     * What is wrong with a result.
     *
     * @param rows the result's rows, at least the first of them
     * @return a half sentence with what there is instead; empty if the rows are as expected
     */
    Optional<String> violation(List<List<String>> rows);

    /** The result must be empty. */
    record NoRows() implements Expectation {
        private static final int SHOWN_ROWS = 3;

        @Override
        public Optional<String> violation(List<List<String>> rows) {
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            String shown = String.join(
                    "; ",
                    rows.stream()
                            .limit(SHOWN_ROWS)
                            .map(row -> String.join(", ", row))
                            .toList());
            return Optional.of(
                    "there are " + rows.size() + " rows: " + shown + (rows.size() > SHOWN_ROWS ? "; …" : ""));
        }

        @Override
        public String toString() {
            return "no rows";
        }
    }

    /** The result must not be empty. */
    record SomeRows() implements Expectation {
        @Override
        public Optional<String> violation(List<List<String>> rows) {
            return rows.isEmpty() ? Optional.of("there are none") : Optional.empty();
        }

        @Override
        public String toString() {
            return "rows";
        }
    }

    /**
     * The result must be one row of one column with such a value. Numbers are compared as numbers ({@code 1.50} equals
     * {@code 1.5}), anything else as text.
     *
     * @param comparison how
     * @param expected the expected value
     */
    record Value(Comparison comparison, String expected) implements Expectation {
        private static final Pattern FORM =
                Pattern.compile("(?i:value)(?: |(?=[=<>]))(=|<>|>=|<=|>|<)? ?([^=<>\\s].*)");

        private static Value parse(String words) {
            Matcher form = FORM.matcher(words);
            if (!form.matches()) {
                throw new IllegalArgumentException("\"" + words
                        + "\" is no expectation; there are \"no rows\", \"rows\", \"value 42\" and \"value >= 1\"");
            }
            Comparison comparison =
                    Optional.ofNullable(form.group(1)).flatMap(Comparison::of).orElse(Comparison.EQUAL);
            String expected = form.group(2);
            if (!comparison.fitsText() && number(expected).isEmpty()) {
                throw new IllegalArgumentException("\"" + expected + "\" is no number, and only numbers can be "
                        + comparison.symbol() + " another");
            }
            return new Value(comparison, expected);
        }

        @Override
        public Optional<String> violation(List<List<String>> rows) {
            if (rows.size() != 1 || rows.get(0).size() != 1) {
                return Optional.of("there are " + rows.size() + " rows"
                        + (rows.isEmpty() ? "" : " of " + rows.get(0).size() + " columns") + " and not one value");
            }
            String actual = rows.get(0).get(0);
            return holds(actual) ? Optional.empty() : Optional.of("it is " + (actual.isEmpty() ? "null" : actual));
        }

        private boolean holds(String actual) {
            Optional<BigDecimal> left = number(actual);
            Optional<BigDecimal> right = number(expected);
            if (left.isPresent() && right.isPresent()) {
                return comparison.holds(left.get().compareTo(right.get()));
            }
            return comparison.fitsText() && comparison.holds(actual.compareTo(expected));
        }

        private static Optional<BigDecimal> number(String text) {
            try {
                return Optional.of(new BigDecimal(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "value " + comparison.symbol() + " " + expected;
        }
    }
}
