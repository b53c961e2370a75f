package io.millrace.catalog.crawl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;

/** Crawlers by their name, case included, and their crawls. Each call is atomic. Thread-safe; several processes may share one store. */
public interface CrawlerStore {
    /** How long a crawl stays in the history: 12 months, as in Glue (API reference, ListCrawls). */
    Duration HISTORY_KEPT = Duration.ofDays(365);

    /** How many crawls of one crawler stay in the history, so that one that runs every minute does not fill the disk. */
    int HISTORY_MAX_CRAWLS = 1000;

    /** The crawler, or empty. */
    Optional<StoredCrawler> find(String name);

    /** Up to {@code limit} crawlers in order of their names, after {@code afterName} ({@code ""} for the start). */
    List<StoredCrawler> list(String afterName, int limit);

    /** The crawlers whose schedule is SCHEDULED. Asked every second. */
    List<ActiveSchedule> activeSchedules();

    /** The crawlers whose recrawl behaviour is {@code CRAWL_EVENT_MODE}. */
    List<StoredCrawler> inEventMode();

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

    /**
     * Replaces a crawler and adds to its history, as {@link #change} does; nothing is changed if {@code end} gives nothing.
     * Drops what is older than {@link #HISTORY_KEPT} or more than {@link #HISTORY_MAX_CRAWLS}.
     */
    Optional<StoredCrawler> end(String name, Function<StoredCrawler, Optional<CrawlEnd>> end);

    /** Removes the crawler, with its history and its events, if {@code check} does not throw for it; false if there is none. */
    boolean delete(String name, Consumer<StoredCrawler> check);

    /** Up to {@code limit} crawls that have ended, the youngest first, of those before the given one. */
    List<CrawlerHistory> crawls(String name, CrawlPosition before, int limit);

    /** How long the crawls in the history took that succeeded, in any order. */
    List<Duration> runtimes(String name);

    /** A schedule that is switched on. */
    record ActiveSchedule(String crawler, String expression, Instant since) {}

    /** Where a crawl stands in the history. */
    record CrawlPosition(Instant startedAt, String crawlId) {
        /** Before it are all. */
        public static final CrawlPosition END = new CrawlPosition(Instant.ofEpochMilli(Long.MAX_VALUE), "");
    }
}
