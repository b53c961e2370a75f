package io.millrace.catalog.crawl;

import java.util.List;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;

/** Which objects' events crawlers in event mode wait for. Thread-safe. */
public final class EventSources {
    private final CrawlerStore store;

    /** The sources of the crawlers of {@code store}. */
    public EventSources(CrawlerStore store) {
        this.store = store;
    }

    /** A target of a crawler in event mode; the prefix is empty or has a slash at its end. */
    public record EventSource(String crawler, String bucket, String prefix) {}

    /** Those of all crawlers. */
    public List<EventSource> all() {
        return store.inEventMode().stream()
                .map(StoredCrawler::crawler)
                .flatMap(crawler -> crawler.targets().s3Targets().stream()
                        .map(CrawlTarget::of)
                        .map(target -> new EventSource(crawler.name(), target.bucket(), target.prefix())))
                .toList();
    }

    static boolean isInEventMode(Crawler crawler) {
        return crawler.recrawlPolicy() != null
                && crawler.recrawlPolicy().recrawlBehavior() == RecrawlBehavior.CRAWL_EVENT_MODE;
    }
}
