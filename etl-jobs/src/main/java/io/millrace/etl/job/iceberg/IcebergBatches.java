package io.millrace.etl.job.iceberg;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchCatalog.Outcome;
import io.millrace.etl.batch.BatchConflictException;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.BookmarkState.PendingBatch;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.RunStates;
import io.millrace.etl.job.failure.JobFailureException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with a batch that a run began and did not finish, where rows become visible with Iceberg's commit: a batch that stands in the table's history
 * is committed after the fact, any other is forgotten (docs/decisions/0179).
 */
final class IcebergBatches {
    /** How many batches that were given up a table remembers. A run that is thought dead and lives does not outlive so many later ones. */
    private static final int ABANDONED_KEPT = 100;

    private static final Logger LOG = LoggerFactory.getLogger(IcebergBatches.class);

    private final BatchCatalog batches;
    private final BookmarkKey key;
    private final TableName name;
    private final IcebergTarget target;
    private final InstantSource clock;

    IcebergBatches(BatchCatalog batches, BookmarkKey key, TableName name, IcebergTarget target, InstantSource clock) {
        this.batches = batches;
        this.key = key;
        this.name = name;
        this.target = target;
        this.clock = clock;
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
        Optional<Outcome> outcome = target.find().flatMap(table -> fenced(table, pending.id()));
        try {
            if (outcome.isPresent()) {
                LOG.info("Table {}: batch {} of run {} is there already", name, pending.id(), pending.runId());
                return batches.commit(key, state.version(), pending.id(), outcome.get(), List.of());
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

    /**
     * Looks the batch up when it cannot land any more. Its run may be alive, on a host that is not known here: the table says first that the batch
     * is given up, and a commit that comes after that is refused ({@link IcebergBatchOperations}).
     */
    private Optional<Outcome> fenced(Table table, String batch) {
        Optional<Outcome> landed = outcome(table, batch);
        if (landed.isPresent()) {
            return landed;
        }
        UpdateProperties properties =
                table.updateProperties().set(IcebergBatchOperations.abandoned(batch), Long.toString(clock.millis()));
        oldest(table).forEach(properties::remove);
        properties.commit();
        table.refresh();
        return outcome(table, batch);
    }

    /** What nobody can come back for any more. */
    private static List<String> oldest(Table table) {
        return table.properties().entrySet().stream()
                .filter(property -> property.getKey().startsWith(IcebergBatchOperations.ABANDONED))
                .sorted(Comparator.comparingLong(
                                (Map.Entry<String, String> property) -> Long.parseLong(property.getValue()))
                        .reversed())
                .skip(ABANDONED_KEPT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What the batch has added, if it has: its snapshot says it or, where that has expired, what is remembered of the job's last batch. */
    private Optional<Outcome> outcome(Table table, String batch) {
        return IcebergTarget.snapshot(table, batch)
                .map(IcebergBatches::outcome)
                .or(() -> Optional.ofNullable(table.properties().get(IcebergBatchOperations.last(key.job())))
                        .map(text -> text.split(" "))
                        .filter(words -> words[0].equals(batch))
                        .map(words -> outcome(Long.parseLong(words[1]), Long.parseLong(words[2]))));
    }

    private static Outcome outcome(Snapshot snapshot) {
        return outcome(
                IcebergWriter.count(snapshot, "added-records"), IcebergWriter.count(snapshot, "added-data-files"));
    }

    private static Outcome outcome(long rows, long files) {
        return new Outcome(rows, rows, 0, Math.toIntExact(files));
    }
}
