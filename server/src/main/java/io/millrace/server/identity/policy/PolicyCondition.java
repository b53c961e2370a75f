package io.millrace.server.identity.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** One condition: a key whose value must fit, or must not fit, one of the texts. All keys that are evaluated always have a value. */
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
    private final String key;
    private final List<String> values;

    private PolicyCondition(BiPredicate<String, String> test, boolean negated, String key, List<String> values) {
        this.test = test;
        this.negated = negated;
        this.key = key;
        this.values = List.copyOf(values);
    }

    /** The condition; empty if operator or key are not evaluated here. */
    static Optional<PolicyCondition> of(String operator, String key, List<String> values) {
        String name = operator.toLowerCase(Locale.ROOT).replaceFirst("ifexists$", "");
        String positive = name.replaceFirst("^(string|arn)not", "$1");
        BiPredicate<String, String> test = OPERATORS.get(positive);
        if (test == null || !Caller.knows(key)) {
            return Optional.empty();
        }
        return Optional.of(new PolicyCondition(test, !positive.equals(name), key, values));
    }

    private static boolean like(String expected, String actual) {
        return new WildcardPattern(expected).matches(actual);
    }

    private static boolean arnLike(String expected, String actual) {
        return ArnPattern.of(expected).covers(ResourceArn.one(actual));
    }

    boolean holds(Caller caller) {
        String actual = caller.value(key).orElseThrow();
        return values.stream().anyMatch(expected -> test.test(expected, actual)) != negated;
    }
}
