package io.millrace.etl.job.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.InMemoryCatalog;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.source.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Table;

class TestLaneChoice {
    private static Table table(String format, String... columns) {
        return InMemoryCatalog.crawled(
                "t", "s3://raw/t/", Map.of("classification", format), Map.of("field.delim", ","), columns);
    }

    private static LaneChoice choice(Table table, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database=raw",
                "--source-table=t",
                "--target-path=s3://lake/t/",
                "--target-database=lake",
                "--target-table=t"));
        arguments.addAll(List.of(more));
        JobArguments parsed = JobArguments.parse(arguments);
        SourceTable source = SourceTable.of(table, List.of());
        return LaneChoice.of(parsed, source, Projection.resolve(source, parsed));
    }

    @Test
    void takesTheColumnarLaneForFlatText() {
        assertThat(choice(table("csv", "a:int", "b:string")))
                .hasToString("columnar lane, because table raw.t is CSV with flat columns");
        assertThat(choice(table("json", "a:decimal(38,3)")))
                .hasToString("columnar lane, because table raw.t is JSON lines with flat columns");
    }

    @Test
    void takesSparksLaneForEverythingElseAndSaysWhy() {
        assertThat(choice(table("parquet", "a:int")))
                .hasToString("spark lane, because table raw.t is parquet, and the lane reads CSV and JSON lines");
        assertThat(choice(table("json", "a:int", "tags:array<string>")))
                .hasToString(
                        "spark lane, because column tags of table raw.t is array<string>, and the lane reads flat columns");
        assertThat(choice(table("csv", "a:int"), "--lane=spark"))
                .hasToString("spark lane, because --lane spark asks for it");
    }

    @Test
    void icebergTablesAreWrittenBySpark() {
        assertThat(choice(table("csv", "a:int"), "--table-format=iceberg"))
                .hasToString("spark lane, because Iceberg tables are written by Spark");
        assertThatThrownBy(() -> choice(table("csv", "a:int"), "--table-format=iceberg", "--lane=columnar"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("--lane auto");
        assertThatThrownBy(() -> choice(table("csv", "a:int"), "--table-format=iceberg", "--on-error=quarantine"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("Iceberg tables are written by Spark");
    }

    @Test
    void looksOnlyAtColumnsThatAreNeeded() {
        assertThat(choice(table("json", "a:int", "tags:array<string>"), "--mappings=a")
                        .lane())
                .isEqualTo(LaneChoice.Kind.COLUMNAR);
    }

    @Test
    void badRowsAndFileSizesAreNoReasonForALane() {
        assertThat(choice(table("parquet", "a:int"), "--on-error=quarantine", "--target-file-size=64MB"))
                .hasToString("spark lane, because table raw.t is parquet, and the lane reads CSV and JSON lines");
        assertThat(choice(table("csv", "a:int"), "--on-error=quarantine", "--target-file-size=64MB")
                        .lane())
                .isEqualTo(LaneChoice.Kind.COLUMNAR);
    }

    @Test
    void refusesWhatTheColumnarLaneCannotDo() {
        assertThatThrownBy(() -> choice(table("orc", "a:int"), "--lane=columnar"))
                .isInstanceOf(JobFailureException.class)
                .hasMessage(
                        "The columnar lane cannot do this run, because table raw.t is orc, and the lane reads CSV and JSON lines; give --lane auto or --lane spark");
    }

    @Test
    void anEncodingThatNobodyKnowsIsNamed() {
        Table table = InMemoryCatalog.crawled(
                "t",
                "s3://raw/t/",
                Map.of("classification", "csv"),
                Map.of("field.delim", ",", "serialization.encoding", "latin-17"),
                "a:int");
        assertThatThrownBy(() -> choice(table))
                .isInstanceOf(JobFailureException.class)
                .hasMessageStartingWith(
                        "Cannot read table raw.t: its parameter serialization.encoding is 'latin-17', which is no encoding");
    }
}
