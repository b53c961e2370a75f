package io.millrace.etl.job.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.job.InMemoryCatalog;
import io.millrace.etl.job.arguments.JobArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of the batches in a quarantine count after a run. */
class TestQuarantine {
    private static final String FIRST = "00000000000000aa";
    private static final String SECOND = "00000000000000bb";

    private final InMemoryCatalog catalog = new InMemoryCatalog();

    /** The batches that alone count after a second run with the same rows; empty if all do. */
    private Optional<String> onlyAfterARerun(String... more) {
        List<String> given = new ArrayList<>(List.of(
                "--source-database=raw",
                "--source-table=t",
                "--target-path=s3://lake/t/",
                "--target-database=lake",
                "--target-table=t",
                "--on-error=quarantine"));
        given.addAll(List.of(more));
        JobArguments arguments = JobArguments.parse(given);
        Quarantine quarantine = new Quarantine(catalog, arguments);
        for (String batch : List.of(FIRST, SECOND)) {
            catalog.apply(quarantine.begin(batch));
            catalog.apply(quarantine.commit(
                    new Registration.Commit(batch, arguments.batch().writeMode(), Set.of(""), Set.of(""), List.of())));
        }
        return Optional.ofNullable(
                catalog.loadTable("lake", "t_quarantine").parameters().get(BatchObjects.ONLY));
    }

    @Test
    void aRerunThatReadsEverythingReplacesItsRows() {
        assertThat(onlyAfterARerun("--write-mode=overwrite")).contains(SECOND);
        assertThat(onlyAfterARerun("--write-mode=overwrite-partitions")).contains(SECOND);
    }

    @Test
    void aRunOnNewInputsAddsItsRows() {
        String bookmark = "--job-bookmark-option=job-bookmark-enable";
        assertThat(onlyAfterARerun(bookmark, "--write-mode=overwrite-partitions"))
                .isEmpty();
        assertThat(onlyAfterARerun(bookmark)).isEmpty();
    }

    @Test
    void aRunThatAppendsEverythingAgainAddsItsRowsAsItDoesInTheTarget() {
        assertThat(onlyAfterARerun("--write-mode=append")).isEmpty();
    }
}
