package io.millrace.etl.job.commit;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchCatalog.Outcome;
import io.millrace.etl.batch.BatchConflictException;
import io.millrace.etl.batch.BatchId;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.arguments.BatchArguments;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.TableState;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.GlueRequest;

/**
 * The batch of one run, from the bookmark as it was read to commit or giving up. Its name derives from bookmark, state, plan and inputs, and also
 * from the run: objects and uploads that carry it are this run's and nobody else's, so that they can be removed by their name.
 */
public final class RunBatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunBatch.class);

    /** A table that others change all the time is tried this often. */
    private static final int ATTEMPTS = 8;

    private final BatchCatalog batches;
    private final TargetCatalog catalog;
    private final TableName target;
    private final BookmarkKey key;
    private final String runId;
    private final String id;
    private BookmarkState state;
    private boolean attempted;
    private boolean begun;

    private RunBatch(
            BatchCatalog batches, TargetCatalog catalog, JobArguments arguments, String id, BookmarkState state) {
        this.batches = batches;
        this.catalog = catalog;
        this.target = arguments.target();
        this.key = arguments.batch().key(arguments.target());
        this.runId = arguments.batch().runId();
        this.id = id;
        this.state = state;
    }

    /**
     * A batch that has not begun.
     *
     * @param state without a pending batch
     * @param plan what the run does with its input
     */
    public static RunBatch of(
            BatchCatalog batches,
            TargetCatalog catalog,
            JobArguments arguments,
            BookmarkState state,
            String plan,
            List<InputObject> inputs) {
        BatchArguments batch = arguments.batch();
        String digest = "%s/%d/%s".formatted(state.digest(), state.version(), batch.runId());
        String id = BatchId.of(batch.key(arguments.target()), digest, plan, inputs);
        return new RunBatch(batches, catalog, arguments, id, state);
    }

    public String id() {
        return id;
    }

    /** Batches that a reset took back. */
    public List<String> dropped() {
        return state.dropped();
    }

    /**
     * Begins: from now on objects may appear. Does nothing if it has begun.
     *
     * @param recorded inputs that will count as processed
     * @throws JobFailureException if another run changed the bookmark since this one read it
     */
    public void begin(List<InputObject> recorded, Function<TableState, List<GlueRequest>> writes) {
        if (begun) {
            return;
        }
        attempted = true;
        state = retrying(
                now -> batches.begin(key, state.version(), id, runId, recorded, writes.apply(now)),
                now -> now.version() == state.version());
        begun = true;
    }

    /** Commits. @throws JobFailureException if somebody gave the batch up */
    public void commit(Outcome outcome, Function<TableState, List<GlueRequest>> writes) {
        state = retrying(
                now -> batches.commit(key, state.version(), id, outcome, writes.apply(now)), this::isStillPending);
    }

    private boolean isStillPending(BookmarkState now) {
        return now.version() == state.version()
                && now.pending().filter(batch -> batch.id().equals(id)).isPresent();
    }

    /**
     * Tries a write again as long as the bookmark is where it was: then only the table was changed by another client.
     *
     * @param mayRepeat whether the bookmark, as it is now, still allows it
     */
    private BookmarkState retrying(
            Function<TableState, BookmarkState> write, Function<BookmarkState, Boolean> mayRepeat) {
        for (int attempt = 1; ; attempt++) {
            try {
                return write.apply(TableState.read(catalog, target));
            } catch (BatchConflictException e) {
                BookmarkState now = batches.state(key);
                if (!mayRepeat.apply(now)) {
                    throw new JobFailureException(
                            "Another run of job %s wrote table %s at the same time; this one changed nothing, run it again"
                                    .formatted(key.job(), target),
                            e);
                }
                if (attempt == ATTEMPTS) {
                    throw new JobFailureException(
                            "Table %s was changed by others %d times while the run wrote it; run it again"
                                    .formatted(target, attempt),
                            e);
                }
                LOG.info("Table {} was changed by another client; trying again", target);
            }
        }
    }

    /**
     * Gives the pending batch up, if it is this run's, after a failure: its objects stay hidden and are then removed. Where the failure was the
     * commit's, one of the two changes the bookmark's version and the other has no effect, whatever became of the answers.
     */
    public void giveUp(Leftovers leftovers) {
        if (!attempted) {
            return;
        }
        BookmarkState now = batches.state(key);
        Optional<BookmarkState.PendingBatch> pending =
                now.pending().filter(batch -> batch.id().equals(id));
        if (pending.isPresent()) {
            new PendingBatches(batches, catalog, target, key).giveUp(now, pending.get());
            leftovers.clean();
        }
    }
}
