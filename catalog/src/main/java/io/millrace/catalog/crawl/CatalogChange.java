package io.millrace.catalog.crawl;

import io.millrace.catalog.layout.TableNames;
import io.millrace.catalog.store.CatalogTransaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Brings the catalog to what a crawl found, inside one transaction of its caller: decides first what happens to each table, which is
 * what a dry run shows, then writes it. Tables are created, or updated (one version up) if anything but their counts differs; partitions
 * are added and updated; what vanished from the store is treated as the crawler's SchemaChangePolicy says. What other tools put on a
 * table stays: parameters, comments, and the types of partition keys.
 */
final class CatalogChange {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogChange.class);

    private final CrawlPolicy policy;
    private final CatalogTransaction transaction;
    private final Instant now;
    private final Set<String> names = new HashSet<>();
    private Set<String> unchanged = Set.of();
    private Set<String> unseen = Set.of();

    /** What was done. */
    static final class Counts {
        int created;
        int updated;
        int deleted;
        int partitionsAdded;
        /** One sentence for each folder that could not be registered. */
        final List<String> notes = new ArrayList<>();
    }

    CatalogChange(Crawler crawler, CatalogTransaction transaction, Instant now) {
        this.policy = CrawlPolicy.of(crawler);
        this.transaction = transaction;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The partitions at these locations are in the catalog as they were found, and need not be compared, while their tables stay. */
    CatalogChange trusting(Set<String> locations) {
        unchanged = locations;
        return this;
    }

    /** Nothing at or below these locations is gone: they could not be opened. */
    CatalogChange sparing(Set<String> locations) {
        unseen = locations;
        return this;
    }

    static String databaseName(Crawler crawler) {
        return Optional.ofNullable(crawler.databaseName()).orElse("").toLowerCase(java.util.Locale.ROOT);
    }

    /** A location as the crawlers write it: with {@code s3://} and a slash at its end. */
    static String withSlash(@Nullable String location) {
        String text = Optional.ofNullable(location).orElse("").replaceFirst("^s3[an]://", "s3://");
        return text.endsWith("/") ? text : text + "/";
    }

    /**
     * Decides what happens; changes nothing.
     *
     * @param folders the locations of all folders with data objects, whether they became part of a table or not
     */
    List<PlannedTable> plan(List<TableDraft> drafts, Set<String> folders, List<? extends CrawlPlace> targets) {
        Locations locations = new Locations(folders, unchanged, unseen);
        List<PlannedTable> planned = new ArrayList<>();
        for (TableDraft draft : drafts) {
            planned.add(plan(draft, locations));
        }
        planned.addAll(new VanishedTables(policy, transaction.tables(), now).plan(names, locations, targets));
        return planned;
    }

    /** Decides what happens, and does it. */
    Counts apply(List<TableDraft> drafts, Set<String> folders, List<? extends CrawlPlace> targets) {
        Counts counts = new Counts();
        for (PlannedTable table : plan(drafts, folders, targets)) {
            table.apply(transaction);
            count(table, counts);
        }
        return counts;
    }

    private static void count(PlannedTable planned, Counts counts) {
        switch (planned.action()) {
            case CREATE -> counts.created++;
            case UPDATE, DEPRECATE -> counts.updated++;
            case DELETE -> counts.deleted++;
            case LOG_ONLY ->
                LOG.info(
                        "Table {}.{} differs from what was found, and stays: {}",
                        planned.table().databaseName(),
                        planned.table().name(),
                        planned.differences());
            case UNCHANGED -> {}
        }
        counts.partitionsAdded += planned.partitions().added().size();
        counts.notes.addAll(planned.partitions().notes());
    }

    private PlannedTable plan(TableDraft draft, Locations folders) {
        if (draft.table().isPresent()) {
            return planTarget(draft, draft.table().get(), folders);
        }
        String name = TableNames.of(policy.tablePrefix(), draft.location());
        Optional<Table> existing = transaction.tables().find(policy.database(), name);
        boolean taken = names.contains(name)
                || existing.filter(table -> !hasLocation(table, draft.location()))
                        .isPresent();
        if (taken || existing.isEmpty()) {
            String unambiguous = TableNames.unambiguous(policy.tablePrefix(), draft.location());
            Optional<Table> other = transaction.tables().find(policy.database(), unambiguous);
            // The table that had the name may be gone: the one that had to take another keeps it.
            if (taken
                    || other.filter(table -> hasLocation(table, draft.location()))
                            .isPresent()) {
                name = unambiguous;
                existing = other;
            }
        }
        names.add(name);
        return new TableChange(policy, draft, now).plan(name, existing, transaction.partitions(), folders);
    }

    /** A catalog target's table is there, whoever made it, and no other is made of its files. */
    private PlannedTable planTarget(TableDraft draft, String name, Locations folders) {
        Table table = transaction
                .tables()
                .find(policy.database(), name)
                .orElseThrow(() -> new IllegalStateException(
                        "Table %s.%s went while it was crawled".formatted(policy.database(), name)));
        names.add(name);
        return new TableChange(policy, draft, now).plan(name, Optional.of(table), transaction.partitions(), folders);
    }

    private static boolean hasLocation(Table table, String location) {
        return table.storageDescriptor() != null
                && withSlash(table.storageDescriptor().location()).equals(location);
    }
}
