package io.millrace.etl.batch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/**
 * Runs without a bookmark on AWS Glue's own Data Catalog, which has no transactions: a batch's catalog writes are made one after the other, in an
 * order in which the last one, the table's, is compare-and-swap. Nothing is remembered: every input is new, and what a dead run left is found by the
 * table's parameters. A crash in the middle leaves some partitions registered; the next run, which overwrites, mends that
 * (docs/decisions/0182).
 */
public final class PlainGlueBatches implements BatchCatalog {
    private static final BookmarkState NOTHING = new BookmarkState(0, "", Optional.empty(), List.of());

    private final GlueClient glue;

    /** Writes through the client, which is the caller's to close. */
    public PlainGlueBatches(GlueClient glue) {
        this.glue = glue;
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
        return NOTHING;
    }

    @Override
    public Unprocessed unprocessed(BookmarkKey key, List<InputObject> candidates) {
        return new Unprocessed(candidates, List.of());
    }

    @Override
    public BookmarkState begin(
            BookmarkKey key,
            long version,
            String batchId,
            String runId,
            List<InputObject> inputs,
            List<GlueRequest> writes) {
        write(writes);
        return new BookmarkState(
                version + 1, "", Optional.of(new BookmarkState.PendingBatch(batchId, runId)), List.of());
    }

    @Override
    public BookmarkState commit(
            BookmarkKey key, long version, String batchId, Outcome outcome, List<GlueRequest> writes) {
        write(writes);
        return NOTHING;
    }

    @Override
    public BookmarkState abandon(BookmarkKey key, long version, String batchId, List<GlueRequest> writes) {
        write(writes);
        return NOTHING;
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
