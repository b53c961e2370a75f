package io.millrace.catalog.crawl;

import io.millrace.catalog.store.TableRows;
import io.millrace.catalog.store.TableRows.Archive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.Table;

/** Treats this crawler's tables whose objects are gone as its DeleteBehavior says; the default deprecates them. */
final class VanishedTables {
    private static final int PAGE = 500;

    private final CrawlPolicy policy;
    private final TableRows tables;
    private final Instant now;

    VanishedTables(CrawlPolicy policy, TableRows tables, Instant now) {
        this.policy = policy;
        this.tables = tables;
        this.now = now;
    }

    /** @param found the names of the tables that were found */
    List<PlannedTable> plan(Set<String> found, Locations folders, List<? extends CrawlPlace> targets) {
        List<PlannedTable> planned = new ArrayList<>();
        for (Table table : ownTables()) {
            String location = CatalogChange.withSlash(table.storageDescriptor().location());
            boolean vanished = !found.contains(table.name())
                    && targets.stream().anyMatch(target -> target.covers(table))
                    && !folders.hasDataBelow(location);
            if (vanished) {
                planned.add(retire(table));
            }
        }
        return planned;
    }

    private List<Table> ownTables() {
        List<Table> own = new ArrayList<>();
        String after = "";
        List<Table> page;
        do {
            page = tables.list(policy.database(), after, PAGE);
            for (Table table : page) {
                after = table.name();
                if (policy.crawler().equals(table.parameters().get(CrawlerParameters.UPDATED_BY_CRAWLER))
                        && table.storageDescriptor() != null) {
                    own.add(table);
                }
            }
        } while (page.size() == PAGE);
        return own;
    }

    private PlannedTable retire(Table table) {
        return switch (policy.delete()) {
            case DELETE_FROM_DATABASE ->
                planned(CrawlExplanation.Action.DELETE, table, table, "its objects are gone: it is deleted");
            case LOG -> planned(CrawlExplanation.Action.LOG_ONLY, table, table, "its objects are gone: it stays");
            default -> deprecate(table, "its objects are gone: it is deprecated");
        };
    }

    /** Marks the table, if it is not marked already. */
    PlannedTable deprecate(Table table, String reason) {
        if (CrawlerParameters.isDeprecated(table.parameters())) {
            return planned(CrawlExplanation.Action.UNCHANGED, table, table, "it is deprecated already");
        }
        Table deprecated = table.toBuilder()
                .parameters(CrawlerParameters.deprecated(table.parameters(), policy.crawler()))
                .updateTime(now)
                .versionId(TableChange.nextVersion(table))
                .build();
        return planned(CrawlExplanation.Action.DEPRECATE, table, deprecated, reason);
    }

    private static PlannedTable planned(CrawlExplanation.Action action, Table before, Table after, String reason) {
        return new PlannedTable(
                action,
                after,
                Optional.of(before),
                Optional.empty(),
                PlannedPartitions.none(after),
                Archive.KEEP,
                Optional.empty(),
                List.of(reason));
    }
}
