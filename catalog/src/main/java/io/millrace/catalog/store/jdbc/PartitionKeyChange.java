package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.PartitionKeyTypes;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Encodes the keys of all partitions of a table anew, as other types of the partition keys ask for. */
final class PartitionKeyChange {
    /** Begins keys that are not yet encoded anew; no key begins so. Without it an old key could be another partition's new one. */
    private static final String OLD = "\u0002\u0002";

    private static final String AFTER_OLD = "\u0002\u0003";
    private static final int BATCH = 1000;

    private final Handle handle;
    private final PartitionKeyTypes from;
    private final PartitionKeyTypes to;

    PartitionKeyChange(Handle handle, PartitionKeyTypes from, PartitionKeyTypes to) {
        this.handle = handle;
        this.from = from;
        this.to = to;
    }

    void apply(long tableId) {
        handle.createUpdate("UPDATE glue_partitions SET values_key = :old || values_key WHERE table_id = :table")
                .bind("old", OLD)
                .bind("table", tableId)
                .execute();
        List<String> keys = old(tableId);
        while (!keys.isEmpty()) {
            encode(tableId, keys);
            keys = old(tableId);
        }
    }

    private List<String> old(long tableId) {
        return handle.createQuery("SELECT values_key FROM glue_partitions WHERE table_id = :table"
                        + " AND values_key >= :old AND values_key < :afterOld ORDER BY values_key LIMIT :limit")
                .bind("table", tableId)
                .bind("old", OLD)
                .bind("afterOld", AFTER_OLD)
                .bind("limit", BATCH)
                .mapTo(String.class)
                .list();
    }

    private void encode(long tableId, List<String> keys) {
        PreparedBatch batch = handle.prepareBatch(
                "UPDATE glue_partitions SET values_key = :new WHERE table_id = :table AND values_key = :key");
        for (String key : keys) {
            batch.bind("new", to.encode(from.decode(key.substring(OLD.length()))))
                    .bind("table", tableId)
                    .bind("key", key)
                    .add();
        }
        batch.execute();
    }
}
