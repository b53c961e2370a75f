package io.millrace.server.identity.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/** One condition: a key whose value must fit, or must not fit, one of the texts. Without a value a negated one holds alone. */
final class PolicyCondition {
    private static final Map<String, BiPredicate<String, String>> OPERATORS = Map.of(
            "stringequals", String::equals,
            "stringequalsignorecase", String::equalsIgnoreCase,
            "stringlike", PolicyCondition::like,
            // IAM treats the two alike.
            "arnequals", PolicyCondition::arnLike,
            "arnlike", PolicyCondition::arnLike);

    private final BiPredicate<String, String> test;
    private final boolean negated;
    private final boolean ifExists;
    private final String key;
    private final List<String> values;

    private PolicyCondition(
            BiPredicate<String, String> test, boolean negated, boolean ifExists, String key, List<String> values) {
        this.test = test;
        this.ifExists = ifExists;
        this.negated = negated;
        this.key = key;
        this.values = List.copyOf(values);
    }

    /** The condition; empty if operator or key are not evaluated here. */
    static Optional<PolicyCondition> of(String operator, String key, List<String> values) {
        return of(operator, key, values, Caller::knows);
    }

    static Optional<PolicyCondition> of(String operator, String key, List<String> values, Predicate<String> known) {
        String name = operator.toLowerCase(Locale.ROOT).replaceFirst("ifexists$", "");
        String positive = name.replaceFirst("^(string|arn)not", "$1");
        BiPredicate<String, String> test = OPERATORS.get(positive);
        if (test == null || !known.test(key)) {
            return Optional.empty();
        }
        return Optional.of(new PolicyCondition(
                test, !positive.equals(name), operator.toLowerCase(Locale.ROOT).endsWith("ifexists"), key, values));
    }

    private static boolean like(String expected, String actual) {
        return new WildcardPattern(expected).matches(actual);
    }

    private static boolean arnLike(String expected, String actual) {
        return ArnPattern.of(expected).covers(ResourceArn.one(actual));
    }

    boolean holds(Caller caller) {
        return holds(caller::value);
    }

    /** @param source gives the value of a key */
    boolean holds(Function<String, Optional<String>> source) {
        Optional<String> actual = source.apply(key);
        if (actual.isEmpty()) {
            return negated || ifExists;
        }
        return values.stream().anyMatch(expected -> test.test(expected, actual.get())) != negated;
    }
}
