package io.millrace.catalog.crawl.jdbc;

import io.millrace.catalog.crawl.CrawlEnd;
import io.millrace.catalog.crawl.CrawlerStore;
import io.millrace.catalog.crawl.CrawlerStore.CrawlPosition;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;

/** The table {@code glue_crawls}: the crawls that have ended. */
final class CrawlRows {
    private CrawlRows() {}

    /** Adds a crawl and drops what is too old or too much. */
    static void add(Handle handle, CrawlEnd end) {
        CrawlerHistory history = end.history();
        String crawler = end.crawler().crawler().name();
        handle.createUpdate("INSERT INTO glue_crawls (crawler, started_at, crawl_id, runtime_millis, definition)"
                        + " VALUES (:crawler, :startedAt, :crawlId, :runtimeMillis, :definition)")
                .bind("crawler", crawler)
                .bind("startedAt", history.startTime().toEpochMilli())
                .bind("crawlId", history.crawlId())
                .bind("runtimeMillis", end.runtime().map(Duration::toMillis).orElse(null))
                .bind("definition", new String(SdkJsonWriter.write(history), StandardCharsets.UTF_8))
                .execute();
        handle.createUpdate("DELETE FROM glue_crawls WHERE crawler = :crawler AND (started_at < :oldest OR started_at <"
                        + " (SELECT started_at FROM glue_crawls WHERE crawler = :crawler"
                        + " ORDER BY started_at DESC LIMIT 1 OFFSET :last))")
                .bind("crawler", crawler)
                .bind(
                        "oldest",
                        history.endTime().minus(CrawlerStore.HISTORY_KEPT).toEpochMilli())
                .bind("last", CrawlerStore.HISTORY_MAX_CRAWLS - 1)
                .execute();
    }

    static void deleteAll(Handle handle, String crawler) {
        handle.execute("DELETE FROM glue_crawls WHERE crawler = ?", crawler);
        handle.execute("DELETE FROM glue_crawl_events WHERE crawler = ?", crawler);
    }

    static List<CrawlerHistory> list(Handle handle, String crawler, CrawlPosition before, int limit) {
        return handle.createQuery("SELECT definition FROM glue_crawls WHERE crawler = :crawler"
                        + " AND (started_at, crawl_id) < (:startedAt, :crawlId)"
                        + " ORDER BY started_at DESC, crawl_id DESC LIMIT :limit")
                .bind("crawler", crawler)
                .bind("startedAt", before.startedAt().toEpochMilli())
                .bind("crawlId", before.crawlId())
                .bind("limit", limit)
                .map((row, context) -> SdkJsonReader.read(
                        row.getString("definition").getBytes(StandardCharsets.UTF_8),
                        CrawlerHistory.builder(),
                        CrawlerHistory.class))
                .list();
    }

    static List<Duration> runtimes(Handle handle, String crawler) {
        return handle.createQuery("SELECT runtime_millis FROM glue_crawls WHERE crawler = :crawler"
                        + " AND runtime_millis IS NOT NULL")
                .bind("crawler", crawler)
                .map((row, context) -> Duration.ofMillis(row.getLong("runtime_millis")))
                .list();
    }
}
