package io.millrace.server.fault;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call that changes a table of its writer's own, and what it makes of the table. Each is one transaction of the catalog, so
 * that a reader may see the table before or after it and nothing between.
 *
 * @param batch the partitions that it changes, or 0
 */
record CatalogStep(Kind kind, int batch) {
    /** Partitions that are made and changed together: as many as BatchDeletePartition takes, and a few less. */
    static final int BATCH_SIZE = 20;

    enum Kind {
        CREATE,
        UPDATE,
        ADD_BATCH,
        REVISE_BATCH,
        PATCH_ONE,
        DROP_BATCH,
        DELETE
    }

    /**
     * A table as its writer knows it.
     *
     * @param counter updates so far, which is also the table's version
     */
    record TableState(int counter, SortedMap<Integer, BatchState> batches) {
        private TableState with(int number, BatchState batch) {
            SortedMap<Integer, BatchState> changed = new TreeMap<>(batches);
            changed.put(number, batch);
            return new TableState(counter, changed);
        }

        private TableState without(int number) {
            SortedMap<Integer, BatchState> changed = new TreeMap<>(batches);
            changed.remove(number);
            return new TableState(counter, changed);
        }
    }

    /**
     * @param revision changes of the whole batch
     * @param patch changes of its first partition
     */
    record BatchState(int revision, int patch) {}

    /** The table after this step; empty when there is none. */
    Optional<TableState> after(Optional<TableState> before) {
        if (kind == Kind.CREATE) {
            return Optional.of(new TableState(0, new TreeMap<>()));
        }
        TableState table = before.orElseThrow();
        BatchState old = table.batches().getOrDefault(batch, new BatchState(0, 0));
        return switch (kind) {
            case UPDATE -> Optional.of(new TableState(table.counter() + 1, table.batches()));
            case ADD_BATCH -> Optional.of(table.with(batch, new BatchState(0, 0)));
            case REVISE_BATCH -> Optional.of(table.with(batch, new BatchState(old.revision() + 1, old.patch())));
            case PATCH_ONE -> Optional.of(table.with(batch, new BatchState(old.revision(), old.patch() + 1)));
            case DROP_BATCH -> Optional.of(table.without(batch));
            default -> Optional.empty();
        };
    }
}
