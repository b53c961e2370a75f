package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.KeySkip;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partition indexes that scans would have needed, in memory: what is lost with the process comes again with the next slow
 * scan. Thread-safe.
 */
final class IndexAdvice {
    /** What a seek costs in keys that are read on. */
    private static final long SEEK = 50;

    /** A scan of this cost takes about 10 ms, the time that a filter may take. */
    private static final long WORTH_AN_INDEX = 5_000;

    /** What reading a match costs, which no index saves. */
    private static final long MATCH = 20;

    private static final int MOST_WANTED = 100;

    private final Set<Wanted> wanted = ConcurrentHashMap.newKeySet();

    /**
     * An index that a scan would have needed.
     *
     * @param tableId of the partitions' table
     * @param positions its keys by their positions in the table
     */
    record Wanted(long tableId, List<Integer> positions) {}

    /** A scan in the table's order ended, which found {@code found} partitions. */
    void scanned(PartitionTable table, KeySkip skip, PartitionScan scan, int found) {
        long cost = scan.seeks() * SEEK + scan.keysRead() - MATCH * found;
        if (cost < WORTH_AN_INDEX || wanted.size() >= MOST_WANTED) {
            return;
        }
        List<Integer> positions = skip.boundKeys();
        if (!positions.isEmpty()) {
            wanted.add(new Wanted(table.id(), positions));
        }
    }

    /** Takes one. */
    Optional<Wanted> take() {
        Iterator<Wanted> all = wanted.iterator();
        if (!all.hasNext()) {
            return Optional.empty();
        }
        Wanted next = all.next();
        all.remove();
        return Optional.of(next);
    }
}
