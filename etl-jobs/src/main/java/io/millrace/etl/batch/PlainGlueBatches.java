package io.millrace.etl.batch;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.batch.BookmarkState.PendingBatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/**
 * Runs without a bookmark on AWS Glue's own Data Catalog, which has no transactions: a batch's catalog writes are made one after the other, in an
 * order in which the last one, the table's, is compare-and-swap. No input is remembered. A batch that the table's parameters hide and do not call
 * removed is a dead run's, because only one run at a time may write a table here. A crash in the middle leaves some partitions registered; the
 * next run, which overwrites, mends that (docs/decisions/0182).
 */
public final class PlainGlueBatches implements BatchCatalog {
    private final GlueClient glue;
    private final String runId;

    /**
     * Batches of one run.
     *
     * @param glue the caller's to close
     * @param runId the run's; what another one left is this one's to remove
     */
    public PlainGlueBatches(GlueClient glue, String runId) {
        this.glue = glue;
        this.runId = runId;
    }

    /** Whether the catalog keeps bookmarks, that is, whether it is Millrace's. */
    public static boolean isNeeded(BatchCatalog catalog, BookmarkKey key) {
        try {
            catalog.state(key);
            return false;
        } catch (UnsupportedOperationException e) {
            return true;
        }
    }

    @Override
    public BookmarkState state(BookmarkKey key) {
        Set<String> hidden = new TreeSet<>();
        try {
            Map<String, String> parameters = glue.getTable(
                            request -> request.databaseName(key.database()).name(key.table()))
                    .table()
                    .parameters();
            hidden.addAll(BatchObjects.batches(parameters.get(BatchObjects.HIDDEN)));
            hidden.removeAll(BatchObjects.batches(parameters.get(BatchObjects.REMOVED)));
        } catch (EntityNotFoundException e) {
            // The run makes the table.
        }
        return new BookmarkState(0, "", hidden.stream().findFirst().map(id -> new PendingBatch(id, runId)), List.of());
    }

    @Override
    public Unprocessed unprocessed(BookmarkKey key, List<InputObject> candidates) {
        return new Unprocessed(candidates, List.of());
    }

    /** Only runs without a bookmark come here. */
    @Override
    public Processed processed(BookmarkKey key, RunRange range, List<InputObject> candidates) {
        throw new IllegalArgumentException("The catalog is not Millrace's and keeps no bookmarks");
    }

    @Override
    public BookmarkState begin(
            BookmarkKey key,
            long version,
            String batchId,
            String ofRun,
            List<InputObject> inputs,
            List<GlueRequest> writes) {
        write(writes);
        return state(key);
    }

    @Override
    public BookmarkState commit(
            BookmarkKey key, long version, String batchId, Outcome outcome, List<GlueRequest> writes) {
        write(writes);
        return state(key);
    }

    @Override
    public BookmarkState abandon(BookmarkKey key, long version, String batchId, List<GlueRequest> writes) {
        write(writes);
        return state(key);
    }

    private void write(List<GlueRequest> writes) {
        try {
            writes.stream()
                    .filter(write -> !(write instanceof UpdateTableRequest))
                    .forEach(this::write);
            writes.stream().filter(UpdateTableRequest.class::isInstance).forEach(this::write);
        } catch (ConcurrentModificationException e) {
            throw new BatchConflictException("The table was changed by another client", e);
        }
    }

    private void write(GlueRequest write) {
        if (write instanceof CreateTableRequest request) {
            glue.createTable(request);
        } else if (write instanceof UpdateTableRequest request) {
            glue.updateTable(request);
        } else if (write instanceof BatchCreatePartitionRequest request) {
            refuse(glue.batchCreatePartition(request).errors().stream()
                    .filter(error ->
                            !"AlreadyExistsException".equals(error.errorDetail().errorCode()))
                    .map(error -> text(error.partitionValues(), error.errorDetail()))
                    .collect(Collectors.joining("; ")));
        } else if (write instanceof BatchUpdatePartitionRequest request) {
            refuse(glue.batchUpdatePartition(request).errors().stream()
                    .map(error -> text(error.partitionValueList(), error.errorDetail()))
                    .collect(Collectors.joining("; ")));
        } else {
            throw new IllegalArgumentException(
                    "No batch writes " + write.getClass().getSimpleName());
        }
    }

    private static String text(List<String> values, ErrorDetail error) {
        return values + ": " + error.errorCode() + " " + error.errorMessage();
    }

    private static void refuse(String problems) {
        if (!problems.isEmpty()) {
            throw GlueException.builder()
                    .message("Partitions were refused: " + problems)
                    .build();
        }
    }
}
