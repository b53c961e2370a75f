package io.millrace.etl.lane.expression.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.NamedExpression;
import io.millrace.etl.lane.expression.evaluate.BatchProjection;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSqlExpressions {
    private static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("a", Primitive.INT),
            new LaneColumn("fare", Primitive.DOUBLE),
            new LaneColumn("zone", Primitive.STRING),
            new LaneColumn("pickup", Primitive.TIMESTAMP),
            new LaneColumn("price", new HiveType.Decimal(10, 2)));
    private static final SqlExpressions SQL = SqlExpressions.over(COLUMNS);

    /** Three rows: plain values, nulls, and values that overflow or divide by zero. */
    private static VectorBatch rows() {
        VectorBatch batch = VectorBatch.of(COLUMNS, 8);
        ((IntVector) batch.vector(0)).values()[0] = 7;
        ((IntVector) batch.vector(0)).values()[2] = 0;
        ((DoubleVector) batch.vector(1)).values()[0] = 12.5;
        ((DoubleVector) batch.vector(1)).values()[2] = 1e300;
        text(batch, 0, " Upper East ");
        text(batch, 2, "12x");
        ((LongVector) batch.vector(3)).values()[0] =
                LocalDateTime.of(2024, 5, 6, 7, 8, 9).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        ((LongVector) batch.vector(3)).values()[2] = -1;
        ((LongVector) batch.vector(4)).values()[0] = 1995;
        ((LongVector) batch.vector(4)).values()[2] = 0;
        batch.vectors().forEach(vector -> vector.setNull(1));
        batch.setRows(3);
        return batch;
    }

    private static void text(VectorBatch batch, int row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ((BytesVector) batch.vector(2)).set(row, bytes, 0, bytes.length);
    }

    private static String shown(Vector vector, int row) {
        if (vector.isNull(row)) {
            return "null";
        }
        BytesVector bytes = (BytesVector) vector;
        return new String(bytes.data(), bytes.starts()[row], bytes.lengths()[row], StandardCharsets.UTF_8);
    }

    /** The expression's values as texts, what fails as null. */
    private static List<String> values(String sql) {
        Expression value = SQL.parse("CAST(" + sql + " AS varchar)");
        VectorBatch out = BatchProjection.of(List.of(new NamedExpression("x", value)), COLUMNS, 8)
                .applyWithNulls(rows());
        List<String> values = new ArrayList<>();
        for (int row = 0; row < out.rows(); row++) {
            values.add(shown(out.vector(0), row));
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    a + 1                                        | int           | 8, null, 1
                    a / 2                                        | int           | 3, null, 0
                    -a                                           | int           | -7, null, 0
                    10 / a                                       | int           | 1, null, null
                    a * 400000000                                | int           | null, null, 0
                    a * 4000000000                               | bigint        | 28000000000, null, 0
                    a + 0.5                                      | decimal(12,1) | 7.5, null, 0.5
                    fare * 2                                     | double        | 25.0, null, 2.0E300
                    price * 2.5                                  | decimal(13,3) | 49.875, null, 0.000
                    price / 3                                    | decimal(21,13) | 6.6500000000000, null, 0.0000000000000
                    CAST(price AS integer)                       | int           | 19, null, 0
                    TRY_CAST(trim(zone) AS integer)              | int           | null, null, null
                    lower(trim(zone))                            | string        | upper east, null, 12x
                    concat(trim(zone), '!')                            | string        | Upper East!, null, 12x!
                    substr(zone, 2, 5)                           | string        | Upper, null, 2x
                    CAST(ltrim(zone) AS varchar(2))              | string        | Up, null, 12
                    length(zone)                                 | int           | 12, null, 3
                    coalesce(trim(zone), 'none')                 | string        | Upper East, none, 12x
                    nullif(a, 7)                                 | int           | null, null, 0
                    CASE WHEN a = 0 THEN 'zero' WHEN a > 0 THEN 'more' END | string | more, null, zero
                    CASE a WHEN 7 THEN 1 ELSE 2.5 END            | decimal(11,1) | 1.0, 2.5, 2.5
                    if(a = 0, 0, 10 / a)                         | int           | 1, null, 0
                    year(pickup)                                 | int           | 2024, null, 1969
                    EXTRACT(DOW FROM pickup)                     | int           | 1, null, 3
                    week(pickup)                                 | int           | 19, null, 1
                    quarter(pickup) * 100 + minute(pickup)       | int           | 208, null, 459
                    date_trunc('month', pickup)                  | timestamp     | 2024-05-01 00:00:00, null, 1969-12-01 00:00:00
                    date(pickup)                                 | date          | 2024-05-06, null, 1969-12-31
                    to_unixtime(pickup)                          | double        | 1.714979289E9, null, -1.0E-6
                    from_unixtime(a * 86400)                     | timestamp     | 1970-01-08 00:00:00, null, 1970-01-01 00:00:00
                    fare > 12                                    | boolean       | true, null, true
                    pickup BETWEEN TIMESTAMP '2024-01-01' AND TIMESTAMP '2024-12-31 23:59:59' | boolean | true, null, false
                    a IN (1, 7)                                  | boolean       | true, null, false
                    a IN (1, NULL)                               | boolean       | null, null, null
                    a NOT IN (1, 2)                              | boolean       | true, null, true
                    zone LIKE '%E_st%'                           | boolean       | true, null, false
                    zone IS NOT NULL AND a = 7                   | boolean       | true, false, false
                    a = 7 OR zone IS NULL                        | boolean       | true, true, false
                    date(pickup) < pickup                        | boolean       | true, null, true
                    """)
    void evaluatesAthenasSql(String sql, String type, String values) {
        assertThat(SQL.parse(sql).type()).hasToString(type);
        assertThat(String.join(", ", values(sql))).isEqualTo(values);
    }

    @Test
    void readsAListOfColumns() {
        assertThat(SQL.parseSelect("A, CAST(price AS decimal(4,1)) AS p, 'x' AS source, year(pickup) + 1 next"))
                .extracting(NamedExpression::toString)
                .containsExactly(
                        "a AS a", "CAST(price AS decimal(4,1)) AS p", "'x' AS source", "(year(pickup) + 1) AS next");
        assertThat(SQL.parseSelect("*, a AS b")).hasSize(6);
    }

    @Test
    void saysWhatIsWrong() {
        assertInvalid("There is no column b; there are [a, fare, zone, pickup, price]", "b + 1");
        assertInvalid("no valid SQL", "a +");
        assertInvalid("(a = zone): int and string have no type in common; add a CAST", "a = zone");
        assertInvalid("pickup is timestamp, which cannot be cast to int", "CAST(pickup AS integer)");
        assertInvalid("a is int, but must be string; add a CAST", "a || 'x'");
        assertInvalid("a is int, but must be a timestamp or date", "year(a)");
        assertInvalid("a is int, but must be boolean", "a AND fare > 1");
        assertInvalid("TIMESTAMP '2024-13-01' must be", "pickup > TIMESTAMP '2024-13-01'");
        assertThatThrownBy(() -> SQL.parseSelect("a + 1")).hasMessageContaining("write (a + 1) AS name");
        assertThatThrownBy(() -> SQL.parseSelect("a, NULL AS b")).hasMessageContaining("write CAST(NULL AS type) AS b");
        assertThat(SQL.parseSelect("CAST(NULL AS int) AS b, CAST(NULL AS varchar) AS c"))
                .extracting(output -> output.value().type().toString())
                .containsExactly("int", "string");
        assertThatThrownBy(() -> SQL.parseSelect("a, a")).hasMessageContaining("makes column a twice");
        assertThatThrownBy(() -> SQL.parseSelect("a FROM t")).hasMessageContaining("more than a list of columns");
        assertThatThrownBy(() -> SQL.parseCondition("a")).hasMessageContaining("must be boolean");
    }

    private static void assertInvalid(String message, String sql) {
        assertThatThrownBy(() -> SQL.parse(sql))
                .isInstanceOf(ExpressionTypeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesTheConstructThatIsNotInTheTree() {
        for (String sql : List.of(
                "approx_distinct(a)",
                "sum(a) OVER ()",
                "(SELECT 1)",
                "a IN (SELECT 1)",
                "current_date",
                "pickup + INTERVAL '1' DAY",
                "regexp_like(zone, 'x')",
                "CAST(a AS char(3))")) {
            assertThatThrownBy(() -> SQL.parse(sql))
                    .as(sql)
                    .isInstanceOf(UnsupportedSqlException.class)
                    .hasMessageContaining("is not among the expressions");
        }
    }

    @Test
    void dropsRowsThatTheFilterDropsAndTellsThoseThatFail() {
        List<NamedExpression> outputs = SQL.parseSelect("a, 10 / a AS tenth");
        List<String> failures = new ArrayList<>();

        VectorBatch all = BatchProjection.of(outputs, COLUMNS, 8)
                .apply(rows(), (row, column, reason) -> failures.add(row + " " + column + " " + reason));

        assertThat(failures).containsExactly("2 tenth division by zero in (10 / a)");
        assertThat(all.rows()).isEqualTo(2);
        assertThat(((IntVector) all.vector(1)).values()[0]).isEqualTo(1);
        assertThat(all.vector(1).isNull(1)).isTrue();

        VectorBatch some = BatchProjection.filtered(outputs, SQL.parseCondition("a <> 0"), COLUMNS, 8)
                .apply(rows(), (row, column, reason) -> failures.add(reason));

        assertThat(failures).hasSize(1);
        assertThat(some.rows()).isEqualTo(1);
        assertThat(((IntVector) some.vector(0)).values()[0]).isEqualTo(7);
    }
}
