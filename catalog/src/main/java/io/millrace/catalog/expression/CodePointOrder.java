package io.millrace.catalog.expression;

import java.util.Comparator;

/** Text by code point, as SQLite's BINARY and PostgreSQL's "C" collation compare it; Java's own order differs above U+FFFF. */
public final class CodePointOrder {
    /** The order. */
    public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

    private CodePointOrder() {}

    /** Negative, zero or positive as {@code left} is before, the same as, or after {@code right}. */
    public static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char one = left.charAt(i);
            char other = right.charAt(i);
            if (one != other) {
                return Integer.compare(rank(one), rank(other));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    // A surrogate stands for a code point above all that have a single unit.
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
    }
}
