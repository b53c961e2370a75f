package io.millrace.catalog.crawl;

import io.millrace.catalog.store.TableRows;
import io.millrace.catalog.store.TableRows.Archive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;
import software.amazon.awssdk.services.glue.model.Table;

/** Treats this crawler's tables whose objects are gone as its DeleteBehavior says; the default deprecates them. */
final class VanishedTables {
    /** The parameter on a table or partition whose objects are gone: the crawler that noticed. */
    static final String DEPRECATED_BY_CRAWLER = "DEPRECATED_BY_CRAWLER";

    private static final Logger LOG = LoggerFactory.getLogger(VanishedTables.class);
    private static final int PAGE = 500;

    private final Crawler crawler;
    private final TableRows tables;
    private final Instant now;

    VanishedTables(Crawler crawler, TableRows tables, Instant now) {
        this.crawler = crawler;
        this.tables = tables;
        this.now = now;
    }

    static DeleteBehavior deleteBehavior(Crawler crawler) {
        return Optional.ofNullable(crawler.schemaChangePolicy())
                .map(SchemaChangePolicy::deleteBehavior)
                .orElse(DeleteBehavior.DEPRECATE_IN_DATABASE);
    }

    void apply(
            String database,
            Set<String> found,
            Set<String> folders,
            List<? extends CrawlPlace> targets,
            CatalogChange.Counts counts) {
        for (Table table : ownTables(database)) {
            String location = CatalogChange.withSlash(table.storageDescriptor().location());
            boolean vanished = !found.contains(table.name())
                    && targets.stream().anyMatch(target -> target.covers(table))
                    && folders.stream().noneMatch(folder -> folder.startsWith(location));
            if (vanished) {
                retire(table, counts);
            }
        }
    }

    private List<Table> ownTables(String database) {
        List<Table> own = new ArrayList<>();
        String after = "";
        List<Table> page;
        do {
            page = tables.list(database, after, PAGE);
            for (Table table : page) {
                after = table.name();
                if (crawler.name().equals(table.parameters().get(CatalogChange.UPDATED_BY_CRAWLER))
                        && table.storageDescriptor() != null) {
                    own.add(table);
                }
            }
        } while (page.size() == PAGE);
        return own;
    }

    private void retire(Table table, CatalogChange.Counts counts) {
        switch (deleteBehavior(crawler)) {
            case DELETE_FROM_DATABASE -> {
                tables.delete(table.databaseName(), table.name());
                counts.deleted++;
            }
            case LOG -> LOG.info("The objects of table {}.{} are gone", table.databaseName(), table.name());
            default -> deprecate(table, counts);
        }
    }

    private void deprecate(Table table, CatalogChange.Counts counts) {
        if (table.parameters().containsKey(DEPRECATED_BY_CRAWLER)) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>(table.parameters());
        parameters.put(DEPRECATED_BY_CRAWLER, crawler.name());
        Table deprecated = table.toBuilder()
                .parameters(parameters)
                .updateTime(now)
                .versionId(CatalogChange.nextVersion(table))
                .build();
        tables.update(deprecated, table.versionId(), Archive.KEEP);
        counts.updated++;
    }
}
