package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.CatalogTarget;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;

/**
 * The tables of a crawler with catalog targets (Glue developer guide, "define-crawler"): tables that exist, whoever made them, whose files are
 * crawled where the table says. No table is made or deprecated. Tables of one database, which Glue does not ask for.
 */
final class CatalogTargets {
    private final List<CatalogTarget> targets;

    private CatalogTargets(List<CatalogTarget> targets) {
        this.targets = targets;
    }

    static CatalogTargets of(Crawler crawler) {
        return new CatalogTargets(Optional.ofNullable(crawler.targets())
                .map(CrawlerTargets::catalogTargets)
                .orElse(List.of()));
    }

    /** @throws CatalogException InvalidInputException if a crawl could not treat them */
    void requireSupported(Crawler crawler) {
        if (targets.isEmpty()) {
            return;
        }
        if (!crawler.targets().s3Targets().isEmpty()
                || crawler.targets().hasJdbcTargets()
                || FormatTargets.hasSome(crawler.targets())) {
            throw invalid("A crawler with catalog targets cannot have other targets");
        }
        if (targets.stream().map(CatalogTargets::database).distinct().count() > 1) {
            throw invalid(
                    "Catalog targets of more than one database are not supported: make a crawler for each database");
        }
        boolean deletes = Optional.ofNullable(crawler.schemaChangePolicy())
                .map(SchemaChangePolicy::deleteBehavior)
                .filter(behavior -> behavior != DeleteBehavior.LOG)
                .isPresent();
        if (deletes) {
            throw invalid("The SchemaChangePolicy for catalog targets can have only LOG DeleteBehavior value.");
        }
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }

    private static String database(CatalogTarget target) {
        return Optional.ofNullable(target.databaseName()).orElse("").toLowerCase(Locale.ROOT);
    }

    /** The crawler with the database that its tables are in. */
    Crawler withDatabase(Crawler crawler) {
        return targets.isEmpty()
                ? crawler
                : crawler.toBuilder().databaseName(database(targets.get(0))).build();
    }

    /** Where the tables' files are. @throws IllegalArgumentException if a table is missing, or is not in S3 */
    List<CrawlTarget> resolve(TableRows tables) {
        List<CrawlTarget> places = new ArrayList<>();
        for (CatalogTarget target : targets) {
            for (String table : target.tables()) {
                String name = table.toLowerCase(Locale.ROOT);
                places.add(CrawlTarget.ofTable(tables.find(database(target), name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Table %s.%s not found.".formatted(database(target), name)))));
            }
        }
        return places;
    }
}
