package io.millrace.etl.job.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.arguments.TargetFormat.Kind;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestTargetFormat {
    private static TargetFormat format(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database=raw",
                "--source-table=t",
                "--target-path=s3://lake/t/",
                "--target-database=lake",
                "--target-table=t"));
        arguments.addAll(List.of(more));
        return JobArguments.parse(arguments).format();
    }

    @Test
    void isParquetUnlessAskedOtherwise() {
        assertThat(format()).isEqualTo(TargetFormat.PARQUET);
        assertThat(format("--table-format=Iceberg", "--write-mode=append"))
                .isEqualTo(new TargetFormat(Kind.ICEBERG, List.of()));
    }

    @Test
    void mergesByKeys() {
        assertThat(format("--table-format=iceberg", "--write-mode=merge", "--merge-keys=Id, day"))
                .isEqualTo(new TargetFormat(Kind.ICEBERG, List.of("id", "day")));
    }

    @Test
    void refusesWhatMeansNothing() {
        assertThatThrownBy(() -> format("--table-format=delta"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("[parquet, iceberg]");
        assertThatThrownBy(() -> format("--write-mode=merge", "--merge-keys=id"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("--table-format iceberg");
        assertThatThrownBy(() -> format("--table-format=iceberg", "--write-mode=merge"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("--merge-keys");
        assertThatThrownBy(() -> format("--table-format=iceberg", "--merge-keys=id"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("--write-mode merge");
    }
}
