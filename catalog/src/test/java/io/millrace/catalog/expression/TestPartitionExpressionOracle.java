package io.millrace.catalog.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Column;

/** Random expressions against predicates that are built beside their text, without any of the code under test. */
class TestPartitionExpressionOracle {
    /** Change to replay another run; a failure prints text and values. */
    private static final long SEED = 20261122;

    private static final int EXPRESSIONS = 1500;
    private static final List<String> TEXTS = List.of("", "a", "ab", "b", "10", "9", "it's", "é");
    private static final List<String> NUMBERS = List.of("-7", "0", "3", "9", "10", "007");
    private static final List<Column> KEYS = List.of(
            Column.builder().name("s").type("string").build(),
            Column.builder().name("n").type("bigint").build());

    private final Random random = new Random(SEED);

    /** An expression's text, and what it means. */
    private record Case(String text, Predicate<List<String>> meaning) {}

    @Test
    void agreesWithAnIndependentEvaluation() {
        int matched = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            Case expected = expression(random.nextInt(4));
            PartitionExpression parsed = PartitionExpression.parse(expected.text(), KEYS);
            for (String text : TEXTS) {
                for (String number : NUMBERS) {
                    List<String> values = List.of(text, number);
                    boolean matches = parsed.matches(values);
                    matched += matches ? 1 : 0;
                    assertThat(matches)
                            .as("seed %d, expression %d: %s over %s", SEED, i, expected.text(), values)
                            .isEqualTo(expected.meaning().test(values));
                }
            }
        }
        int all = EXPRESSIONS * TEXTS.size() * NUMBERS.size();
        assertThat(matched).isBetween(all / 10, all * 9 / 10);
    }

    private Case expression(int depth) {
        if (depth == 0) {
            return leaf();
        }
        Case left = expression(depth - 1);
        if (random.nextInt(4) == 0) {
            return new Case("NOT (" + left.text() + ")", left.meaning().negate());
        }
        Case right = expression(random.nextInt(depth));
        return random.nextBoolean()
                ? new Case(
                        "(" + left.text() + ") AND (" + right.text() + ")",
                        left.meaning().and(right.meaning()))
                : new Case(
                        "(" + left.text() + ") or (" + right.text() + ")",
                        left.meaning().or(right.meaning()));
    }

    private Case leaf() {
        return switch (random.nextInt(4)) {
            case 0 -> between();
            case 1 -> in();
            case 2 -> like();
            default -> comparison();
        };
    }

    private Case comparison() {
        List<String> operators = List.of("=", "<>", "!=", "<", "<=", ">", ">=");
        List<IntPredicate> meanings =
                List.of(c -> c == 0, c -> c != 0, c -> c != 0, c -> c < 0, c -> c <= 0, c -> c > 0, c -> c >= 0);
        int which = random.nextInt(operators.size());
        IntPredicate meaning = meanings.get(which);
        if (random.nextBoolean()) {
            String text = pick(TEXTS);
            return new Case(
                    "s " + operators.get(which) + quoted(text),
                    values -> meaning.test(values.get(0).compareTo(text)));
        }
        String number = pick(NUMBERS);
        return new Case(
                "n" + operators.get(which) + " " + literal(number),
                values -> meaning.test(number(values).compareTo(new BigInteger(number))));
    }

    private Case between() {
        String low = pick(NUMBERS);
        String high = pick(NUMBERS);
        Predicate<List<String>> meaning = values -> number(values).compareTo(new BigInteger(low)) >= 0
                && number(values).compareTo(new BigInteger(high)) <= 0;
        boolean not = random.nextBoolean();
        return new Case(
                "n " + (not ? "NOT " : "") + "between " + literal(low) + " AND " + literal(high),
                not ? meaning.negate() : meaning);
    }

    private Case in() {
        String one = pick(TEXTS);
        String two = pick(TEXTS);
        Predicate<List<String>> meaning =
                values -> values.get(0).equals(one) || values.get(0).equals(two);
        boolean not = random.nextBoolean();
        return new Case(
                "s " + (not ? "not " : "") + "IN (" + quoted(one) + "," + quoted(two) + ")",
                not ? meaning.negate() : meaning);
    }

    private Case like() {
        String part = pick(TEXTS);
        return switch (random.nextInt(3)) {
            case 0 ->
                new Case("s LIKE " + quoted(part + "%"), values -> values.get(0).startsWith(part));
            case 1 ->
                new Case("s like " + quoted("%" + part), values -> values.get(0).endsWith(part));
            default ->
                new Case(
                        "s NOT LIKE " + quoted("%" + part + "%"),
                        values -> !values.get(0).contains(part));
        };
    }

    private String literal(String number) {
        return random.nextBoolean() ? number : "'" + number + "'";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static BigInteger number(List<String> values) {
        return new BigInteger(values.get(1));
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
