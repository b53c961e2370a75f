package io.millrace.catalog.crawl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Crawlers by their name, case included. Each call is atomic. Thread-safe; several processes may share one store. */
public interface CrawlerStore {
    /** The crawler, or empty. */
    Optional<StoredCrawler> find(String name);

    /** Up to {@code limit} crawlers in order of their names, after {@code afterName} ({@code ""} for the start). */
    List<StoredCrawler> list(String afterName, int limit);

    /** Adds a crawler; false, and nothing changed, if the name is taken. */
    boolean insert(StoredCrawler crawler, Map<String, String> tags);

    /** The tags of a crawler; empty if there is no such crawler. */
    Optional<Map<String, String>> tags(String name);

    /** Replaces the tags of a crawler by what {@code change}, which may be called again, makes of them; false if there is none. */
    boolean changeTags(String name, UnaryOperator<Map<String, String>> change);

    /**
     * Replaces a crawler by what {@code change} makes of it; empty if there is none. Of changes at the same time each sees
     * what the one before it left, for which {@code change} may be called again. What it throws leaves the crawler as it is.
     */
    Optional<StoredCrawler> change(String name, UnaryOperator<StoredCrawler> change);

    /** Removes the crawler if {@code check} does not throw for it; false if there is none. */
    boolean delete(String name, java.util.function.Consumer<StoredCrawler> check);
}
