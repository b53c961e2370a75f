package io.millrace.catalog.expression;

import java.util.List;

/** Evaluates a condition over the values of one partition. */
final class ConditionEvaluator {
    private final List<KeyType> keys;
    private final List<String> values;

    ConditionEvaluator(List<KeyType> keys, List<String> values) {
        this.keys = keys;
        this.values = values;
    }

    Truth evaluate(Condition condition) {
        if (condition instanceof Condition.And and) {
            Truth truth = Truth.TRUE;
            for (Condition part : and.parts()) {
                truth = truth.and(evaluate(part));
            }
            return truth;
        }
        if (condition instanceof Condition.Or or) {
            Truth truth = Truth.FALSE;
            for (Condition part : or.parts()) {
                truth = truth.or(evaluate(part));
            }
            return truth;
        }
        if (condition instanceof Condition.Not not) {
            return evaluate(not.part()).not();
        }
        return evaluateLeaf(condition);
    }

    private Truth evaluateLeaf(Condition condition) {
        if (condition instanceof Condition.Comparison comparison) {
            return compare(comparison.key(), comparison.operator(), comparison.literal());
        }
        if (condition instanceof Condition.In in) {
            Truth truth = Truth.FALSE;
            for (Comparable<?> literal : in.literals()) {
                truth = truth.or(compare(in.key(), Condition.Operator.EQUAL, literal));
            }
            return truth;
        }
        if (condition instanceof Condition.Like like) {
            return Truth.of(like.compiled().matches(values.get(like.key())));
        }
        // Partition values are never null, not even Hive's default partition (trino: GlueExpressionUtil).
        return Truth.FALSE;
    }

    private Truth compare(int key, Condition.Operator operator, Comparable<?> literal) {
        KeyType type = keys.get(key);
        return type.read(values.get(key))
                .map(value -> Truth.of(operator.holds(type.compare(value, literal))))
                .orElse(Truth.UNKNOWN);
    }
}
