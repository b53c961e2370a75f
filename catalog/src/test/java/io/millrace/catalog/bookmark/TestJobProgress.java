package io.millrace.catalog.bookmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.bookmark.JobProgress.Run;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.Counts;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestJobProgress {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private SqliteDatabase database;

    @SuppressWarnings("NullAway.Init")
    private CatalogStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        store = new JdbcCatalogStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Bookmark bookmark(String table) {
        return store.write(tx -> tx.bookmarks().insert(new BookmarkName("job", "lake", table), 0, ""));
    }

    private static Batch batch(String run, long version, long second) {
        return Batch.staged("%016x".formatted(version))
                .begunBy(run)
                .committed(version, START.plusSeconds(second), "d", Counts.NONE);
    }

    private void commit(Bookmark bookmark, Batch... batches) {
        store.write(tx -> {
            for (Batch batch : batches) {
                tx.bookmarks().insertBatch(bookmark, batch);
            }
            return bookmark;
        });
    }

    @Test
    void runsAreInTheOrderOfTheirLastCommitsOverAllTables() {
        commit(bookmark("a"), batch("late", 1, 0), batch("early", 2, 1), batch("twin", 3, 5));
        commit(bookmark("b"), batch("early", 1, 2), batch("late", 2, 9), batch("early", 4, 5));
        JobProgress progress = store.read(tx -> JobProgress.read(tx.bookmarks(), "job"));
        assertThat(progress.runs()).extracting(Run::id).containsExactly("twin", "early", "late");
        assertThat(progress.run("early")).isEqualTo(new Run("early", START.plusSeconds(5), 4));
        Assertions.assertThatThrownBy(() -> progress.run("none"))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("Run none of job job has committed no batch");
    }

    /** One pass over each of them for each run took minutes, inside the request's transaction. */
    @Test
    void aStretchAmongFiftyThousandBatchesIsFoundAtOnce() {
        int runs = 50_000;
        Bookmark bookmark = bookmark("a");
        store.write(tx -> {
            for (int run = 1; run <= runs; run++) {
                tx.bookmarks().insertBatch(bookmark, batch("jr_" + run, run, run));
            }
            return bookmark;
        });
        RunRange range = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> store.read(tx -> RunRange.of(tx.bookmarks(), "job", "jr_20000", "jr_" + runs)));
        assertThat(range.stretches())
                .singleElement()
                .isEqualTo(new RunRange.Stretch(bookmark, 20_000, runs, 30_000, 0));
    }
}
