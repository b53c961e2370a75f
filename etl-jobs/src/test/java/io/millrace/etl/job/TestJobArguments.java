package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.JobArguments.Compression;
import io.millrace.etl.job.JobArguments.OnError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestJobArguments {
    private static List<String> with(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database",
                "Raw",
                "--source_table",
                "Trips",
                "--target-path=s3://lake/trips",
                "--target-database",
                "lake",
                "--TARGET_TABLE",
                "trips"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    @Test
    void acceptsGluesStyles() {
        JobArguments arguments = JobArguments.parse(with(
                "--JOB_NAME",
                "x",
                "--job-bookmark-option",
                "job-bookmark-disable",
                "--enable-metrics",
                "--enable-continuous-cloudwatch-log",
                "true",
                "--class",
                "a.B",
                "--compression",
                "ZSTD"));

        assertThat(arguments.source()).hasToString("raw.trips");
        assertThat(arguments.targetPath()).isEqualTo("s3://lake/trips/");
        assertThat(arguments.compression()).isEqualTo(Compression.ZSTD);
        assertThat(arguments.onError()).isEqualTo(OnError.FAIL);
        assertThat(arguments.partitionKeys()).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertFails("Unknown argument '--partitions'; known are --source-database, ", with("--partitions", "x"));
        assertFails("Argument '--compression' has no value", with("--compression"));
        assertFails(
                "Argument '--compression' is 'lzo', but must be one of [snappy, gzip, zstd, none]",
                with("--compression", "lzo"));
        assertFails("Argument '--source-table' is given twice", with("--source-table", "again"));
        assertFails("Unexpected argument 'stray'", with("stray"));
        assertFails("Argument '--source-database' is required", List.of());
        assertFails(
                "must be s3://bucket/prefix/ with a prefix of its own",
                List.of("--source-database=a", "--source-table=b", "--target-path=s3://lake"));
    }

    private static void assertFails(String message, List<String> arguments) {
        assertThatThrownBy(() -> JobArguments.parse(arguments))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining(message);
    }
}
