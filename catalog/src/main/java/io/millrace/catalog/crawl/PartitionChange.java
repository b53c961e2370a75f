package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.TableDraft.PartitionDraft;
import io.millrace.catalog.store.PartitionRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Decides what a crawl does to one table's partitions. They have the columns, the formats and the SerDe of the table as it will be
 * ({@code InheritFromTable}, always), so that no reader finds a partition that differs from its table.
 */
final class PartitionChange {
    private static final int PAGE = 1000;

    private final CrawlPolicy policy;
    private final Ownership ownership;
    private final Table table;
    private final TableDraft draft;
    private final Instant now;
    private final List<PartitionDraft> added = new ArrayList<>();
    private final List<Partition> updated = new ArrayList<>();
    private final List<List<String>> deleted = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long unchanged;
    private long retired;

    /** Whose a table is. */
    enum Ownership {
        CRAWLER,
        /** Something else made it: what is there stays, what it lacks is added. */
        OTHERS
    }

    /** @param table as it will be */
    PartitionChange(CrawlPolicy policy, Ownership ownership, Table table, TableDraft draft, Instant now) {
        this.policy = policy;
        this.ownership = ownership;
        this.table = table;
        this.draft = draft;
        this.now = now;
    }

    /** @param existing whether the table is in the catalog */
    PlannedPartitions plan(PartitionRows rows, Optional<Table> existing, Locations folders) {
        Map<List<String>, PartitionDraft> found = found();
        if (existing.isPresent()) {
            boolean sameTable = TableUpdate.describesAlike(existing.get(), table);
            Set<List<String>> settled = new HashSet<>();
            List<List<String>> compared = new ArrayList<>();
            forEach(
                    rows,
                    values -> {
                        PartitionDraft match = found.get(values);
                        boolean known = sameTable && match != null && folders.isUnchanged(match.location());
                        if (known) {
                            settled.add(values);
                        }
                        // What is left out here is not read from the database.
                        return !known;
                    },
                    partition -> {
                        PartitionDraft match = found.get(partition.values());
                        if (match == null) {
                            retireIfVanished(partition, folders);
                        } else {
                            compare(partition, match);
                            compared.add(partition.values());
                        }
                    });
            unchanged += settled.size();
            settled.forEach(found::remove);
            compared.forEach(found::remove);
        }
        added.addAll(found.values());
        return new PlannedPartitions(table, added, this::create, updated, retired, deleted, unchanged, notes);
    }

    /** What was found and can be a partition of the table, by its values. */
    private Map<List<String>, PartitionDraft> found() {
        Map<List<String>, PartitionDraft> found = new LinkedHashMap<>();
        List<PartitionKeyType> keys = table.partitionKeys().stream()
                .map(key -> PartitionKeyType.parse(key.type()))
                .toList();
        for (PartitionDraft partition : draft.partitions()) {
            String misfit = misfit(keys, partition);
            PartitionDraft same = misfit.isEmpty() ? found.putIfAbsent(partition.values(), partition) : null;
            if (!misfit.isEmpty()) {
                notes.add(partition.location() + ": " + misfit);
            } else if (same != null) {
                notes.add("%s: %s has the same partition values".formatted(partition.location(), same.location()));
            }
        }
        return found;
    }

    /** Why it is none; empty if it is one. */
    private String misfit(List<PartitionKeyType> keys, PartitionDraft partition) {
        for (int i = 0; i < partition.values().size(); i++) {
            if (!keys.get(i).fits(partition.values().get(i))) {
                Column key = table.partitionKeys().get(i);
                return "'%s' is no value of the partition key %s %s"
                        .formatted(partition.values().get(i), key.name(), key.type());
            }
        }
        return "";
    }

    private void forEach(PartitionRows rows, Predicate<List<String>> filter, Consumer<Partition> action) {
        List<String> after = List.of();
        List<Partition> page;
        do {
            page = rows.list(table.databaseName(), table.name(), filter, after, PAGE);
            page.forEach(action);
            after = page.isEmpty() ? after : page.get(page.size() - 1).values();
        } while (page.size() == PAGE);
    }

    private Partition create(PartitionDraft found) {
        Map<String, String> parameters = draft.parameters(found);
        return Partition.builder()
                .values(found.values())
                .databaseName(table.databaseName())
                .tableName(table.name())
                .catalogId(table.catalogId())
                .creationTime(now)
                .lastAccessTime(now)
                .storageDescriptor(table.storageDescriptor().toBuilder()
                        .location(found.location())
                        .parameters(parameters)
                        .build())
                .parameters(parameters)
                .build();
    }

    private void compare(Partition old, PartitionDraft found) {
        Partition changed = ownership == Ownership.OTHERS ? old : changed(old, found);
        if (changed.equals(old)) {
            unchanged++;
        } else {
            updated.add(changed);
        }
    }

    private Partition changed(Partition old, PartitionDraft found) {
        StorageDescriptor storage = old.storageDescriptor();
        if (storage != null && !CatalogChange.withSlash(storage.location()).equals(found.location())) {
            // Someone pointed the partition elsewhere on purpose.
            return old;
        }
        if (!policy.updates()) {
            return old.toBuilder()
                    .parameters(CrawlerParameters.restored(old.parameters()))
                    .build();
        }
        Map<String, String> parameters = draft.parameters(found);
        StorageDescriptor kept = storage == null
                ? table.storageDescriptor().toBuilder()
                        .location(found.location())
                        .parameters(parameters)
                        .build()
                : storage;
        StorageDescriptor inherited = kept.toBuilder()
                .columns(table.storageDescriptor().columns())
                .inputFormat(table.storageDescriptor().inputFormat())
                .outputFormat(table.storageDescriptor().outputFormat())
                .serdeInfo(table.storageDescriptor().serdeInfo())
                .parameters(CrawlerParameters.merge(kept.parameters(), parameters))
                .build();
        return old.toBuilder()
                .storageDescriptor(inherited)
                .parameters(CrawlerParameters.merge(old.parameters(), parameters))
                .build();
    }

    private void retireIfVanished(Partition partition, Locations folders) {
        if (ownership == Ownership.OTHERS) {
            unchanged++;
            return;
        }
        boolean misfit = partition.values().size() != table.partitionKeys().size();
        String location = partition.storageDescriptor() == null
                ? ""
                : CatalogChange.withSlash(partition.storageDescriptor().location());
        String root = CatalogChange.withSlash(table.storageDescriptor().location());
        boolean vanished = location.startsWith(root) && !folders.hasDataBelow(location);
        if (misfit || (vanished && policy.delete() == DeleteBehavior.DELETE_FROM_DATABASE)) {
            deleted.add(partition.values());
        } else if (vanished
                && policy.delete() == DeleteBehavior.DEPRECATE_IN_DATABASE
                && !CrawlerParameters.isDeprecated(partition.parameters())) {
            retired++;
            updated.add(partition.toBuilder()
                    .parameters(CrawlerParameters.deprecated(partition.parameters(), policy.crawler()))
                    .build());
        } else {
            unchanged++;
        }
    }
}
