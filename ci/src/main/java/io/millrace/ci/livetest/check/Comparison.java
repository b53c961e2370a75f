package io.millrace.ci.livetest.check;

import java.util.Optional;
import java.util.function.IntPredicate;

/** How a value is held against the expected one. */
enum Comparison {
    EQUAL("=", sign -> sign == 0),
    UNEQUAL("<>", sign -> sign != 0),
    AT_LEAST(">=", sign -> sign >= 0),
    AT_MOST("<=", sign -> sign <= 0),
    MORE(">", sign -> sign > 0),
    LESS("<", sign -> sign < 0);

    private final String symbol;
    private final IntPredicate holds;

    Comparison(String symbol, IntPredicate holds) {
        this.symbol = symbol;
        this.holds = holds;
    }

    static Optional<Comparison> of(String symbol) {
        for (Comparison comparison : values()) {
            if (comparison.symbol.equals(symbol)) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }

    String symbol() {
        return symbol;
    }

    /** Whether texts, which have no order here, can be compared so. */
    boolean fitsText() {
        return this == EQUAL || this == UNEQUAL;
    }

    /** Whether it holds, by the sign of {@code actual.compareTo(expected)}. */
    boolean holds(int sign) {
        return holds.test(sign);
    }
}
