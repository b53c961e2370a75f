package io.millrace.catalog.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.Column;

class TestPartitionExpression {
    private static boolean matches(String expression, String type, String value) {
        return PartitionExpression.parse(expression, List.of(key("k", type))).matches(List.of(value));
    }

    private static Column key(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    k = 'a'                       | string        | a                   | true
                    k = 'a'                       | string        | A                   | false
                    K = 'a'                       | string        | a                   | true
                    'a' = k                       | string        | a                   | true
                    "b" > k                       | string        | a                   | error
                    'b' > k                       | string        | a                   | true
                    k <> 'a'                      | string        | b                   | true
                    k != 'a'                      | string        | a                   | false
                    k > '10'                      | string        | 9                   | true
                    k > 10                        | int           | 9                   | false
                    k = '010'                     | int           | 10                  | true
                    k = 10                        | int           | 010                 | true
                    k >= -5                       | tinyint       | -5                  | true
                    k < -5                        | smallint      | -6                  | true
                    k <= 9223372036854775807      | bigint        | 9223372036854775807 | true
                    k > 9223372036854775807       | long          | 9223372036854775808 | true
                    k = 1.50                      | decimal(10,2) | 1.5                 | true
                    k between 1.4 and 1.6         | decimal       | 1.5                 | true
                    k = '2024-01-31'              | date          | 2024-01-31          | true
                    k < '2024-02-01'              | date          | 2024-01-31          | true
                    k = date '2024-01-31'         | date          | 2024-01-31          | true
                    k = '2024-01-31 10:00:00'     | timestamp     | 2024-01-31 10:00:00.0 | true
                    k > '2024-01-31'              | timestamp     | 2024-01-31 10:00:00 | true
                    k = timestamp '2024-01-31 10:00:00' | timestamp | 2024-01-31 10:00:00 | true
                    k >= timestamp '2024-01-31 10:00:00.5' | timestamp | 2024-01-31 10:00:00 | false
                    k > date '2024-01-30'         | timestamp     | 2024-01-30 00:00:00.1 | true
                    k in (date '2024-01-31', '2024-02-01') | date | 2024-01-31          | true
                    k between date '2024-01-01' and date '2024-01-31' | date | 2024-01-31 | true
                    date '2024-01-01' < k         | date          | 2024-01-02          | true
                    k = '2024-02-30'              | date          | 2024-01-31          | error
                    k = '2024-02-30 10:00:00'     | timestamp     | 2024-02-29 10:00:00 | error
                    k <> '2024-01-01'             | timestamp     | 2024-02-30 10:00:00 | false
                    k in (-1, +2, 3.5)            | decimal(9,2)  | 3.50                | true
                    k in (-1, +2, 3.5)            | int           | 2                   | true
                    10 >= k                       | int           | 9                   | true
                    10 <> k                       | int           | 9                   | true
                    k = '\uD83D\uDE00'            | string        | \uD83D\uDE00        | true
                    k > '\uFFFD'                  | string        | \uD83D\uDE00        | true
                    k like '_'                    | string        | \uD83D\uDE00        | true
                    k is not null and not (k is null) | string    | a                   | true
                    k = 'ab'                      | char(4)       | ab                  | true
                    k = 'ab  '                    | char(4)       | ab                  | true
                    k = 'ab'                      | varchar(4)    | ab                  | true
                    k in ('a', 'b')               | string        | b                   | true
                    k in (1, 2)                   | int           | 3                   | false
                    k not in (1, 2)               | int           | 3                   | true
                    k in (1)                      | int           | 1                   | true
                    k between 1 and 3             | int           | 3                   | true
                    k not between 1 and 3         | int           | 4                   | true
                    k like 'a%'                   | string        | abc                 | true
                    k like 'a_'                   | string        | abc                 | false
                    k not like '%c'               | string        | abc                 | false
                    k like '20%'                  | int           | 2024                | true
                    k is null                     | string        | __HIVE_DEFAULT_PARTITION__ | false
                    k is not null                 | string        | a                   | true
                    k = 'it''s'                   | string        | it's                | true
                    not k = 1                     | int           | 2                   | true
                    not (k = 1 or k = 2)          | int           | 2                   | false
                    k = 1 or k = 2 and k = 3      | int           | 1                   | true
                    (k = 1 or k = 2) and k = 3    | int           | 1                   | false
                    ((k >= 1 AND k <= 2) OR (k in (7,8))) | int   | 8                   | true
                    k = 1                         | int           | __HIVE_DEFAULT_PARTITION__ | false
                    k <> 1                        | int           | __HIVE_DEFAULT_PARTITION__ | false
                    not k = 1                     | int           | __HIVE_DEFAULT_PARTITION__ | false
                    k = '__HIVE_DEFAULT_PARTITION__' | string     | __HIVE_DEFAULT_PARTITION__ | true
                    k = '__HIVE_DEFAULT_PARTITION__' | int        | 1                   | error
                    k = 'x'                       | date          | 2024-01-01          | error
                    k = 1                         | boolean       | 1                   | error
                    k =                           | int           | 1                   | error
                    k = 1 k                       | int           | 1                   | error
                    other = 1                     | int           | 1                   | error
                    k + 1 = 2                     | int           | 1                   | error
                    k = k                         | int           | 1                   | error
                    1 = 1                         | int           | 1                   | error
                    k in (select 1)               | int           | 1                   | error
                    k = lower('a')                | string        | a                   | error
                    k ilike 'a'                   | string        | a                   | error
                    k                             | string        | a                   | error
                    k = 1; drop table x           | int           | 1                   | error
                    k = ?                         | int           | 1                   | error
                    k = 'a                        | string        | a                   | error
                    #                             | string        | a                   | error
                    """)
    void comparesTypedByTheKey(String expression, String type, String value, String expected) {
        if (expected.equals("error")) {
            assertThatThrownBy(() -> matches(expression, type, value))
                    .isInstanceOfSatisfying(
                            CatalogException.class, e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT))
                    .hasMessageMatching("Invalid partition expression at position \\d+: .*\\.");
        } else {
            assertThat(matches(expression, type, value)).isEqualTo(Boolean.parseBoolean(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void takesBlankTextAsNoFilter(String expression) {
        assertThat(PartitionExpression.parse(expression, List.of()).matches(List.of("x")))
                .isTrue();
        assertThat(PartitionExpression.parse(null, List.of()).matches(List.of("x")))
                .isTrue();
    }

    @Test
    void namesThePosition() {
        assertThatThrownBy(() -> matches("k = 1 AND nokey = 2", "int", "1"))
                .hasMessage("Invalid partition expression at position 11: 'nokey' is not a partition key.");
        assertThatThrownBy(() -> matches("k = 1 AND AND k = 2", "int", "1"))
                .hasMessage("Invalid partition expression at position 11: unexpected text.");
        assertThatThrownBy(() -> matches("k = 'abc'", "int", "1"))
                .hasMessage(
                        "Invalid partition expression at position 5: 'abc' cannot be compared with key k of type int.");
    }

    @Test
    void readsSeveralKeys() {
        PartitionExpression expression = PartitionExpression.parse(
                "year = '2024' and month >= 10 and day in ('a')",
                List.of(key("year", "string"), key("month", "int"), key("day", "string")));
        assertThat(expression.matches(List.of("2024", "9", "a"))).isFalse();
        assertThat(expression.matches(List.of("2024", "10", "a"))).isTrue();
        assertThat(expression.matches(List.of("2024", "10", "b"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "year",
                "month",
                "day",
                "hour",
                "minute",
                "date",
                "dt",
                "region",
                "timestamp",
                "time",
                "type",
                "version",
                "key",
                "value",
                "status",
                "name",
                "id",
                "source",
                "partition",
                "p-1"
            })
    void takesUsualNamesOfKeys(String name) {
        String quoted = name.equals("p-1") ? "\"p-1\"" : name;
        PartitionExpression expression = PartitionExpression.parse(
                "(%1$s = 'a' OR %1$s in ('b')) and %1$s is not null and %1$s like '%%' and %1$s between 'a' and 'c'"
                        .formatted(quoted),
                List.of(key(name, "string")));
        assertThat(expression.matches(List.of("b"))).isTrue();
        assertThat(expression.matches(List.of("c"))).isFalse();
    }

    @Test
    void takes2048BytesAndNoMore() {
        String expression = "k = '" + "x".repeat(PartitionExpression.MAX_BYTES - 6) + "'";
        assertThat(matches(expression, "string", "y")).isFalse();
        assertThatThrownBy(() -> matches(expression + " ", "string", "y"))
                .hasMessage("Invalid partition expression: it must be at most 2048 bytes long.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "((k=1) or ", "k=1 and ", "-", "k in ("})
    void answersHostileTextSoon(String part) {
        String expression = part.repeat((PartitionExpression.MAX_BYTES - 200) / part.length()) + "k = 1";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try {
                matches(expression, "int", "1");
            } catch (CatalogException e) {
                assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "%,'',true",
        "a%b%c,axbxbc,true",
        "a%b%c,axbxb,false",
        "100\\%%,100% sure,true",
        "100\\%,1000,false",
        "_%_,a,false"
    })
    void matchesLikePatterns(String pattern, String value, boolean expected) {
        assertThat(matches("k like '" + pattern + "'", "string", value)).isEqualTo(expected);
        assertThat(matches("k like '" + "%a".repeat(900) + "b'", "string", "a".repeat(1024)))
                .isFalse();
    }

    @Test
    void parsesTheDeepestNestingSoon() {
        String expression = "(".repeat(ExpressionNesting.MAX_DEPTH) + "k = 1" + ")".repeat(ExpressionNesting.MAX_DEPTH);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(matches(expression, "int", "1")).isTrue());
    }
}
