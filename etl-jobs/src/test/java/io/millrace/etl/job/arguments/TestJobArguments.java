package io.millrace.etl.job.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.arguments.JobArguments.Compression;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.failure.JobFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        assertThat(arguments.lane()).isEqualTo(LaneMode.AUTO);
        assertThat(arguments.layout()).isEqualTo(FileLayout.DEFAULT);
        assertThat(arguments.rows()).isEqualTo(RowSelection.ALL);
    }

    @Test
    void readsWhatConcernsFilesAndBadRows() {
        JobArguments arguments = JobArguments.parse(with(
                "--lane=Columnar",
                "--on-error=quarantine",
                "--max-errors=0.5%",
                "--select=a, b AS c",
                "--where",
                "a > 1",
                "--sort-by=C, a",
                "--bloom-filter=c",
                "--target-file-size=64 MB"));

        assertThat(arguments.lane()).isEqualTo(LaneMode.COLUMNAR);
        assertThat(arguments.maxErrors()).hasToString("0.5%");
        assertThat(arguments.rows()).isEqualTo(new RowSelection(Optional.of("a, b AS c"), Optional.of("a > 1")));
        assertThat(arguments.layout()).isEqualTo(new FileLayout(List.of("c", "a"), List.of("c"), 64L << 20));
    }

    @Test
    void limitsBadRowsByNumberOrShare() {
        assertThat(ErrorLimit.parse("10").isExceededBy(10, 10)).isFalse();
        assertThat(ErrorLimit.parse("10").isExceededBy(11)).isTrue();
        assertThat(ErrorLimit.parse("0").isExceededBy(1)).isTrue();
        assertThat(ErrorLimit.parse("0.1 %").isExceededBy(1, 1000)).isFalse();
        assertThat(ErrorLimit.parse("0.1%").isExceededBy(1, 999)).isTrue();
        assertThat(ErrorLimit.NONE.isExceededBy(5, 5)).isFalse();
        assertThatThrownBy(() -> ErrorLimit.parse("2").check("raw.trips", 3, 9))
                .hasMessage(
                        "3 of 9 rows of table raw.trips do not fit it, and --max-errors allows 2; nothing was changed");
    }

    @Test
    void saysWhatIsWrong() {
        assertFails("Unknown argument '--partitions'; known are --source-database, ", with("--partitions", "x"));
        // One that is nearly an option of ours is none of Glue's.
        assertFails(
                "Unknown argument '--job-bookmark-options'; known are ",
                with("--job-bookmark-options=job-bookmark-enable"));
        assertFails("Argument '--compression' has no value", with("--compression"));
        assertFails(
                "Argument '--compression' is 'lzo', but must be one of [snappy, gzip, zstd, none]",
                with("--compression", "lzo"));
        assertFails("Argument '--source-table' is given twice", with("--source-table", "again"));
        assertFails("Argument '--lane' is 'fast', but must be one of [auto, columnar, spark]", with("--lane", "fast"));
        assertFails("Argument '--max-errors' counts rows in quarantine", with("--max-errors", "1"));
        assertFails("'--max-errors' is '101%', but", with("--on-error=quarantine", "--max-errors=101%"));
        assertFails("'--target-file-size' is '7', but must be a size", with("--target-file-size=7"));
        assertFails("'--sort-by' is 'a,,b', but must be different columns", with("--sort-by=a,,b"));
        assertFails("give one of them", with("--select=a", "--mappings=a"));
        assertFails("give both or none", with("--job-bookmark-option=job-bookmark-pause", "--job-bookmark-from=jr_1"));
        assertFails(
                "give them with --job-bookmark-option job-bookmark-pause",
                with("--job-bookmark-from=jr_1", "--job-bookmark-to=jr_2"));
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

    @Test
    void theGuideHasEveryArgument() throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("millrace.home"), "docs/guides/etl-jobs.md"));
        for (List<String> known : List.of(JobArguments.KNOWN, BatchArguments.KNOWN, TargetFormat.KNOWN)) {
            assertThat(known).allMatch(argument -> guide.contains("`--" + argument + "`"));
        }
    }
}
