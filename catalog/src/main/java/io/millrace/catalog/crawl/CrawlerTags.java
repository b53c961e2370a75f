package io.millrace.catalog.crawl;

import io.millrace.catalog.tag.TaggedResources;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tags of crawlers. Thread-safe. */
public final class CrawlerTags implements TaggedResources {
    private final CrawlerStore store;

    /** Tags of the crawlers in a store. */
    public CrawlerTags(CrawlerStore store) {
        this.store = store;
    }

    @Override
    public Optional<Map<String, String>> find(String name) {
        return store.tags(name);
    }

    @Override
    public boolean change(String name, UnaryOperator<Map<String, String>> change) {
        return store.changeTags(name, change);
    }
}
