package io.millrace.ci.livetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;

final class TestRawLakeComparison {
    private static final TableName RAW = new TableName("nycitytaxi_test", "data");
    private static final TableName LAKE = new TableName("nytaxiparquet_test", "datalake");
    private static final List<String> COLUMNS = List.of("pickup_datetime", "fare_amount");

    /** Each pause moves the clock. */
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T00:00:00Z"));

    @Test
    void findsThatEqualTablesMatch() {
        FakeAthena athena = athena("70000", "893412.57", "70000", "893412.57", "7");
        ComparisonResult result = comparison(athena, glue(COLUMNS, 7)).compare(RAW, LAKE, "fare_amount");

        assertThat(result.matches()).isTrue();
        assertThat(result.rawRows()).isEqualTo(70_000);
        assertThat(result.lakeRows()).isEqualTo(70_000);
        assertThat(result.lake().partitions()).isEqualTo(7);
        assertThat(result.lake().columns()).isEqualTo(4);
        assertThat(result.raw().sum()).isEqualTo(new BigDecimal("893412.57"));
        assertThat(athena.started)
                .startsWith("SELECT count(*), sum(CAST(\"fare_amount\" AS decimal(18,2))) FROM"
                        + " \"nycitytaxi_test\".\"data\"");
    }

    @Test
    void namesRowsAndSumsThatDifferWithTheirStatements() {
        FakeAthena athena = athena("100", "10.00", "99", "9.99", "1");
        ComparisonResult result = comparison(athena, glue(COLUMNS, 1)).compare(RAW, LAKE, "fare_amount");

        assertThat(result.matches()).isFalse();
        assertThat(result.differences())
                .extracting(Difference::text)
                .containsExactly(
                        "nycitytaxi_test.data has 100 rows, nytaxiparquet_test.datalake has 99",
                        "The sum of fare_amount is 10.00 in nycitytaxi_test.data and 9.99 in"
                                + " nytaxiparquet_test.datalake");
        assertThat(result.differences())
                .allSatisfy(difference -> assertThat(difference.sql())
                        .contains(result.raw().sql(), result.lake().sql()));
    }

    @Test
    void takesSumsOfDifferentScaleAsEqual() {
        FakeAthena athena = athena("1", "10.5", "1", "10.50", "1");
        assertThat(comparison(athena, glue(COLUMNS, 1))
                        .compare(RAW, LAKE, "fare_amount")
                        .matches())
                .isTrue();
    }

    @Test
    void takesTheSumOfNoRowsAsZero() {
        FakeAthena athena = athena("0", "null", "0", "null", "0");
        ComparisonResult result = comparison(athena, glue(COLUMNS, 0)).compare(RAW, LAKE, "fare_amount");

        assertThat(result.matches()).isTrue();
        assertThat(result.raw().sum()).isEqualByComparingTo("0");
    }

    @Test
    void namesColumnsAndPartitionsThatDiffer() {
        FakeAthena athena = athena("1", "1", "1", "1", "1");
        ComparisonResult result =
                comparison(athena, glue(List.of("Fare_Amount"), 2)).compare(RAW, LAKE, "fare_amount");

        assertThat(result.differences())
                .extracting(Difference::text)
                .containsExactly(
                        "The column pickup_datetime of nycitytaxi_test.data is not in nytaxiparquet_test.datalake",
                        "nytaxiparquet_test.datalake has 2 partitions in the catalog, 1 have rows");
    }

    @Test
    void saysWhyAQueryFailed() {
        assertThatThrownBy(() -> comparison(new FakeAthena(0), glue(COLUMNS, 1)).compare(RAW, LAKE, "fare_amount"))
                .isInstanceOf(LiveTestException.class)
                .hasMessageContaining("The query FAILED: TABLE_NOT_FOUND")
                .hasMessageContaining("\"nycitytaxi_test\".\"data\"");
    }

    @Test
    void saysWhichTableIsMissing() {
        assertThatThrownBy(() -> comparison(new FakeAthena(0), glue(COLUMNS, 1))
                        .compare(RAW, new TableName("nytaxiparquet_test", "lake"), "fare_amount"))
                .isInstanceOf(LiveTestException.class)
                .hasMessage("There is no table nytaxiparquet_test.lake to compare");
    }

    @Test
    void stopsAQueryThatTakesTooLong() {
        FakeAthena athena = new FakeAthena(Integer.MAX_VALUE);
        assertThatThrownBy(() -> comparison(athena, glue(COLUMNS, 1)).compare(RAW, LAKE, "fare_amount"))
                .isInstanceOf(LiveTestException.class)
                .hasMessageStartingWith("The query took more than 60 s");
        assertThat(athena.stopped).containsExactly("0");
    }

    @Test
    void countsRowsInQuarantineAsRowsThatAreNotInTheLake() {
        FakeAthena athena = athena("100", "10.00", "97", "9.50", "1");

        assertThat(comparison(athena, glue(COLUMNS, 1))
                        .compare(RAW, LAKE, "fare_amount", 3)
                        .differences())
                .isEmpty();
        assertThat(comparison(athena, glue(COLUMNS, 1))
                        .compare(RAW, LAKE, "fare_amount", 2)
                        .differences())
                .extracting(Difference::text)
                .containsExactly("nycitytaxi_test.data has 100 rows, 2 of them for quarantine,"
                        + " nytaxiparquet_test.datalake has 97");
    }

    private static FakeAthena athena(String rawRows, String rawSum, String lakeRows, String lakeSum, String filled) {
        return new FakeAthena(3)
                .answer("FROM \"nycitytaxi_test\"", List.of(rawRows, rawSum))
                .answer("decimal(18,2))) FROM \"nytaxiparquet_test\"", List.of(lakeRows, lakeSum))
                .answer("SELECT DISTINCT \"year\", \"month\"", List.of(filled));
    }

    private static GlueClient glue(List<String> lakeColumns, int partitions) {
        return new FakeGlue(
                Map.of(
                        "data", FakeGlue.table("nycitytaxi_test", "data", COLUMNS, List.of()),
                        "datalake",
                                FakeGlue.table(
                                        "nytaxiparquet_test", "datalake", lakeColumns, List.of("year", "month"))),
                Map.of("datalake", partitions));
    }

    private RawLakeComparison comparison(FakeAthena athena, GlueClient glue) {
        Pause pause = duration -> now.updateAndGet(instant -> instant.plus(duration));
        return new RawLakeComparison(
                glue, new AthenaQueries(athena, "s3://lake/results/", Duration.ofMinutes(1), now::get, pause));
    }
}
