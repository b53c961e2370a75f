package io.millrace.catalog.expression;

import org.jspecify.annotations.Nullable;

/**
 * The parts of encoded keys from {@code low}, itself included, to before {@code high}; without {@code high} all that follow.
 */
record KeyInterval(String low, @Nullable String high) {
    static final KeyInterval ALL = new KeyInterval("", null);

    boolean endsAfter(String text) {
        return high == null || CodePointOrder.compare(high, text) > 0;
    }

    boolean beginsAfter(String text) {
        return CodePointOrder.compare(low, text) > 0;
    }

    boolean isEmpty() {
        return high != null && CodePointOrder.compare(low, high) >= 0;
    }

    /** Whether it holds the spellings of one value alone, as far as can be told from the bounds. */
    boolean isPoint() {
        return high != null
                && !low.isEmpty()
                && low.charAt(low.length() - 1) == KeyText.END
                && high.startsWith(KeyText.after(low));
    }

    static @Nullable String earlierEnd(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return CodePointOrder.compare(one, other) <= 0 ? one : other;
    }

    static @Nullable String laterEnd(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return null;
        }
        return CodePointOrder.compare(one, other) >= 0 ? one : other;
    }
}
