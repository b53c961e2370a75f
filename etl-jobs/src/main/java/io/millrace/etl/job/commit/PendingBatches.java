package io.millrace.etl.job.commit;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchConflictException;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.BookmarkState.PendingBatch;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.RunStates;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Deals with a batch that a run began and did not finish. First the catalog forgets that it is pending and remembers that its objects are to be
 * removed, in one transaction: a commit that is still on its way fails from then on, and the objects stay hidden. Only then are uploads
 * aborted and objects deleted ({@link Leftovers}), by this run or, if it dies, by the next.
 */
public final class PendingBatches {
    private static final Logger LOG = LoggerFactory.getLogger(PendingBatches.class);
    private static final int ATTEMPTS = 8;

    private final BatchCatalog batches;
    private final TargetCatalog catalog;
    private final TableName target;
    private final BookmarkKey key;

    public PendingBatches(BatchCatalog batches, TargetCatalog catalog, TableName target, BookmarkKey key) {
        this.batches = batches;
        this.catalog = catalog;
        this.target = target;
        this.key = key;
    }

    /**
     * The bookmark's state, without a pending batch.
     *
     * @throws JobFailureException if the run that began it is still at work
     */
    public BookmarkState resolve(RunStates runs, String ownRunId) {
        BookmarkState state = batches.state(key);
        if (state.pending().isEmpty()) {
            return state;
        }
        PendingBatch pending = state.pending().get();
        if (!pending.runId().equals(ownRunId) && runs.isAtWork(key.job(), pending.runId())) {
            throw new JobFailureException("Run %s of job %s is writing table %s; wait until it has ended, or stop it"
                    .formatted(pending.runId(), key.job(), target));
        }
        LOG.info("Table {}: run {} left batch {} unfinished; it is removed", target, pending.runId(), pending.id());
        return giveUp(state, pending);
    }

    /** Gives the pending batch up. @throws JobFailureException if somebody else did, or it was committed just now */
    BookmarkState giveUp(BookmarkState state, PendingBatch pending) {
        for (int attempt = 1; ; attempt++) {
            Optional<Table> table = catalog.findTable(target.database(), target.name());
            List<GlueRequest> writes =
                    new ArrayList<>(table.map(found -> Registration.giveUp(target, found, pending.id()))
                            .orElse(List.of()));
            writes.addAll(Quarantine.giveUp(catalog, target, pending.id()));
            try {
                return batches.abandon(key, state.version(), pending.id(), writes);
            } catch (BatchConflictException e) {
                if (batches.state(key).version() != state.version() || attempt == ATTEMPTS) {
                    throw new JobFailureException(
                            "Another run of job %s changed its bookmark for table %s just now; run it again"
                                    .formatted(key.job(), target),
                            e);
                }
            }
        }
    }
}
