package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.TableDraft.PartitionDraft;
import io.millrace.catalog.store.PartitionRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** Brings one table's partitions to what a crawl found. */
final class PartitionChange {
    private static final int PAGE = 1000;

    private final PartitionRows partitions;
    private final Table table;
    private final Crawler crawler;
    private final Instant now;

    /** What happens to partitions that are there and differ. */
    enum Existing {
        UPDATE,
        KEEP
    }

    PartitionChange(PartitionRows partitions, Table table, Crawler crawler, Instant now) {
        this.partitions = partitions;
        this.table = table;
        this.crawler = crawler;
        this.now = now;
    }

    /** Returns how many were added. */
    int apply(TableDraft draft, Set<String> folders, Existing differing) {
        Map<List<String>, Partition> existing = new LinkedHashMap<>();
        listAll().forEach(partition -> existing.put(partition.values(), partition));
        List<Partition> added = new ArrayList<>();
        for (PartitionDraft found : draft.partitions()) {
            Partition old = existing.remove(found.values());
            if (old == null) {
                added.add(create(found));
            } else if (differing == Existing.UPDATE) {
                update(old, found);
            }
        }
        for (Partition partition : existing.values()) {
            retireIfVanished(partition, folders);
        }
        partitions.insertAll(added);
        return added.size();
    }

    private List<Partition> listAll() {
        List<Partition> all = new ArrayList<>();
        List<String> after = List.of();
        List<Partition> page;
        do {
            page = partitions.list(table.databaseName(), table.name(), values -> true, after, PAGE);
            all.addAll(page);
            after = page.isEmpty() ? after : page.get(page.size() - 1).values();
        } while (page.size() == PAGE);
        return all;
    }

    private Partition create(PartitionDraft found) {
        return Partition.builder()
                .values(found.values())
                .databaseName(table.databaseName())
                .tableName(table.name())
                .catalogId(table.catalogId())
                .creationTime(now)
                .lastAccessTime(now)
                .storageDescriptor(inherit(found.descriptor()))
                .parameters(found.descriptor().parameters())
                .build();
    }

    /** The table may keep columns that the crawl does not know (comments, or the policy LOG); its partitions have the same. */
    private StorageDescriptor inherit(StorageDescriptor descriptor) {
        return descriptor.toBuilder()
                .columns(table.storageDescriptor().columns())
                .build();
    }

    private void update(Partition old, PartitionDraft found) {
        if (old.storageDescriptor() != null
                && !CatalogChange.withSlash(old.storageDescriptor().location())
                        .equals(found.descriptor().location())) {
            // Someone pointed the partition elsewhere on purpose.
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>(old.parameters());
        parameters.putAll(found.descriptor().parameters());
        parameters.remove(VanishedTables.DEPRECATED_BY_CRAWLER);
        String location = old.storageDescriptor() == null
                ? found.descriptor().location()
                : old.storageDescriptor().location();
        Partition changed = old.toBuilder()
                .storageDescriptor(inherit(found.descriptor()).toBuilder()
                        .location(location)
                        .build())
                .parameters(parameters)
                .build();
        if (!changed.equals(old)) {
            partitions.update(old.values(), changed);
        }
    }

    private void retireIfVanished(Partition partition, Set<String> folders) {
        String location = partition.storageDescriptor() == null
                ? ""
                : CatalogChange.withSlash(partition.storageDescriptor().location());
        String root = CatalogChange.withSlash(table.storageDescriptor().location());
        boolean misfit = partition.values().size() != table.partitionKeys().size();
        boolean vanished =
                location.startsWith(root) && folders.stream().noneMatch(folder -> folder.startsWith(location));
        if (!misfit && !vanished) {
            return;
        }
        DeleteBehavior behavior = VanishedTables.deleteBehavior(crawler);
        if (misfit || behavior == DeleteBehavior.DELETE_FROM_DATABASE) {
            partitions.delete(table.databaseName(), table.name(), partition.values());
        } else if (behavior != DeleteBehavior.LOG
                && !partition.parameters().containsKey(VanishedTables.DEPRECATED_BY_CRAWLER)) {
            Map<String, String> parameters = new LinkedHashMap<>(partition.parameters());
            parameters.put(VanishedTables.DEPRECATED_BY_CRAWLER, crawler.name());
            partitions.update(
                    partition.values(),
                    partition.toBuilder().parameters(parameters).build());
        }
    }
}
