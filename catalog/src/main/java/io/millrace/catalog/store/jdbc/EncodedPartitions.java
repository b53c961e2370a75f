package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.glue.model.Partition;

/**
 * Partitions of one table as they are stored, some at a time. Of many, the next are encoded by another thread while the caller
 * writes: each of the two takes about as long. For one thread.
 */
final class EncodedPartitions {
    private static final int BATCH = 500;

    private final PartitionTable table;
    private final List<Partition> partitions;
    private final SdkJsonSeries definitions = new SdkJsonSeries();
    private int begun;
    private CompletableFuture<List<Row>> ahead = CompletableFuture.completedFuture(List.of());

    /** A partition's columns in the database. */
    record Row(String key, String definition) {}

    EncodedPartitions(PartitionTable table, List<Partition> partitions) {
        this.table = table;
        this.partitions = partitions;
        begin();
    }

    /** The next; none at the end. */
    List<Row> next() {
        List<Row> rows = ahead.join();
        begin();
        return rows;
    }

    private void begin() {
        List<Partition> batch = partitions.subList(begun, Math.min(begun + BATCH, partitions.size()));
        begun += batch.size();
        // A few are not worth another thread.
        ahead = batch.size() < BATCH
                ? CompletableFuture.completedFuture(encode(batch))
                : CompletableFuture.supplyAsync(() -> encode(batch));
    }

    private List<Row> encode(List<Partition> batch) {
        List<Row> rows = new ArrayList<>(batch.size());
        for (Partition partition : batch) {
            rows.add(new Row(table.key(partition.values()), definitions.write(partition)));
        }
        return rows;
    }
}
