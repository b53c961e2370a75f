package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.job.catalog.BatchParameters;
import io.millrace.etl.job.commit.TargetFolder;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Table;

/** Which inputs a run takes, what becomes of the rows that are there, and what happens when others write at the same time. */
class TestRunBatches {
    private static final String[] ENABLE = {"--job-bookmark-option", "job-bookmark-enable"};
    private static final BookmarkKey KEY = new BookmarkKey("job", "lake", "t");

    @TempDir
    Path folder;

    private TestingTable table;

    @BeforeEach
    void create() throws IOException {
        table = new TestingTable(folder, "p");
    }

    private RunSummary run(String id, String... batch) {
        return table.run(table.arguments(id, batch));
    }

    private static String[] enabled(String... more) {
        String[] all = new String[ENABLE.length + more.length];
        System.arraycopy(ENABLE, 0, all, 0, ENABLE.length);
        System.arraycopy(more, 0, all, ENABLE.length, more.length);
        return all;
    }

    @Test
    void aBookmarkedRunTakesWhatIsNewAndWithoutNewsWritesNothing() throws IOException {
        table.put("1", "a:1");
        assertThat(run("r1", ENABLE).rowsOut()).isEqualTo(1);
        int changes = table.catalog.changes();
        assertThat(run("r2", ENABLE).batch()).isEmpty();
        assertThat(table.catalog.changes()).isEqualTo(changes);
        table.put("0", "a:2");
        assertThat(run("r3", ENABLE).rowsIn()).isEqualTo(1);
        assertThat(table.rows()).containsExactly("a:1", "a:2");
    }

    @Test
    void aTableWithoutPartitionsIsNotReplacedByWhatIsNewAlone() throws IOException {
        table = new TestingTable(folder.resolve("flat"), "");
        table.put("1", "a:1");
        run("r1", ENABLE);
        table.put("2", "a:2");
        assertThatThrownBy(() -> run("r2", enabled("--write-mode", "overwrite-partitions")))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("Table lake.t has no partitions")
                .hasMessageContaining("give --partition-keys, take append, or disable the bookmark");
        assertThat(table.rows()).containsExactly("a:1");
        assertThat(run("r3", "--write-mode", "overwrite-partitions").rowsOut()).isEqualTo(2);
        assertThat(table.rows()).containsExactly("a:1", "a:2");
    }

    @Test
    void aPausedBookmarkTakesWhatIsNewAndForgetsIt() throws IOException {
        table.put("1", "a:1");
        run("r1", ENABLE);
        table.put("2", "a:2");
        String[] pause = {"--job-bookmark-option", "job-bookmark-pause"};
        assertThat(run("r2", pause).rowsIn()).isEqualTo(1);
        assertThat(run("r3", pause).rowsIn()).isEqualTo(1);
        assertThat(table.rows()).containsExactly("a:1", "a:2", "a:2");
    }

    private static String[] again(String from, String to, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--job-bookmark-option=job-bookmark-pause", "--job-bookmark-from=" + from, "--job-bookmark-to=" + to));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aRangeOfRunsIsReadAgainAndTheBookmarkStays() throws IOException {
        table.put("0", "p0:0");
        run("r0", "--job-bookmark-option", "job-bookmark-set-to-now");
        for (int i = 1; i <= 4; i++) {
            table.put(Integer.toString(i), "p%d:%d".formatted(i % 2, i));
            run("r" + i, ENABLE);
        }
        table.put("5", "p1:5");
        assertThatThrownBy(() -> run("r5", again("r1", "r3")))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("The rows of the runs after r1 up to r3 are in table lake.t")
                .hasMessageEndingWith("write another table, or reset the bookmark to run r1");
        String[] replace = again("r1", "r3", "--write-mode=overwrite-partitions");
        assertThatThrownBy(() -> run("r6", replace))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("would remove the rows of other runs in the same partitions of table lake.t");
        assertThat(table.rows()).containsExactly("p0:2", "p0:4", "p1:1", "p1:3");
        String[] all = again("r0", "r4", "--write-mode=overwrite-partitions");
        assertThat(run("r6", all).rowsIn()).as("of no other run is a row there").isEqualTo(4);
        assertThat(table.rows()).containsExactly("p0:2", "p0:4", "p1:1", "p1:3");
        assertThat(run("r7", ENABLE).rowsIn())
                .as("the bookmark is where it was")
                .isEqualTo(1);
        assertThat(run("r8", again("r3", "r3", "--write-mode=overwrite-partitions"))
                        .batch())
                .isEmpty();
        assertThatThrownBy(() -> run("r9", again("r3", "r1")))
                .isInstanceOf(JobFailureException.class)
                .hasMessageStartingWith("Cannot read again what the runs after r3 up to r1 have read: ");
        table.put("2", "p0:22");
        assertThatThrownBy(() -> run("r10", again("r0", "r7", "--write-mode=overwrite-partitions")))
                .hasMessageContaining("1 processed input files were written anew");
    }

    @Test
    void aBookmarkIsSetToNowWithoutReading() throws IOException {
        table.put("1", "a:1");
        RunSummary set = run("r1", "--job-bookmark-option", "job-bookmark-set-to-now");
        assertThat(set.rowsIn()).isZero();
        assertThat(set.batch()).isPresent();
        assertThat(table.files()).isEmpty();
        assertThat(run("r2", ENABLE).batch()).isEmpty();
        table.put("2", "a:2");
        run("r3", ENABLE);
        assertThat(table.rows()).containsExactly("a:2");
        assertThat(table.marks()).isEmpty();
    }

    @Test
    void aRewrittenInputIsTheUsersDecision() throws IOException {
        table.put("1", "a:1");
        run("r1", ENABLE);
        table.put("1", "a:1", "a:9");
        assertThatThrownBy(() -> run("r2", ENABLE))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("1 processed input files were written anew")
                .hasMessageContaining("/raw/1;")
                .hasMessageContaining("'--rewritten-files skip' or 'append'");
        assertThat(run("r3", enabled("--rewritten-files", "skip")).batch()).isEmpty();
        assertThat(table.rows()).containsExactly("a:1");
        assertThat(run("r4", enabled("--rewritten-files", "append")).rowsIn()).isEqualTo(2);
        assertThat(table.rows()).containsExactly("a:1", "a:1", "a:9");
        assertThat(run("r5", ENABLE).batch()).isEmpty();
    }

    @Test
    void aResetReplacesRowsAndDoesNotDoubleThem() throws IOException {
        table.put("1", "a:1");
        run("r1", ENABLE);
        table.put("2", "a:2", "b:2");
        run("r2", ENABLE);
        table.catalog.batches().reset(KEY, 1);
        assertThat(run("r3", ENABLE).rowsIn()).isEqualTo(2);
        assertThat(table.rows()).containsExactly("a:1", "a:2", "b:2");
        assertThat(table.files()).hasSize(3);
        assertThat(table.marks()).isEmpty();
    }

    @Test
    void whatEarlierVersionsWroteIsReplacedOrExtended() throws IOException {
        table.put("1", "a:1");
        Path old = table.target().resolve("p=b").resolve(TargetFolder.NAME_BEFORE_BATCHES);
        Files.createDirectories(old.getParent());
        Files.writeString(old, "b:old\n");
        run("r1");
        assertThat(table.rows()).containsExactly("a:1");
        // In no partition of the table, as an earlier version that died before it registered one left it.
        assertThat(old).exists();
        table.put("2", "b:2");
        run("r2");
        assertThat(table.rows()).containsExactly("a:1", "b:2");
        assertThat(old).doesNotExist();
        Files.writeString(old, "b:old\n");
        table.put("3", "b:3");
        run("r3", ENABLE);
        assertThat(table.rows()).contains("b:old", "b:3");
    }

    @Test
    void aRunAtWorkIsNotDisturbed() throws IOException {
        table.put("1", "a:1");
        AtomicReference<Throwable> second = new AtomicReference<>();
        table.catalog
                .batches()
                .before(
                        "commit",
                        () -> second.set(catching(() -> table.run(
                                table.arguments("r2", ENABLE),
                                new MortalProcess(Integer.MAX_VALUE - 1),
                                (job, run) -> run.equals("r1")))));
        run("r1", ENABLE);
        assertThat(second.get())
                .isInstanceOf(JobFailureException.class)
                .hasMessage("Run r1 of job job is writing table lake.t; wait until it has ended, or stop it");
        assertThat(table.rows()).containsExactly("a:1");
    }

    @Test
    void ofTwoRunsThatReadTheSameStateOneFails() throws IOException {
        table.put("1", "a:1");
        table.catalog.batches().before("begin", () -> run("r2", ENABLE));
        assertThatThrownBy(() -> run("r1", ENABLE))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("Another run of job job wrote table lake.t at the same time");
        assertThat(table.rows()).containsExactly("a:1");
        assertThat(table.files()).hasSize(1);
    }

    /** The run was thought dead: its batch was removed and its input read by another, before it came to its commit. */
    @Test
    void aRunThatWasThoughtDeadCommitsNothing() throws IOException {
        table.put("1", "a:1");
        table.catalog.batches().before("commit", () -> run("r2", ENABLE));
        assertThatThrownBy(() -> run("r1", ENABLE)).isInstanceOf(JobFailureException.class);
        assertThat(table.rows()).containsExactly("a:1");
        assertThat(table.files()).hasSize(1);
        assertThat(table.marks()).isEmpty();
    }

    @Test
    void aCommitWhoseAnswerWasLostIsNotUndone() throws IOException {
        table.put("1", "a:1");
        table.catalog.batches().after("commit", () -> {
            throw new IllegalStateException("the connection was reset");
        });
        assertThatThrownBy(() -> run("r1", ENABLE)).isInstanceOf(IllegalStateException.class);
        assertThat(table.rows()).containsExactly("a:1");
        assertThat(run("r2", ENABLE).batch()).isEmpty();
        assertThat(table.rows()).containsExactly("a:1");
    }

    @Test
    void aCommitThatFailsIsUndoneAtOnce() throws IOException {
        table.put("1", "a:1");
        table.catalog.batches().before("commit", () -> {
            throw new IllegalStateException("no answer");
        });
        assertThatThrownBy(() -> run("r1", ENABLE)).isInstanceOf(IllegalStateException.class);
        assertThat(table.files()).isEmpty();
        assertThat(table.marks()).isEmpty();
        assertThat(run("r2", ENABLE).rowsOut()).isEqualTo(1);
    }

    @Test
    void aTableThatACrawlerChangesMeanwhileIsWrittenAllTheSame() throws IOException {
        table.put("1", "a:1");
        run("r1", ENABLE);
        table.put("2", "a:2");
        for (String write : new String[] {"begin", "commit"}) {
            table.catalog.batches().before(write, () -> {
                Table current = table.catalog.loadTable("lake", "t");
                table.catalog.updateTable(
                        "lake",
                        current,
                        BatchParameters.of(current.parameters())
                                .with("crawled", java.util.Set.of(write))
                                .input(current));
            });
        }
        run("r2", ENABLE);
        assertThat(table.rows()).containsExactly("a:1", "a:2");
        assertThat(table.catalog.loadTable("lake", "t").parameters()).containsEntry("crawled", "begin,commit");
    }

    @Test
    void twoJobsMayAppendToOneTableAtOnce() throws IOException {
        table.put("1", "a:1");
        table.catalog.batches().before("commit", () -> table.run(table.argumentsOf("other", "o1", ENABLE)));
        run("r1", ENABLE);
        assertThat(table.rows()).containsExactly("a:1", "a:1");
        assertThat(table.marks()).isEmpty();
    }

    @Test
    void refusesToOverwriteWithABookmark() {
        assertThatThrownBy(() -> table.arguments("r", enabled("--write-mode", "overwrite")))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("would remove all that was read before");
    }

    private static Throwable catching(Runnable work) {
        try {
            work.run();
            return new AssertionError("no failure");
        } catch (JobFailureException e) {
            return e;
        }
    }
}
