package io.millrace.etl.job;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.catalog.TargetCatalog;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** A process's way to catalog and bookmarks: it may die before any call and after any that landed. */
final class MortalBatches implements BatchCatalog, TargetCatalog {
    private final InMemoryCatalog catalog;
    private final MortalProcess process;

    MortalBatches(InMemoryCatalog catalog, MortalProcess process) {
        this.catalog = catalog;
        this.process = process;
    }

    private <T> T call(String name, Supplier<T> call) {
        process.step("before " + name);
        T answer = call.get();
        process.step("after " + name);
        return answer;
    }

    private void run(String name, Runnable call) {
        call(name, () -> {
            call.run();
            return name;
        });
    }

    @Override
    public BookmarkState state(BookmarkKey key) {
        return call("state", () -> catalog.batches().state(key));
    }

    @Override
    public Unprocessed unprocessed(BookmarkKey key, List<InputObject> candidates) {
        return call("unprocessed", () -> catalog.batches().unprocessed(key, candidates));
    }

    @Override
    public Processed processed(BookmarkKey key, RunRange range, List<InputObject> candidates) {
        return call("processed", () -> catalog.batches().processed(key, range, candidates));
    }

    @Override
    public BookmarkState begin(
            BookmarkKey key,
            long version,
            String batchId,
            String runId,
            List<InputObject> inputs,
            List<GlueRequest> writes) {
        return call("begin", () -> catalog.batches().begin(key, version, batchId, runId, inputs, writes));
    }

    @Override
    public BookmarkState commit(
            BookmarkKey key, long version, String batchId, Outcome outcome, List<GlueRequest> writes) {
        return call("commit", () -> catalog.batches().commit(key, version, batchId, outcome, writes));
    }

    @Override
    public BookmarkState abandon(BookmarkKey key, long version, String batchId, List<GlueRequest> writes) {
        return call("abandon", () -> catalog.batches().abandon(key, version, batchId, writes));
    }

    @Override
    public void ensureDatabase(String database) {
        run("ensureDatabase", () -> catalog.ensureDatabase(database));
    }

    @Override
    public Optional<Table> findTable(String database, String table) {
        return call("findTable", () -> catalog.findTable(database, table));
    }

    @Override
    public void createTable(String database, TableInput table) {
        run("createTable", () -> catalog.createTable(database, table));
    }

    @Override
    public void updateTable(String database, Table current, TableInput table) {
        run("updateTable", () -> catalog.updateTable(database, current, table));
    }

    @Override
    public List<Partition> listPartitions(String database, String table) {
        return call("listPartitions", () -> catalog.listPartitions(database, table));
    }

    @Override
    public void createPartitions(String database, String table, List<PartitionInput> partitions) {
        run("createPartitions", () -> catalog.createPartitions(database, table, partitions));
    }

    @Override
    public void updatePartitions(String database, String table, List<PartitionInput> partitions) {
        run("updatePartitions", () -> catalog.updatePartitions(database, table, partitions));
    }

    @Override
    public void deletePartitions(String database, String table, List<List<String>> values) {
        run("deletePartitions", () -> catalog.deletePartitions(database, table, values));
    }
}
