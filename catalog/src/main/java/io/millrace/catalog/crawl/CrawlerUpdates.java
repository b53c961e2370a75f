package io.millrace.catalog.crawl;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;

/** Puts the members that an update has on a crawler; the others stay. */
final class CrawlerUpdates {
    private CrawlerUpdates() {}

    static Crawler apply(UpdateCrawlerRequest request, Crawler crawler) {
        Crawler.Builder changed = crawler.toBuilder();
        set(request.role(), changed::role);
        set(request.databaseName(), changed::databaseName);
        set(request.description(), changed::description);
        set(request.targets(), changed::targets);
        if (request.schedule() != null) {
            changed.schedule(ScheduleRules.changed(request.schedule(), crawler));
        }
        set(request.hasClassifiers() ? request.classifiers() : null, changed::classifiers);
        set(request.tablePrefix(), changed::tablePrefix);
        set(request.schemaChangePolicy(), changed::schemaChangePolicy);
        set(request.recrawlPolicy(), changed::recrawlPolicy);
        set(request.lineageConfiguration(), changed::lineageConfiguration);
        set(request.lakeFormationConfiguration(), changed::lakeFormationConfiguration);
        set(request.configuration(), changed::configuration);
        set(request.crawlerSecurityConfiguration(), changed::crawlerSecurityConfiguration);
        return changed.build();
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
