package io.millrace.catalog.crawl;

import io.millrace.catalog.layout.TableNames;
import io.millrace.catalog.metadata.ColumnStatisticsRows;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.TableRows.Archive;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/**
 * Brings the catalog to what a crawl found, inside one transaction of its caller: tables are created, or updated (one version
 * up) if anything differs; partitions are added and updated; what vanished from the store is treated as the crawler's
 * SchemaChangePolicy says. What other tools put on a table stays: parameters, comments, and the types of partition keys.
 */
final class CatalogChange {
    /** The parameter that names the crawler whose table it is. */
    static final String UPDATED_BY_CRAWLER = "UPDATED_BY_CRAWLER";

    private static final String ACCOUNT = "000000000000";

    private final Crawler crawler;
    private final CatalogTransaction transaction;
    private final Instant now;
    private final String database;
    private final Set<String> names = new HashSet<>();
    private final Counts counts = new Counts();

    /** What was done. */
    static final class Counts {
        int created;
        int updated;
        int deleted;
        int partitionsAdded;
    }

    CatalogChange(Crawler crawler, CatalogTransaction transaction, Instant now) {
        this.crawler = crawler;
        this.transaction = transaction;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.database = databaseName(crawler);
    }

    static String databaseName(Crawler crawler) {
        return Optional.ofNullable(crawler.databaseName()).orElse("").toLowerCase(Locale.ROOT);
    }

    /** @param folders the locations of all folders with data objects, whether they became part of a table or not */
    Counts apply(List<TableDraft> drafts, Set<String> folders, List<? extends CrawlPlace> targets) {
        for (TableDraft draft : drafts) {
            Table table = upsert(draft);
            boolean mayChange = updates();
            PartitionChange partitions = new PartitionChange(transaction.partitions(), table, crawler, now);
            counts.partitionsAdded += partitions.apply(
                    draft, folders, mayChange ? PartitionChange.Existing.UPDATE : PartitionChange.Existing.KEEP);
        }
        new VanishedTables(crawler, transaction.tables(), now).apply(database, names, folders, targets, counts);
        return counts;
    }

    private boolean updates() {
        return crawler.schemaChangePolicy() == null
                || crawler.schemaChangePolicy().updateBehavior() != UpdateBehavior.LOG;
    }

    private Table upsert(TableDraft draft) {
        String prefix = Optional.ofNullable(crawler.tablePrefix()).orElse("");
        String name = TableNames.of(prefix, draft.location());
        Optional<Table> existing = transaction.tables().find(database, name);
        boolean taken = names.contains(name)
                || existing.filter(table -> !hasLocation(table, draft.location()))
                        .isPresent();
        if (taken) {
            name = TableNames.unambiguous(prefix, draft.location());
            existing = transaction.tables().find(database, name);
        }
        names.add(name);
        if (existing.isEmpty()) {
            return create(name, draft);
        }
        return updates() ? update(existing.get(), draft) : existing.get();
    }

    private static boolean hasLocation(Table table, String location) {
        return table.storageDescriptor() != null
                && withSlash(table.storageDescriptor().location()).equals(location);
    }

    /** A location as the crawlers write it. */
    static String withSlash(@org.jspecify.annotations.Nullable String location) {
        String text = Optional.ofNullable(location).orElse("").replaceFirst("^s3[an]://", "s3://");
        return text.endsWith("/") ? text : text + "/";
    }

    private Table create(String name, TableDraft draft) {
        Table table = Table.builder()
                .name(name)
                .databaseName(database)
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
        if (!transaction.tables().insert(table)) {
            throw new IllegalStateException("Table " + database + "." + name + " appeared within the transaction");
        }
        counts.created++;
        return table;
    }

    private String roleName() {
        String role = Optional.ofNullable(crawler.role()).orElse("crawler");
        return role.substring(role.lastIndexOf('/') + 1);
    }

    private Table update(Table existing, TableDraft draft) {
        Map<String, String> parameters = new LinkedHashMap<>(existing.parameters());
        parameters.putAll(draft.parameters());
        parameters.remove(VanishedTables.DEPRECATED_BY_CRAWLER);
        StorageDescriptor descriptor = draft.descriptor().toBuilder()
                .location(existing.storageDescriptor().location())
                .columns(withComments(
                        draft.descriptor().columns(),
                        existing.storageDescriptor().columns()))
                .build();
        Table changed = existing.toBuilder()
                .storageDescriptor(descriptor)
                .partitionKeys(partitionKeys(existing, draft))
                .tableType(Optional.ofNullable(existing.tableType()).orElse("EXTERNAL_TABLE"))
                .parameters(parameters)
                .build();
        if (changed.equals(existing)) {
            return existing;
        }
        Table next = changed.toBuilder()
                .updateTime(now)
                .versionId(nextVersion(existing))
                .build();
        if (!transaction.tables().update(next, existing.versionId(), Archive.KEEP)) {
            throw new IllegalStateException(
                    "Table " + database + "." + next.name() + " changed within the transaction");
        }
        ColumnStatisticsRows.dropMissing(transaction, next);
        counts.updated++;
        return next;
    }

    static String nextVersion(Table table) {
        return String.valueOf(Long.parseLong(table.versionId()) + 1);
    }

    /** A job may know that a key is a number, which a folder's name does not say. */
    private static List<Column> partitionKeys(Table existing, TableDraft draft) {
        List<String> old = existing.partitionKeys().stream().map(Column::name).toList();
        List<String> found = draft.partitionKeys().stream().map(Column::name).toList();
        return old.equals(found) ? existing.partitionKeys() : draft.partitionKeys();
    }

    private static List<Column> withComments(List<Column> columns, List<Column> existing) {
        Map<String, Column> commented = existing.stream()
                .filter(column -> column.comment() != null || column.hasParameters())
                .collect(Collectors.toMap(Column::name, column -> column, (a, b) -> a));
        return columns.stream()
                .map(column -> Optional.ofNullable(commented.get(column.name()))
                        .map(old -> old.toBuilder().type(column.type()).build())
                        .orElse(column))
                .toList();
    }
}
