package io.millrace.catalog.crawl;

import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/**
 * What a crawler may change in the catalog.
 *
 * @param crawler its name
 * @param database where its tables are, lower-cased
 * @param tablePrefix what their names begin with
 * @param update what happens to tables and partitions that differ from what was found
 * @param delete what happens to those whose objects are gone
 */
record CrawlPolicy(
        String crawler,
        String database,
        String tablePrefix,
        String role,
        UpdateBehavior update,
        DeleteBehavior delete,
        CrawlerConfiguration configuration) {
    static CrawlPolicy of(Crawler crawler) {
        Optional<SchemaChangePolicy> policy = Optional.ofNullable(crawler.schemaChangePolicy());
        return new CrawlPolicy(
                crawler.name(),
                Optional.ofNullable(crawler.databaseName()).orElse("").toLowerCase(Locale.ROOT),
                Optional.ofNullable(crawler.tablePrefix()).orElse(""),
                Optional.ofNullable(crawler.role()).orElse("crawler"),
                policy.map(SchemaChangePolicy::updateBehavior).orElse(UpdateBehavior.UPDATE_IN_DATABASE),
                policy.map(SchemaChangePolicy::deleteBehavior).orElse(DeleteBehavior.DEPRECATE_IN_DATABASE),
                CrawlerConfiguration.parse(crawler.configuration()));
    }

    boolean updates() {
        return update != UpdateBehavior.LOG;
    }
}
