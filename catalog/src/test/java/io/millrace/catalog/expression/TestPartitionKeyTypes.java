package io.millrace.catalog.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Column;

class TestPartitionKeyTypes {
    private static final long SEED = 20261122;

    private static PartitionKeyTypes types(String... types) {
        List<Column> keys = new ArrayList<>();
        for (String type : types) {
            keys.add(Column.builder().name("k" + keys.size()).type(type).build());
        }
        return PartitionKeyTypes.of(keys);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    int       | -100, -20, -10, -9, -1, 0, 1, 2, 9, 10, 11, 99, 100, 12345678901234567890123456789012345678
                    int       | -3, 7, "  x", 7x, __HIVE_DEFAULT_PARTITION__
                    decimal   | -1.25, -1.2, -1, -0.5, -0.05, 0, 0.05, 0.5, 1, 1.2, 1.25, 10.001
                    date      | 0001-01-01, 1999-12-31, 2024-02-28, 2024-02-29, 9999-12-31, +12345-01-01, 2024-02-30
                    timestamp | 2024-01-31 09:59, 2024-01-31 09:59:00.5, 2024-01-31 10:00:00.0, 2024-02-01, 2024-02-30 00:00:00
                    string    | "", 10, 9, a, ab, b, é, \uFFFD, \uD83D\uDE00
                    char(9)   | "", a, ab, "b ", c
                    boolean   | 1, false, true
                    """)
    void sortsAsTheTypeDoes(String type, String ordered) {
        List<String> values = List.of(ordered.replace("\"", "").split(", ", -1));
        for (int i = 0; i + 1 < values.size(); i++) {
            assertThat(CodePointOrder.compare(encoded(type, values.get(i)), encoded(type, values.get(i + 1))))
                    .as("%s before %s", values.get(i), values.get(i + 1))
                    .isNegative();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "int, 3, 03",
        "int, 0, -0",
        "bigint, 7, ' +7 '",
        "decimal, 1.5, 1.50",
        "date, 2024-01-31, ' 2024-01-31'",
        "timestamp, 2024-01-31 10:00:00, 2024-01-31T10:00",
        "char(4), ab, 'ab  '"
    })
    void keepsSpellingsOfOneValueTogether(String type, String one, String other) {
        String canonical = encoded(type, one);
        assertThat(encoded(type, other))
                .isNotEqualTo(canonical)
                .startsWith(canonical.substring(0, canonical.length() - 1));
        assertThat(types(type).decode(encoded(type, other))).containsExactly(other);
        assertThat(types(type).decode(canonical)).containsExactly(one);
    }

    @Test
    void givesBackRandomValuesAsTheyWere() {
        Random random = new Random(SEED);
        String[] all = {"int", "decimal(38,10)", "date", "timestamp", "string", "char(3)", "double"};
        for (int i = 0; i < 20_000; i++) {
            List<String> values = new ArrayList<>();
            for (int key = 0; key < all.length; key++) {
                values.add(randomValue(random));
            }
            String key = types(all).encode(values);
            assertThat(types(all).decode(key)).as("seed %d, %d", SEED, i).isEqualTo(values);
            assertThat(key).doesNotContain("\u0000");
        }
    }

    private static String randomValue(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> String.valueOf(random.nextInt());
            case 1 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(30)).toPlainString();
            case 2 -> "20%02d-%02d-%02d".formatted(random.nextInt(100), random.nextInt(14), random.nextInt(32));
            case 3 ->
                "2024-01-%02d %02d:00:00.%d".formatted(random.nextInt(32), random.nextInt(25), random.nextInt(99));
            case 4 -> "0".repeat(random.nextInt(3)) + random.nextInt(100) + " ".repeat(random.nextInt(2));
            default ->
                random.ints(random.nextInt(6), 0, 7)
                        .mapToObj(c -> c == 6 ? "~" : c == 5 ? "!" : c == 4 ? "\uD83D\uDE00" : String.valueOf((char) c))
                        .reduce("", String::concat);
        };
    }

    @Test
    void sortsRandomNumbersAsNumbers() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal one = number(random);
            BigDecimal other = number(random);
            assertThat(Integer.signum(CodePointOrder.compare(SortableNumber.encode(one), SortableNumber.encode(other))))
                    .as("seed %d: %s and %s", SEED, one, other)
                    .isEqualTo(one.compareTo(other));
        }
    }

    private static BigDecimal number(Random random) {
        return BigDecimal.valueOf(random.nextInt(2001) - 1000, random.nextInt(5) - 1);
    }

    @Test
    void sortsListsKeyByKey() {
        PartitionKeyTypes types = types("int", "string");
        assertThat(CodePointOrder.compare(types.encode(List.of("9", "z")), types.encode(List.of("10", "a"))))
                .isNegative();
        assertThat(CodePointOrder.compare(types.encode(List.of("9", "a")), types.encode(List.of("09", "a"))))
                .isNegative();
        assertThat(PartitionKeyTypes.parse(types.signature()).encode(List.of("9", "z")))
                .isEqualTo(types.encode(List.of("9", "z")));
    }

    private static String encoded(String type, String value) {
        return types(type).encode(List.of(value));
    }
}
