package io.millrace.etl.job.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.etl.job.Trips;
import io.millrace.etl.job.arguments.BatchArguments;
import io.millrace.etl.job.arguments.ErrorLimit;
import io.millrace.etl.job.arguments.FileLayout;
import io.millrace.etl.job.arguments.GlueArguments;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.Compression;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.arguments.LaneMode;
import io.millrace.etl.job.arguments.Mapping;
import io.millrace.etl.job.arguments.PartitionKey;
import io.millrace.etl.job.arguments.RowSelection;
import io.millrace.etl.job.arguments.TargetFormat;
import io.millrace.etl.job.arguments.UnknownColumns;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestProjection {
    private static final SourceTable TRIPS = SourceTable.of(Trips.table("s3://raw/trips/"), List.of());

    private static Projection resolve(String keys, String mappings) {
        return Projection.resolve(
                TRIPS,
                new JobArguments(
                        new TableName("raw", "trips"),
                        "s3://lake/trips/",
                        new TableName("lake", "trips"),
                        PartitionKey.parseAll(keys),
                        Mapping.parseAll(mappings),
                        Compression.SNAPPY,
                        OnError.FAIL,
                        UnknownColumns.REPORT,
                        ErrorLimit.NONE,
                        Optional.empty(),
                        RowSelection.ALL,
                        FileLayout.DEFAULT,
                        LaneMode.AUTO,
                        BatchArguments.of(GlueArguments.parse(List.of(), List.of()), "run"),
                        TargetFormat.PARQUET));
    }

    private static List<String> columns(Projection projection) {
        return projection.columns().stream()
                .map(column -> column.value().sql() + ">" + column.name() + ":" + column.type())
                .toList();
    }

    private static List<String> keys(Projection projection) {
        return projection.keys().stream()
                .map(key -> key.name() + "=" + key.value().sql() + ":" + key.type())
                .toList();
    }

    @Test
    void keepsAllColumnsWithoutMappings() {
        assertThat(columns(resolve("", ""))).hasSize(18).startsWith("vendor_id>vendor_id:bigint");
    }

    @Test
    void readsBothNotationsOfMappings() {
        List<String> expected =
                List.of("pickup_datetime>pickup_at:timestamp", "CAST(fare_amount AS decimal(10,2))>fare:decimal(10,2)");

        assertThat(columns(resolve("", "pickup_datetime>pickup_at, FARE_amount:double > Fare:decimal(10,2)")))
                .isEqualTo(expected);
        assertThat(columns(resolve(
                        "",
                        "[[\"pickup_datetime\",\"timestamp\",\"pickup_at\",\"timestamp\"],"
                                + "[\"fare_amount\",\"double\",\"fare\",\"decimal(10,2)\"]]")))
                .isEqualTo(expected);
    }

    @Test
    void splitsMappingsOutsideBracketsOnly() {
        assertThat(Mapping.parseAll("a:array<struct<x:int,y:map<string,int>>>>b:string,c"))
                .extracting(Mapping::source, Mapping::target)
                .containsExactly(tuple("a", "b"), tuple("c", "c"));
    }

    @Test
    void derivesPartitionKeysFromTheFirstTimestampOrTheNamedOne() {
        assertThat(keys(resolve("year, month", "")))
                .containsExactly("year=year(pickup_datetime):int", "month=month(pickup_datetime):int");
        assertThat(keys(resolve("d=date(dropoff_datetime),vendor_id", "")))
                .containsExactly("d=CAST(dropoff_datetime AS date):date", "vendor_id=vendor_id:bigint");
        assertThat(columns(resolve("vendor_id", ""))).hasSize(17);
        assertThat(keys(resolve("year=year(pickup_datetime)", "fare_amount"))).hasSize(1);
    }

    @Test
    void saysWhatIsWrong() {
        assertFails("Mapping: table raw.trips has no column fare; it has [vendor_id, ", "", "fare");
        assertFails(
                "column fare_amount is string, but in table raw.trips it is double", "", "fare_amount:string>f:int");
        assertFails("pickup_datetime is timestamp, which cannot be cast to int", "", "pickup_datetime:int");
        assertFails("makes column 'f' twice", "", "fare_amount>f,extra>f");
        assertFails("unknown type 'money'", "", "fare_amount:money");
        assertFails("more than one '>'", "", "a>b>c");
        assertFails("no valid JSON", "", "[[");
        assertFails("four texts are needed", "", "[[\"a\",\"b\"]]");
        assertFails("Partition key week is no output column; write name=function(column)", "week", "");
        assertFails("unknown function 'week'; known are year, month, day, hour, date", "w=week(pickup_datetime)", "");
        assertFails("column fare_amount is double, but must be a timestamp or date", "y=year(fare_amount)", "");
        assertFails("is given twice", "year,year", "");
        assertFails("Every output column is a partition key", "vendor_id", "vendor_id");
    }

    private static void assertFails(String message, String keys, String mappings) {
        assertThatThrownBy(() -> resolve(keys, mappings))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining(message);
    }
}
