package io.millrace.catalog.crawl.jdbc;

import io.millrace.catalog.crawl.CrawlEvents;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The table {@code glue_crawl_events}. Numbers rise within a crawler for as long as it has events, which is as long as a crawl needs
 * them to: only its own crawl removes any.
 */
public final class JdbcCrawlEvents implements CrawlEvents {
    private final Jdbi jdbi;

    /** Events in a database whose catalog tables are up to date. */
    public JdbcCrawlEvents(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void add(String crawler, List<ObjectChange> changes) {
        if (!changes.isEmpty()) {
            jdbi.useTransaction(handle -> insert(handle, crawler, changes));
        }
    }

    private static void insert(Handle handle, String crawler, List<ObjectChange> changes) {
        // One statement reads and writes, so that two writers cannot take the same number.
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO glue_crawl_events (crawler, bucket, object_key, number, kind, etag, size)"
                        + " SELECT :crawler, :bucket, :key, COALESCE(MAX(number), 0) + 1, :kind, :etag, :size"
                        + " FROM glue_crawl_events WHERE crawler = :crawler"
                        + " ON CONFLICT (crawler, bucket, object_key) DO UPDATE SET number = excluded.number,"
                        + " kind = excluded.kind, etag = excluded.etag, size = excluded.size");
        for (ObjectChange change : changes) {
            batch.bind("crawler", crawler)
                    .bind("bucket", change.bucket())
                    .bind("key", change.key())
                    .bind("kind", change.kind().name())
                    .bind("etag", change.etag())
                    .bind("size", change.size())
                    .add();
        }
        batch.execute();
    }

    @Override
    public List<PendingEvent> pending(String crawler, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT number, kind, bucket, object_key, etag, size"
                        + " FROM glue_crawl_events WHERE crawler = :crawler ORDER BY number LIMIT :limit")
                .bind("crawler", crawler)
                .bind("limit", limit)
                .map((row, context) -> new PendingEvent(
                        row.getLong("number"),
                        new ObjectChange(
                                Kind.valueOf(row.getString("kind")),
                                row.getString("bucket"),
                                row.getString("object_key"),
                                row.getLong("size"),
                                row.getString("etag"))))
                .list());
    }

    @Override
    public void postpone(String crawler, List<Long> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "UPDATE glue_crawl_events SET number = (SELECT MAX(number) + 1 FROM glue_crawl_events"
                            + " WHERE crawler = :crawler) WHERE crawler = :crawler AND number = :number");
            numbers.forEach(number ->
                    batch.bind("crawler", crawler).bind("number", number).add());
            batch.execute();
        });
    }

    @Override
    public void removeThrough(String crawler, long number) {
        jdbi.useHandle(handle ->
                handle.execute("DELETE FROM glue_crawl_events WHERE crawler = ? AND number <= ?", crawler, number));
    }
}
