package io.millrace.ci.livetest.check;

import java.util.Optional;

/** How a value is held against the expected one. */
enum Comparison {
    EQUAL("="),
    UNEQUAL("<>"),
    AT_LEAST(">="),
    AT_MOST("<="),
    MORE(">"),
    LESS("<");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
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
        return switch (this) {
            case EQUAL -> sign == 0;
            case UNEQUAL -> sign != 0;
            case AT_LEAST -> sign >= 0;
            case AT_MOST -> sign <= 0;
            case MORE -> sign > 0;
            case LESS -> sign < 0;
        };
    }
}
