package io.millrace.catalog.bookmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.bookmark.BookmarkApi.AbandonBatch;
import io.millrace.catalog.bookmark.BookmarkApi.AddBatchInputs;
import io.millrace.catalog.bookmark.BookmarkApi.BeginBatch;
import io.millrace.catalog.bookmark.BookmarkApi.BookmarkDescription;
import io.millrace.catalog.bookmark.BookmarkApi.CommitBatch;
import io.millrace.catalog.bookmark.BookmarkApi.FindUnprocessed;
import io.millrace.catalog.bookmark.BookmarkApi.GetBookmark;
import io.millrace.catalog.bookmark.BookmarkApi.InputObject;
import io.millrace.catalog.bookmark.BookmarkApi.PendingBatch;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.GetJobBookmarkRequest;
import software.amazon.awssdk.services.glue.model.JobBookmarkEntry;
import software.amazon.awssdk.services.glue.model.ResetJobBookmarkRequest;

/** What bookmarks do on every database. */
abstract class AbstractBookmarkTests {
    private static final String JOB = "trips-job";
    private static final String DATABASE = "lake";
    private static final String TABLE = "trips";

    private final AtomicLong time = new AtomicLong(1_000_000);

    @SuppressWarnings("NullAway.Init")
    private CatalogDatabase database;

    @SuppressWarnings("NullAway.Init")
    private CatalogStore store;

    @SuppressWarnings("NullAway.Init")
    private BatchOperations batches;

    @SuppressWarnings("NullAway.Init")
    private JobBookmarkOperations jobs;

    /** A new, empty database. */
    abstract CatalogDatabase emptyDatabase();

    @BeforeEach
    final void open() {
        database = emptyDatabase();
        store = new JdbcCatalogStore(database);
        batches = new BatchOperations(store, () -> Instant.ofEpochMilli(time.incrementAndGet()));
        jobs = new JobBookmarkOperations(store);
    }

    @AfterEach
    final void close() {
        database.close();
    }

    private static String id(int number) {
        return "%016x".formatted(number);
    }

    private static InputObject object(String name, String eTag) {
        return new InputObject("s3://raw/" + name, eTag, 10);
    }

    private BookmarkDescription state() {
        return batches.getBookmark(new GetBookmark(JOB, DATABASE, TABLE, null));
    }

    private BookmarkDescription begin(long version, int batch, String run, InputObject... inputs) {
        batches.addBatchInputs(new AddBatchInputs(JOB, DATABASE, TABLE, id(batch), List.of(inputs)));
        return batches.beginBatch(new BeginBatch(JOB, DATABASE, TABLE, version, id(batch), run, inputs.length));
    }

    private BookmarkDescription commit(long version, int batch) {
        return batches.commitBatch(new CommitBatch(JOB, DATABASE, TABLE, version, id(batch), 5, 4, 1, 2));
    }

    private BookmarkDescription abandon(long version, int batch) {
        return batches.abandonBatch(new AbandonBatch(JOB, DATABASE, TABLE, version, id(batch)));
    }

    private BookmarkDescription run(int batch, String run, InputObject... inputs) {
        return commit(begin(state().version(), batch, run, inputs).version(), batch);
    }

    private BookmarkApi.Unprocessed unprocessed(InputObject... objects) {
        return batches.findUnprocessed(new FindUnprocessed(JOB, DATABASE, TABLE, List.of(objects)));
    }

    private List<Integer> fresh(InputObject... objects) {
        return unprocessed(objects).fresh();
    }

    private static void conflicts(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.CONCURRENT_MODIFICATION));
    }

    @Test
    void inputsCountOnlyAfterTheCommit() {
        InputObject a = object("a", "1");
        InputObject b = object("b", "1");
        assertThat(state().version()).isZero();
        assertThat(fresh(a, b)).containsExactly(0, 1);
        BookmarkDescription begun = begin(0, 1, "jr_1", a);
        assertThat(begun.version()).isEqualTo(1);
        assertThat(begun.pendingBatch()).isEqualTo(new PendingBatch(id(1), "jr_1"));
        assertThat(begun.digest()).isEqualTo("0".repeat(64));
        assertThat(fresh(a, b)).containsExactly(0, 1);
        BookmarkDescription committed = commit(1, 1);
        assertThat(committed.version()).isEqualTo(2);
        assertThat(committed.pendingBatch()).isNull();
        assertThat(committed.digest()).hasSize(64).isNotEqualTo(begun.digest());
        assertThat(state()).isEqualTo(committed);
        assertThat(fresh(b, a)).containsExactly(0);
    }

    @Test
    void tellsWhatWasWrittenAnew() {
        run(1, "jr_1", object("a", "1"), object("b", "1"));
        BookmarkApi.Unprocessed found = unprocessed(
                object("a", "2"), object("c", "1"), object("b", "1"), new InputObject("s3://raw/b", "1", 11));
        assertThat(found.rewritten()).containsExactly(0, 3);
        assertThat(found.fresh()).containsExactly(1);
        run(2, "jr_2", object("a", "2"));
        assertThat(unprocessed(object("a", "2")).rewritten()).isEmpty();
        // The last state that was read counts.
        assertThat(unprocessed(object("a", "1")).rewritten()).containsExactly(0);
    }

    @Test
    void everyChangeNamesTheVersionThatItSaw() {
        begin(0, 1, "jr_1", object("a", "1"));
        conflicts(() -> begin(0, 2, "jr_2", object("a", "1")));
        conflicts(() -> begin(1, 2, "jr_2", object("a", "1")));
        conflicts(() -> commit(0, 1));
        conflicts(() -> commit(1, 2));
        conflicts(() -> abandon(0, 1));
        conflicts(() -> abandon(1, 2));
        assertThat(commit(1, 1).version()).isEqualTo(2);
        conflicts(() -> commit(2, 1));
        conflicts(() -> begin(2, 1, "jr_3"));
    }

    @Test
    void anAbandonedBatchLeavesNothing() {
        begin(0, 1, "jr_1", object("a", "1"));
        BookmarkDescription abandoned = abandon(1, 1);
        assertThat(abandoned.version()).isEqualTo(2);
        assertThat(abandoned.pendingBatch()).isNull();
        assertThat(fresh(object("a", "1"))).containsExactly(0);
        begin(2, 1, "jr_2", object("a", "1"));
        commit(3, 1);
        assertThat(fresh(object("a", "1"))).isEmpty();
    }

    @Test
    void aBatchIsBegunWithExactlyTheInputsThatWereTold() {
        batches.addBatchInputs(new AddBatchInputs(JOB, DATABASE, TABLE, id(1), List.of(object("a", "1"))));
        batches.addBatchInputs(
                new AddBatchInputs(JOB, DATABASE, TABLE, id(1), List.of(object("a", "1"), object("b", "1"))));
        assertThatThrownBy(() -> batches.beginBatch(new BeginBatch(JOB, DATABASE, TABLE, 0, id(1), "r", 3)))
                .hasMessageContaining("has 2 inputs, not 3");
        assertThat(state().version()).isZero();
        batches.beginBatch(new BeginBatch(JOB, DATABASE, TABLE, 0, id(1), "r", 2));
    }

    /** What a run told that then lost the race is gone, so that its batch cannot be begun with half of its inputs. */
    @Test
    void aNewVersionForgetsWhatWasToldForTheOldOne() {
        batches.addBatchInputs(new AddBatchInputs(JOB, DATABASE, TABLE, id(7), List.of(object("x", "1"))));
        run(1, "jr_1", object("a", "1"));
        assertThatThrownBy(() -> batches.beginBatch(new BeginBatch(JOB, DATABASE, TABLE, 2, id(7), "r", 1)))
                .hasMessageContaining("has 0 inputs, not 1");
        assertThat(inputRows()).isEqualTo(1);
    }

    private long inputRows() {
        return database.read(handle -> handle.createQuery("SELECT count(*) FROM glue_batch_inputs")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void aTransactionChangesBookmarkAndCatalogTogether() {
        begin(0, 1, "jr_1", object("a", "1"));
        assertThatThrownBy(() -> store.transact(() -> {
                    commit(1, 1);
                    store.write(tx ->
                            tx.databases().insert(Database.builder().name("d").build()));
                    throw new IllegalStateException("after");
                }))
                .hasMessage("after");
        assertThat(state().version()).isEqualTo(1);
        assertThat(fresh(object("a", "1"))).containsExactly(0);
        store.transact(() -> {
            commit(1, 1);
            return store.write(
                    tx -> tx.databases().insert(Database.builder().name("d").build()));
        });
        assertThat(state().version()).isEqualTo(2);
        Optional<Database> made = store.read(tx -> tx.databases().find("d"));
        assertThat(made).isPresent();
    }

    @Test
    void aResetTakesLaterBatchesBack() {
        run(1, "jr_1", object("a", "1"));
        String first = state().digest();
        run(2, "jr_2", object("b", "1"));
        run(3, "jr_3", object("c", "1"));
        JobBookmarkEntry entry = jobs.resetJobBookmark(ResetJobBookmarkRequest.builder()
                        .jobName(JOB)
                        .runId("jr_1")
                        .build())
                .jobBookmarkEntry();
        assertThat(entry.runId()).isEqualTo("jr_1");
        BookmarkDescription reset = state();
        assertThat(reset.version()).isEqualTo(7);
        assertThat(reset.digest()).isEqualTo(first);
        assertThat(reset.droppedBatches()).containsExactly(id(2), id(3));
        assertThat(fresh(object("a", "1"), object("b", "1"), object("c", "1"))).containsExactly(1, 2);
        // A dropped batch's objects are still there: no other batch may have its name.
        conflicts(() -> begin(7, 2, "jr_4", object("b", "1")));
        begin(7, 4, "jr_4", object("b", "1"), object("c", "1"));
        assertThat(state().droppedBatches()).hasSize(2);
        assertThat(commit(8, 4).droppedBatches()).isEmpty();
        assertThat(inputRows()).isEqualTo(3);
    }

    @Test
    void aResetWithoutARunTakesEverythingBackAndStopsTheRunAtWork() {
        run(1, "jr_1", object("a", "1"));
        begin(2, 2, "jr_2", object("b", "1"));
        jobs.resetJobBookmark(ResetJobBookmarkRequest.builder().jobName(JOB).build());
        assertThat(state().digest()).isEqualTo("0".repeat(64));
        assertThat(state().droppedBatches()).containsExactly(id(1));
        conflicts(() -> commit(3, 2));
        abandon(4, 2);
        assertThat(fresh(object("a", "1"), object("b", "1"))).containsExactly(0, 1);
    }

    @Test
    void tellsAJobsBookmarkAsGlueDoes() {
        GetJobBookmarkRequest any = GetJobBookmarkRequest.builder().jobName(JOB).build();
        assertThatThrownBy(() -> jobs.getJobBookmark(any)).hasMessageContaining("has no bookmark");
        run(1, "jr_1", object("a", "1"));
        run(2, "jr_2", object("b", "1"), object("c", "1"));
        JobBookmarkEntry last = jobs.getJobBookmark(any).jobBookmarkEntry();
        assertThat(last.jobName()).isEqualTo(JOB);
        assertThat(last.run()).isEqualTo(2);
        assertThat(last.runId()).isEqualTo("jr_2");
        assertThat(last.previousRunId()).isEqualTo("jr_1");
        assertThat(last.version()).isEqualTo(4);
        assertThat(last.jobBookmark()).contains("\"table\":\"trips\"", "\"inputs\":3", "\"rowsWritten\":8");
        JobBookmarkEntry first =
                jobs.getJobBookmark(any.toBuilder().runId("jr_1").build()).jobBookmarkEntry();
        assertThat(first.run()).isEqualTo(1);
        assertThat(first.jobBookmark()).contains("\"inputs\":1");
        assertThatThrownBy(
                        () -> jobs.getJobBookmark(any.toBuilder().runId("jr_9").build()))
                .hasMessageContaining("Run jr_9");
    }

    @Test
    void ofTwoThatRaceExactlyOneWinsEveryRound() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier barrier = new CyclicBarrier(2);
        try {
            for (int round = 0; round < 200; round++) {
                long version = state().version();
                List<Future<Boolean>> racers = new ArrayList<>();
                for (int racer = 0; racer < 2; racer++) {
                    int batch = 2 * round + racer + 1;
                    InputObject input = object("round" + round, "1");
                    racers.add(threads.submit(racing(barrier, version, batch, input)));
                }
                int won = 0;
                for (Future<Boolean> racer : racers) {
                    won += racer.get() ? 1 : 0;
                }
                assertThat(won).as("round %d", round).isEqualTo(1);
                assertThat(state().version()).isEqualTo(version + 2);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(inputRows()).isLessThanOrEqualTo(201); // a loser's last list may be left until the next version
    }

    private Callable<Boolean> racing(CyclicBarrier barrier, long version, int batch, InputObject input) {
        return () -> {
            barrier.await();
            try {
                commit(begin(version, batch, "jr_" + batch, input).version(), batch);
                return true;
            } catch (CatalogException e) {
                assertThat(e.code()).isEqualTo(CatalogErrorCode.CONCURRENT_MODIFICATION);
                return false;
            }
        };
    }

    @Test
    void refusesMoreThanOneCallMayName() {
        List<InputObject> many = IntStream.rangeClosed(0, BookmarkApi.MAX_OBJECTS)
                .mapToObj(i -> object("o" + i, "1"))
                .toList();
        assertThatThrownBy(() -> batches.findUnprocessed(new FindUnprocessed(JOB, DATABASE, TABLE, many)))
                .hasMessageContaining("at most 10000");
        List<InputObject> full = many.subList(1, many.size());
        batches.addBatchInputs(new AddBatchInputs(JOB, DATABASE, TABLE, id(1), full));
        commit(
                batches.beginBatch(new BeginBatch(JOB, DATABASE, TABLE, 0, id(1), "jr", full.size()))
                        .version(),
                1);
        assertThat(unprocessed(full.toArray(new InputObject[0])).fresh()).isEmpty();
    }

    private BookmarkApi.Processed processed(String table, String after, String upTo, InputObject... objects) {
        return batches.findProcessed(
                new BookmarkApi.FindProcessed(JOB, DATABASE, table, after, upTo, List.of(objects)));
    }

    @Test
    final void tellsWhatARangeOfRunsRead() {
        InputObject a = object("a", "1");
        InputObject b = object("b", "1");
        InputObject c = object("c", "1");
        InputObject d = object("d", "1");
        run(1, "jr_1", a);
        run(2, "jr_2", b);
        run(3, "jr_3", c, object("a", "2"));
        run(4, "jr_4", d);
        assertThat(processed(TABLE, "jr_1", "jr_3", a, b, c, d, object("e", "1")))
                .isEqualTo(new BookmarkApi.Processed(List.of(1, 2), List.of(0), 2, 2));
        assertThat(processed(TABLE, "jr_1", "jr_3", object("a", "2"), object("b", "9")))
                .isEqualTo(new BookmarkApi.Processed(List.of(0), List.of(1), 2, 2));
        assertThat(processed(TABLE, "jr_2", "jr_2", a, b, c, d))
                .isEqualTo(new BookmarkApi.Processed(List.of(), List.of(), 0, 4));
        // Whichever of its tables the job wrote; the rows are in none but that one.
        assertThat(processed("other", "jr_3", "jr_4", c, d))
                .isEqualTo(new BookmarkApi.Processed(List.of(1), List.of(), 0, 0));
    }

    @Test
    final void aRangeNamesRunsThatCountInTheirOrder() {
        run(1, "jr_1", object("a", "1"));
        run(2, "jr_2", object("b", "1"));
        refuses(CatalogErrorCode.INVALID_INPUT, "name the earlier run first", () -> processed(TABLE, "jr_2", "jr_1"));
        refuses(
                CatalogErrorCode.ENTITY_NOT_FOUND,
                "Run jr_7 of job trips-job has committed no batch",
                () -> processed(TABLE, "jr_1", "jr_7"));
        jobs.resetJobBookmark(
                ResetJobBookmarkRequest.builder().jobName(JOB).runId("jr_1").build());
        refuses(CatalogErrorCode.ENTITY_NOT_FOUND, "Run jr_2", () -> processed(TABLE, "jr_1", "jr_2"));
    }

    private static void refuses(CatalogErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
