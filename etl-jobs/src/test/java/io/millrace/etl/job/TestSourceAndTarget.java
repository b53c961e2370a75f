package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.run.RunPlan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** A run never writes where it reads: neither its rows nor those that do not fit. */
class TestSourceAndTarget {
    private final InMemoryCatalog catalog = new InMemoryCatalog();

    private RunPlan plan(String target, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database=raw",
                "--source-table=t",
                "--target-path=" + target,
                "--target-database=lake",
                "--target-table=t"));
        arguments.addAll(List.of(more));
        return new RawToParquet(catalog, catalog, catalog.batches(), (job, run) -> false, InstantSource.system())
                .plan(JobArguments.parse(arguments));
    }

    private static Table table(String location) {
        return InMemoryCatalog.crawled("t", location, Map.of("classification", "csv"), Map.of(), "a:int", "b:int");
    }

    private void assertRefused(String message, String target, String... more) {
        assertThatThrownBy(() -> plan(target, more))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining(message);
        assertThat(catalog.changes()).isZero();
    }

    @Test
    void neitherMayLieInTheOther() {
        catalog.put(table("s3a://raw/t"));
        assertRefused("Source s3://raw/t/ and target s3://raw/t/ must not lie in each other", "s3://raw/t/");
        assertRefused("must not lie in each other", "s3://raw/t/parquet/");
        assertThat(plan("s3://raw/t2/").arguments().targetPath()).isEqualTo("s3://raw/t2/");

        catalog.put(table("file:/data/t/"));
        assertRefused("must not lie in each other", "file:///data/t/");
        assertRefused("must not lie in each other", "file:///data/");
    }

    @Test
    void partitionsThatLieElsewhereCountToo() {
        Table table = table("s3://raw/t/").toBuilder()
                .partitionKeys(InMemoryCatalog.columns("p:string"))
                .build();
        catalog.put(
                table,
                Partition.builder()
                        .values("1")
                        .storageDescriptor(storage -> storage.location("s3://lake/t/p=1"))
                        .build());
        assertRefused("Source s3://lake/t/p=1/ and target s3://lake/t/ must not lie in each other", "s3://lake/t/");
    }

    @Test
    void aQuarantineCannotBeReadIntoItself() {
        catalog.put(table("s3://lake/t_quarantine/"));
        assertRefused(
                "Source s3://lake/t_quarantine/ and s3://lake/t_quarantine/, where rows go that do not fit, must not lie in each other",
                "s3://lake/t/",
                "--on-error=quarantine");
        assertThat(plan("s3://lake/t/", "--on-error=null").arguments().targetPath())
                .isEqualTo("s3://lake/t/");
    }
}
