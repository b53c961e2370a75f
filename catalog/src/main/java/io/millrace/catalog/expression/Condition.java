package io.millrace.catalog.expression;

import java.util.List;

/**
 * The tree of a partition filter. Keys are indices into the table's partition keys; literals have the Java type that the key's
 * {@link KeyType} reads. Evaluated by {@link ConditionEvaluator}; {@link ConditionBoxes} finds what a scan may skip.
 */
sealed interface Condition {
    /** All hold; none is true. */
    record And(List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** One holds at least. */
    record Or(List<Condition> parts) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** The other way round; unknown stays unknown. */
    record Not(Condition part) implements Condition {}

    /** {@code key operator literal}. */
    record Comparison(int key, Operator operator, Comparable<?> literal) implements Condition {}

    /** {@code key IN (literals)}. */
    record In(int key, List<Comparable<?>> literals) implements Condition {
        public In {
            literals = List.copyOf(literals);
        }
    }

    /** {@code key LIKE pattern} on the value's text: {@code %} for any text, {@code _} for a character, {@code \} before one of them for itself. */
    record Like(int key, String pattern, LikePattern compiled) implements Condition {}

    /** {@code key IS NULL}. */
    record IsNull(int key) implements Condition {}

    /** How a value and a literal compare. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** The operator that says the same with its sides exchanged. */
        Operator mirrored() {
            return switch (this) {
                case EQUAL -> EQUAL;
                case NOT_EQUAL -> NOT_EQUAL;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }

        /** The operator that holds where this one does not. */
        Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> GREATER_OR_EQUAL;
                case LESS_OR_EQUAL -> GREATER;
                case GREATER -> LESS_OR_EQUAL;
                case GREATER_OR_EQUAL -> LESS;
            };
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }
    }
}
