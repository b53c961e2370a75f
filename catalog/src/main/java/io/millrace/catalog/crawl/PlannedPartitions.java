package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.TableDraft.Counts;
import io.millrace.catalog.crawl.TableDraft.PartitionDraft;
import io.millrace.catalog.store.PartitionRows;
import io.millrace.catalog.store.PartitionSeries;
import io.millrace.catalog.store.PartitionSeries.Member;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * What a crawl does to the partitions of one table.
 *
 * @param added those that are new; many in a first crawl, so they become no catalog entries before they are written
 * @param entry makes the entry of a new one, from which the others differ as {@link PartitionSeries} may
 * @param updated those that change, as they will be
 * @param retired those of {@code updated} whose objects are gone
 * @param deleted the values of those that go
 * @param unchanged how many stay as they are
 * @param notes one sentence for each partition that cannot be registered
 */
record PlannedPartitions(
        Table table,
        List<PartitionDraft> added,
        Function<PartitionDraft, Partition> entry,
        List<Partition> updated,
        long retired,
        List<List<String>> deleted,
        long unchanged,
        List<String> notes) {
    PlannedPartitions {
        added = List.copyOf(added);
        updated = List.copyOf(updated);
        deleted = List.copyOf(deleted);
        notes = List.copyOf(notes);
    }

    /** Nothing happens. */
    static PlannedPartitions none(Table table) {
        return none(table, Optional.empty());
    }

    /** Nothing happens, for a reason. */
    static PlannedPartitions none(Table table, Optional<String> reason) {
        return new PlannedPartitions(
                table,
                List.of(),
                draft -> {
                    throw new IllegalStateException("No partition is added");
                },
                List.of(),
                0,
                List.of(),
                0,
                reason.stream().toList());
    }

    boolean writes() {
        return !added.isEmpty() || !updated.isEmpty() || !deleted.isEmpty();
    }

    /** The first half of {@link #apply}, before the table's keys change: what goes may not fit the new ones. */
    void remove(PartitionRows rows) {
        deleted.forEach(values -> rows.delete(table.databaseName(), table.name(), values));
    }

    /** Does the rest if {@link #remove} was called before, else all. */
    void apply(PartitionRows rows) {
        remove(rows);
        updated.forEach(partition -> rows.update(partition.values(), partition));
        if (!added.isEmpty()) {
            rows.insertAll(new PartitionSeries(
                    entry.apply(added.get(0)),
                    Counts.PARAMETERS,
                    added.stream().map(PlannedPartitions::member).toList()));
        }
    }

    private static Member member(PartitionDraft partition) {
        return new Member(
                partition.values(), partition.location(), partition.counts().texts());
    }
}
