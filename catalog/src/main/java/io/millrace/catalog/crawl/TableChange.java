package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.CrawlExplanation.Action;
import io.millrace.catalog.crawl.CrawlerConfiguration.ColumnChange;
import io.millrace.catalog.crawl.CrawlerConfiguration.PartitionIndexing;
import io.millrace.catalog.crawl.PartitionChange.Ownership;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.PartitionRows;
import io.millrace.catalog.store.TableRows.Archive;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/** Decides what a crawl does to the table that a draft is of. */
final class TableChange {
    private static final String ACCOUNT = "000000000000";

    private final CrawlPolicy policy;
    private final TableDraft draft;
    private final Instant now;

    TableChange(CrawlPolicy policy, TableDraft draft, Instant now) {
        this.policy = policy;
        this.draft = draft;
        this.now = now;
    }

    static String nextVersion(Table table) {
        return String.valueOf(Long.parseLong(table.versionId()) + 1);
    }

    /** @param existing the table of that name, which has the draft's location */
    PlannedTable plan(String name, Optional<Table> existing, PartitionRows partitions, Locations folders) {
        if (existing.isEmpty()) {
            return create(name, partitions, folders);
        }
        Table table = existing.get();
        boolean committedTo = table.parameters().containsKey("previous_metadata_location");
        boolean foreign =
                draft.table().isEmpty() && !table.parameters().containsKey(CrawlerParameters.UPDATED_BY_CRAWLER);
        if (committedTo || foreign) {
            // An Iceberg client's commit is newer than the metadata that a crawl has seen.
            return addTo(table, partitions, folders);
        }
        if (!policy.updates()) {
            return log(table, partitions, folders);
        }
        List<String> changed = TableDifferences.ofAttributes(table, draft);
        if (policy.configuration().columns() == ColumnChange.MERGE_NEW && !changed.isEmpty()) {
            return deprecate(table, changed);
        }
        return update(table, partitions, folders);
    }

    private PlannedTable create(String name, PartitionRows partitions, Locations folders) {
        Table table = Table.builder()
                .name(name)
                .databaseName(policy.database())
                .catalogId(ACCOUNT)
                .owner("owner")
                .createTime(now)
                .updateTime(now)
                .lastAccessTime(now)
                .retention(0)
                .storageDescriptor(draft.descriptor())
                .partitionKeys(draft.partitionKeys())
                .tableType("EXTERNAL_TABLE")
                .parameters(draft.parameters())
                .createdBy("arn:aws:sts::" + ACCOUNT + ":assumed-role/" + roleName() + "/AWS-Crawler")
                .isRegisteredWithLakeFormation(false)
                .versionId("0")
                .build();
        return new PlannedTable(
                Action.CREATE,
                table,
                Optional.empty(),
                Optional.of(draft),
                partitions(table, Ownership.CRAWLER, partitions, Optional.empty(), folders),
                Archive.SKIP,
                index(table),
                List.of("it is new"));
    }

    private Optional<PartitionIndex> index(Table table) {
        boolean indexed = policy.configuration().partitionIndex() == PartitionIndexing.ALL_KEYS
                && !table.partitionKeys().isEmpty();
        return indexed ? Optional.of(PlannedTable.indexOfAllKeys(table)) : Optional.empty();
    }

    private String roleName() {
        return policy.role().substring(policy.role().lastIndexOf('/') + 1);
    }

    /** A table that no crawler made keeps all it has; partitions that it lacks are added. */
    private PlannedTable addTo(Table table, PartitionRows partitions, Locations folders) {
        boolean owned = Optional.ofNullable(table.parameters().get("table_type"))
                .filter(type -> !type.isBlank())
                .isPresent();
        PlannedPartitions added = owned
                ? PlannedPartitions.none(
                        table,
                        Optional.of("%s: table %s keeps its own metadata".formatted(draft.location(), table.name())))
                : partitions(table, Ownership.OTHERS, partitions, Optional.of(table), folders);
        return PlannedTable.unchanged(table, draft, added);
    }

    /** The table stays; what else a crawl would do to it is told. */
    private PlannedTable log(Table table, PartitionRows partitions, Locations folders) {
        Table kept = table;
        if (CrawlerParameters.isDeprecated(table.parameters())
                && TableDifferences.ofAttributes(table, draft).isEmpty()) {
            kept = next(
                    table,
                    table.toBuilder()
                            .parameters(CrawlerParameters.restored(table.parameters()))
                            .build());
        }
        // Counts that are not refreshed are no news.
        List<String> differences = TableDifferences.of(
                TableUpdate.withoutCounts(table),
                TableUpdate.withoutCounts(new TableUpdate(draft, policy).of(table)),
                draft.notes());
        PlannedPartitions planned = partitions(kept, Ownership.CRAWLER, partitions, Optional.of(kept), folders);
        if (kept.equals(table) && differences.isEmpty()) {
            return PlannedTable.unchanged(table, draft, planned);
        }
        return new PlannedTable(
                kept.equals(table) ? Action.LOG_ONLY : Action.UPDATE,
                kept,
                Optional.of(table),
                Optional.of(draft),
                planned,
                Archive.KEEP,
                Optional.empty(),
                differences);
    }

    private PlannedTable deprecate(Table table, List<String> changed) {
        boolean deprecated = CrawlerParameters.isDeprecated(table.parameters());
        Table after = deprecated
                ? table
                : next(
                        table,
                        table.toBuilder()
                                .parameters(CrawlerParameters.deprecated(table.parameters(), policy.crawler()))
                                .build());
        return new PlannedTable(
                deprecated ? Action.LOG_ONLY : Action.DEPRECATE,
                after,
                Optional.of(table),
                Optional.of(draft),
                PlannedPartitions.none(
                        after,
                        Optional.of("%s: table %s is deprecated, because %s and new columns are merged only"
                                .formatted(draft.location(), table.name(), String.join(", ", changed)))),
                Archive.KEEP,
                Optional.empty(),
                changed);
    }

    private PlannedTable update(Table table, PartitionRows partitions, Locations folders) {
        Table changed = new TableUpdate(draft, policy).of(table);
        Table after = changed.equals(table) ? table : next(table, changed);
        PlannedPartitions planned = partitions(after, Ownership.CRAWLER, partitions, Optional.of(table), folders);
        if (after.equals(table)) {
            return PlannedTable.unchanged(table, draft, planned);
        }
        boolean countsOnly = TableUpdate.withoutCounts(changed).equals(TableUpdate.withoutCounts(table));
        return new PlannedTable(
                Action.UPDATE,
                after,
                Optional.of(table),
                Optional.of(draft),
                planned,
                countsOnly ? Archive.SKIP : Archive.KEEP,
                index(after),
                TableDifferences.of(table, after, draft.notes()));
    }

    private Table next(Table before, Table changed) {
        return changed.toBuilder()
                .updateTime(now)
                .versionId(nextVersion(before))
                .build();
    }

    private PlannedPartitions partitions(
            Table after, Ownership ownership, PartitionRows rows, Optional<Table> existing, Locations folders) {
        boolean hadKeys =
                existing.filter(table -> !table.partitionKeys().isEmpty()).isPresent();
        if (!hadKeys && after.partitionKeys().isEmpty() && draft.partitionKeys().isEmpty()) {
            return PlannedPartitions.none(after);
        }
        List<String> reasons = existing.isEmpty() ? List.of() : TableDifferences.ofAttributes(after, draft);
        if (!keyNames(after.partitionKeys()).equals(keyNames(draft.partitionKeys()))) {
            reasons = List.of("partition keys: %s → %s"
                    .formatted(keyNames(after.partitionKeys()), keyNames(draft.partitionKeys())));
        }
        if (!reasons.isEmpty()) {
            return PlannedPartitions.none(
                    after,
                    Optional.of("%s: no partitions are added to table %s, which stays as it is (%s)"
                            .formatted(draft.location(), after.name(), String.join(", ", reasons))));
        }
        return new PartitionChange(policy, ownership, after, draft, now).plan(rows, existing, folders);
    }

    private static List<String> keyNames(List<Column> keys) {
        return keys.stream().map(key -> key.name().toLowerCase(Locale.ROOT)).toList();
    }
}
