package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Column;

/** Random partition keys, values that are awkward for their types, and random expressions over them. */
public final class RandomPartitions {
    private static final List<String> TYPES =
            List.of("string", "char(4)", "varchar(9)", "int", "bigint", "decimal(9,2)", "date", "timestamp", "double");
    private static final List<String> TEXTS =
            List.of("", "a", "ab", "abc", "ab ", "b", "10", "9", "é", "\u0001", "\u0002!", "~", "\uD83D\uDE00", "z");
    private static final List<String> NUMBERS =
            List.of("-10", "-7", "-1.5", "0", "-0", "3", "03", "9", "10", "10.0", "10.25", "99", "100", " 7");
    private static final List<String> DATES =
            List.of("2023-12-31", "2024-01-01", "2024-01-15", " 2024-01-15", "2024-02-01", "2024-02-29", "2025-01-01");
    private static final List<String> TIMES = List.of(
            "2023-12-31 23:59:59.9", "2024-01-01", "2024-01-01 00:00:00", "2024-01-01T12:30", "2024-01-15 08:00:00.0");
    private static final List<String> NOT_OF_THE_TYPE = List.of("__HIVE_DEFAULT_PARTITION__", "", "2024-02-30", "~x");

    private final Random random;
    private final List<Column> keys = new ArrayList<>();

    public RandomPartitions(Random random) {
        this.random = random;
        for (int i = 0; i <= random.nextInt(4); i++) {
            keys.add(Column.builder().name("k" + i).type(pick(TYPES)).build());
        }
    }

    public List<Column> keys() {
        return keys;
    }

    /** Distinct rows, as many as {@code tries} gives. */
    public List<List<String>> rows(int tries) {
        return Stream.generate(() -> keys.stream().map(this::value).toList())
                .limit(tries)
                .distinct()
                .toList();
    }

    KeyOrder order() {
        List<Integer> positions =
                new ArrayList<>(IntStream.range(0, keys.size()).boxed().toList());
        Collections.shuffle(positions, random);
        return KeyOrder.leading(positions.subList(0, random.nextInt(keys.size()) + 1), keys.size());
    }

    private String value(Column key) {
        return random.nextInt(8) == 0 ? pick(NOT_OF_THE_TYPE) : pick(values(key));
    }

    private static List<String> values(Column key) {
        return switch (KeyType.of(key.type())) {
            case NUMBER -> NUMBERS;
            case DATE -> DATES;
            case TIMESTAMP -> TIMES;
            default -> TEXTS;
        };
    }

    /** An expression of so many levels. */
    public String expression(int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return leaf(pick(keys));
        }
        return switch (random.nextInt(5)) {
            case 0 -> "NOT (" + expression(depth - 1) + ")";
            case 1, 2 -> "(" + expression(depth - 1) + ") OR (" + expression(depth - 1) + ")";
            default -> "(" + expression(depth - 1) + ") AND (" + expression(depth - 1) + ")";
        };
    }

    private String leaf(Column key) {
        boolean comparable = KeyType.of(key.type()) != KeyType.UNSUPPORTED;
        return switch (comparable ? random.nextInt(9) : 7 + random.nextInt(2)) {
            case 0 -> key.name() + not(" IN (") + literal(key) + "," + literal(key) + "," + literal(key) + ")";
            case 1 -> key.name() + not(" BETWEEN ") + literal(key) + " AND " + literal(key);
            case 2 -> literal(key) + pick(List.of(" = ", " < ", " >= ", " <> ")) + key.name();
            case 7 -> key.name() + not(" LIKE ") + like(key);
            case 8 -> key.name() + (random.nextInt(6) == 0 ? " IS NULL" : " IS NOT NULL");
            default -> key.name() + pick(List.of(" = ", " <> ", " != ", " < ", " <= ", " > ", " >= ")) + literal(key);
        };
    }

    private String not(String operator) {
        return random.nextInt(3) == 0 ? " NOT" + operator : operator;
    }

    private String like(Column key) {
        String value = pick(values(key));
        int end = random.nextInt(value.length() + 1);
        String start = value.substring(0, end);
        String wild = pick(List.of("%", "_%", "", "%%", "%1%"));
        return quoted((Character.isHighSurrogate(end == 0 ? 'x' : value.charAt(end - 1)) ? "" : start) + wild);
    }

    private String literal(Column key) {
        return quoted(pick(values(key)));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
