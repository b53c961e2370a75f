package io.millrace.etl.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements in Trino's SQL against the results that Trino gives. */
class TestTrinoRendering {
    @TempDir
    static Path folder;

    private static DuckDbEngine engine;

    @BeforeAll
    static void startEngine() {
        engine = new DuckDbEngine(
                new TestingCatalog(),
                new LocalObjects(folder),
                new DuckDbSettings(256L << 20, 1, folder.resolve("spill")));
    }

    private static TestingRows run(String sql) {
        TestingRows rows = new TestingRows();
        engine.run(SqlStatement.parse(sql), "", rows, new QueryCancellation());
        return rows;
    }

    private static String shown(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value == null ? "NULL" : value)
                        .collect(Collectors.joining("|")))
                .collect(Collectors.joining(";"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "trino-results.txt", delimiterString = " => ", quoteCharacter = '`')
    void givesTrinosResult(String sql, String expected) {
        assertThat(shown(run(sql).rows)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1, 'x' AS b, 2 + 3 | _col0 integer, b varchar, _col2 integer",
                "VALUES (1, 'x') | _col0 integer, _col1 varchar",
                "SELECT sum(a), count(*), avg(a) FROM (VALUES 1) t(a) | _col0 bigint, _col1 bigint, _col2 double",
                "SELECT DATE '2020-01-01' d, now() n, ARRAY[1] a | d date, n timestamp with time zone, a array",
                "SELECT 1.25 x, 1e0 y, true z | x decimal, y double, z boolean"
            })
    void describesColumnsAsAthenaDoes(String sql, String expected) {
        assertThat(run(sql).columns.stream().map(c -> c.name() + " " + c.type()).collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1/0 | DIVISION_BY_ZERO: Division by zero",
                "SELECT 1e0/0 | NOT_SUPPORTED: Division of a double by zero",
                "SELECT date_trunc('hour', max(a)) FROM (VALUES now()) t(a) | NOT_SUPPORTED",
                "SELECT (SELECT ceil(a)) FROM (VALUES 1) t(a) | NOT_SUPPORTED",
                "SELECT 10 / 4.0 | NOT_SUPPORTED: Division of decimals",
                "SELECT read_text('/etc/passwd') | FUNCTION_NOT_FOUND",
                "SELECT getenv('HOME') | FUNCTION_NOT_FOUND",
                "SELECT * FROM TABLE(read_csv('/etc/passwd')) | NOT_SUPPORTED",
                "SELECT * FROM \"/etc/passwd\" | SYNTAX_ERROR: line 1:15: Schema must be specified",
                "SELECT * FROM x.y | SCHEMA_NOT_FOUND: line 1:15: Schema 'x' does not exist",
                "SELECT * FROM db.\"/etc/passwd\" | TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db./etc/passwd'",
                "SELECT * FROM duckdb_settings | SYNTAX_ERROR",
                "SELECT * FROM other.db.t | NOT_SUPPORTED: line 1:15: Only catalog awsdatacatalog exists",
                "SELECT CAST('x' AS integer) | GENERIC_USER_ERROR",
                "SELECT nothing | SYNTAX_ERROR",
                "SELECT now() AT TIME ZONE 'UTC' | NOT_SUPPORTED",
                "SELECT date_format(now(), '%D') | NOT_SUPPORTED",
                "SELECT * FROM (VALUES 1) t TABLESAMPLE BERNOULLI (10) | NOT_SUPPORTED",
                "SELECT approx_most_frequent(1, 2, 3) | FUNCTION_NOT_FOUND",
                "SELECT ';DROP TABLE x'''::int | mismatched input"
            })
    void refusesClearly(String sql, String error) {
        assertThatThrownBy(() -> run(sql)).isInstanceOf(SqlException.class).hasMessageContaining(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t AS SELECT 1 a",
                "INSERT INTO t VALUES (1)",
                "DROP TABLE t",
                "SHOW TABLES",
                "EXPLAIN SELECT 1",
                "SET SESSION a = 1",
                "DELETE FROM t"
            })
    void takesOnlyQueries(String sql) {
        assertThatThrownBy(() -> SqlStatement.parse(sql))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("NOT_SUPPORTED")
                .hasMessageContaining("Only queries");
    }
}
