package io.millrace.catalog.crawl;

import io.millrace.catalog.metadata.ColumnStatisticsRows;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.PartitionIndexRows;
import io.millrace.catalog.store.TableRows.Archive;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * What a crawl does to one table: decided against a snapshot of the catalog, shown by a dry run, or applied inside the transaction that
 * it was decided in.
 *
 * @param table as it will be, or as it was if it goes
 * @param before as it was, if it was there
 * @param draft what was found, if anything was
 * @param archive whether the version before is kept
 * @param index the partition index that a table with these keys gets, if its crawler asks for one
 * @param differences one sentence for each thing that changes, or would under another policy
 */
record PlannedTable(
        CrawlExplanation.Action action,
        Table table,
        Optional<Table> before,
        Optional<TableDraft> draft,
        PlannedPartitions partitions,
        Archive archive,
        Optional<PartitionIndex> index,
        List<String> differences) {
    PlannedTable {
        differences = List.copyOf(differences);
    }

    /** A table that changes in nothing but its partitions, if in anything. */
    static PlannedTable unchanged(Table table, TableDraft draft, PlannedPartitions partitions) {
        return new PlannedTable(
                partitions.writes() ? CrawlExplanation.Action.UPDATE : CrawlExplanation.Action.UNCHANGED,
                table,
                Optional.of(table),
                Optional.of(draft),
                partitions,
                Archive.SKIP,
                Optional.empty(),
                List.of());
    }

    /** The index over all partition keys that Glue's crawlers create if they are asked to. */
    static PartitionIndex indexOfAllKeys(Table table) {
        return new PartitionIndex(
                "crawler_partition_index",
                IntStream.range(0, table.partitionKeys().size()).boxed().toList());
    }

    /** Whether {@link #apply} writes anything. */
    boolean writes() {
        return writesTable() || action == CrawlExplanation.Action.DELETE || partitions.writes();
    }

    boolean writesTable() {
        return before.filter(table::equals).isEmpty();
    }

    void apply(CatalogTransaction transaction) {
        if (action == CrawlExplanation.Action.DELETE) {
            transaction.tables().delete(table.databaseName(), table.name());
            return;
        }
        if (before.isEmpty()) {
            require(transaction.tables().insert(table));
            addIndex(transaction);
        } else if (writesTable()) {
            partitions.remove(transaction.partitions());
            boolean keysChange =
                    before.get().partitionKeys().size() != table.partitionKeys().size();
            if (keysChange) {
                dropIndexes(transaction.partitionIndexes());
            }
            require(transaction.tables().update(table, before.get().versionId(), archive));
            ColumnStatisticsRows.dropMissing(transaction, table);
            if (keysChange) {
                addIndex(transaction);
            }
        }
        partitions.apply(transaction.partitions());
    }

    /** Their positions are of keys that are there no more. */
    private void dropIndexes(PartitionIndexRows indexes) {
        indexes.list(table.databaseName(), table.name())
                .forEach(known -> indexes.delete(table.databaseName(), table.name(), known.name()));
    }

    private void addIndex(CatalogTransaction transaction) {
        index.ifPresent(added -> transaction.partitionIndexes().insert(table.databaseName(), table.name(), added));
    }

    private void require(boolean written) {
        if (!written) {
            throw new IllegalStateException(
                    "Table %s.%s changed within the transaction".formatted(table.databaseName(), table.name()));
        }
    }
}
