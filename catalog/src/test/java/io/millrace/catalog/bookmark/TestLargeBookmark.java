package io.millrace.catalog.bookmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.bookmark.BookmarkApi.AbandonBatch;
import io.millrace.catalog.bookmark.BookmarkApi.AddBatchInputs;
import io.millrace.catalog.bookmark.BookmarkApi.BeginBatch;
import io.millrace.catalog.bookmark.BookmarkApi.CommitBatch;
import io.millrace.catalog.bookmark.BookmarkApi.FindUnprocessed;
import io.millrace.catalog.bookmark.BookmarkApi.GetBookmark;
import io.millrace.catalog.bookmark.BookmarkApi.InputObject;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bookmarks that have seen a million inputs: what a step takes must grow with its own inputs, not with all that were seen. */
@Tag("long")
class TestLargeBookmark {
    private static final int SMALL_BATCH = 1_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private BatchOperations batches;

    private static String id(int number) {
        return "%016x".formatted(number);
    }

    private static List<InputObject> objects(int from, int count) {
        List<InputObject> objects = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            objects.add(new InputObject(
                    "s3://raw/trips/year=2024/month=%02d/part-%08d.csv".formatted(1 + i % 12, i),
                    "9e107d9d372bb6826bd81d3542a419d6",
                    i));
        }
        return objects;
    }

    private long version() {
        return batches.getBookmark(new GetBookmark("job", "lake", "trips", null))
                .version();
    }

    private void tell(int batch, int from, int count) {
        for (int at = from; at < from + count; at += BookmarkApi.MAX_OBJECTS) {
            int size = Math.min(BookmarkApi.MAX_OBJECTS, from + count - at);
            batches.addBatchInputs(new AddBatchInputs("job", "lake", "trips", id(batch), objects(at, size)));
        }
    }

    private void begin(int batch, int count) {
        batches.beginBatch(new BeginBatch("job", "lake", "trips", version(), id(batch), "run", count));
    }

    private void commit(int batch) {
        batches.commitBatch(new CommitBatch("job", "lake", "trips", version(), id(batch), 1, 1, 0, 1));
    }

    private int fresh(int from, int count) {
        int fresh = 0;
        for (int at = from; at < from + count; at += BookmarkApi.MAX_OBJECTS) {
            int size = Math.min(BookmarkApi.MAX_OBJECTS, from + count - at);
            fresh += batches.findUnprocessed(new FindUnprocessed("job", "lake", "trips", objects(at, size)))
                    .fresh()
                    .size();
        }
        return fresh;
    }

    /** Milliseconds. */
    private static long timed(String what, Runnable step) {
        long start = System.nanoTime();
        step.run();
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("SAY " + what + ": " + millis + " ms");
        return millis;
    }

    private record Times(long tell, long begin, long commit, long find, long smallBatch, long abandon) {}

    private Times measure(int inputs) throws IOException {
        Path file = folder.resolve(inputs + ".db");
        try (CatalogDatabase database = SqliteDatabase.open(file)) {
            batches = new BatchOperations(new JdbcCatalogStore(database), InstantSource.system());
            String of = " (" + inputs + " inputs)";
            long tell = timed("tell all" + of, () -> tell(1, 0, inputs));
            long begin = timed("begin" + of, () -> begin(1, inputs));
            long commit = timed("commit" + of, () -> commit(1));
            long find = timed(
                    "find unprocessed among all and " + SMALL_BATCH + " more" + of,
                    () -> assertThat(fresh(0, inputs + SMALL_BATCH)).isEqualTo(SMALL_BATCH));
            long small = timed("a batch of " + SMALL_BATCH + of, () -> {
                tell(2, inputs, SMALL_BATCH);
                begin(2, SMALL_BATCH);
                commit(2);
            });
            tell(3, inputs + SMALL_BATCH, SMALL_BATCH);
            begin(3, SMALL_BATCH);
            long abandon = timed(
                    "abandon a batch of " + SMALL_BATCH + of,
                    () -> batches.abandonBatch(new AbandonBatch("job", "lake", "trips", version(), id(3))));
            assertThat(fresh(inputs - SMALL_BATCH, 3 * SMALL_BATCH)).isEqualTo(SMALL_BATCH);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.println("SAY heap in use" + of + ": " + ((runtime.totalMemory() - runtime.freeMemory()) >> 20)
                    + " MB, database " + (Files.size(file) >> 20) + " MB");
            return new Times(tell, begin, commit, find, small, abandon);
        }
    }

    @Test
    void stepsGrowWithTheirOwnInputs() throws IOException {
        measure(10_000);
        Times few = measure(100_000);
        Times many = measure(1_000_000);
        // Ten times the inputs: the slack is for trees that no longer fit into the database's cache, and busy machines.
        assertThat(many.tell()).isLessThan(40 * few.tell() + 1_000);
        assertThat(many.find()).isLessThan(40 * few.find() + 1_000);
        // One row changes, however many inputs there are.
        assertThat(many.begin()).isLessThan(1_000);
        assertThat(many.commit()).isLessThan(1_000);
        assertThat(many.smallBatch()).isLessThan(10 * few.smallBatch() + 2_000);
        assertThat(many.abandon()).isLessThan(10 * few.abandon() + 5_000);
    }
}
