package io.millrace.etl.job;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchCatalog.Outcome;
import io.millrace.etl.batch.BatchConflictException;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.BookmarkState.PendingBatch;
import io.millrace.etl.job.JobArguments.TableName;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with a batch that a run began and did not finish, where rows become visible with Iceberg's commit: a batch that stands in the table's history
 * is committed after the fact, any other is forgotten (docs/decisions/0179).
 */
final class IcebergBatches {
    /** A table property whose change makes commits fail that were under way. */
    private static final String SETTLED = "millrace.settled-batch";

    private static final Logger LOG = LoggerFactory.getLogger(IcebergBatches.class);

    private final BatchCatalog batches;
    private final BookmarkKey key;
    private final TableName name;
    private final IcebergTarget target;

    IcebergBatches(BatchCatalog batches, BookmarkKey key, TableName name, IcebergTarget target) {
        this.batches = batches;
        this.key = key;
        this.name = name;
        this.target = target;
    }

    /**
     * The bookmark's state, without a pending batch.
     *
     * @throws JobFailureException if the run that began it is still at work
     */
    BookmarkState resolve(RunStates runs, String ownRunId) {
        BookmarkState state = batches.state(key);
        Optional<PendingBatch> pending = state.pending();
        if (pending.isEmpty()) {
            return state;
        }
        String run = pending.get().runId();
        if (!run.equals(ownRunId) && runs.isAtWork(key.job(), run)) {
            throw new JobFailureException("Run %s of job %s is writing table %s; wait until it has ended, or stop it"
                    .formatted(run, key.job(), name));
        }
        return settle(state, pending.get());
    }

    /** After a failure: nothing is left pending, and the inputs count exactly if their rows are in the table. */
    void settleOwn(String batch) {
        BookmarkState state = batches.state(key);
        state.pending().filter(pending -> pending.id().equals(batch)).ifPresent(pending -> settle(state, pending));
    }

    private BookmarkState settle(BookmarkState state, PendingBatch pending) {
        Optional<Snapshot> snapshot = target.find().flatMap(table -> fenced(table, pending.id()));
        try {
            if (snapshot.isPresent()) {
                LOG.info("Table {}: batch {} of run {} is there already", name, pending.id(), pending.runId());
                return batches.commit(key, state.version(), pending.id(), outcome(snapshot.get()), List.of());
            }
            LOG.info("Table {}: run {} left batch {} unfinished", name, pending.runId(), pending.id());
            return batches.abandon(key, state.version(), pending.id(), List.of());
        } catch (BatchConflictException e) {
            throw new JobFailureException(
                    "Another run of job %s changed its bookmark for table %s just now; run it again"
                            .formatted(key.job(), name),
                    e);
        }
    }

    /** Looks the batch up when no request of its run, which is dead, can land any more: the table has changed since. */
    private static Optional<Snapshot> fenced(Table table, String batch) {
        if (IcebergTarget.snapshot(table, batch).isEmpty()) {
            table.updateProperties().set(SETTLED, batch).commit();
            table.refresh();
        }
        return IcebergTarget.snapshot(table, batch);
    }

    private static Outcome outcome(Snapshot snapshot) {
        long rows = IcebergWriter.count(snapshot, "added-records");
        return new Outcome(rows, rows, 0, Math.toIntExact(IcebergWriter.count(snapshot, "added-data-files")));
    }
}
