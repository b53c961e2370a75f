package io.millrace.catalog.crawl;

import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.ChangeLog;
import io.millrace.catalog.store.RecordedChange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.services.glue.model.Crawler;

/**
 * Says in a short text in which state a crawl left the catalog: the crawler's definition, and the last change of its database. While
 * both are the same and the store has nothing new, a crawl would write nothing, and need not look.
 */
final class CatalogMark {
    private final ChangeLog changes;
    private final String database;
    private final String definition;

    CatalogMark(Crawler crawler, ChangeLog changes) {
        this.changes = changes;
        this.database = CatalogChange.databaseName(crawler);
        // Without what changes from crawl to crawl.
        this.definition = sha256(crawler.toBuilder()
                .state((String) null)
                .lastCrawl((software.amazon.awssdk.services.glue.model.LastCrawlInfo) null)
                .crawlElapsedTime(null)
                .creationTime(null)
                .lastUpdated(null)
                .version(null)
                .schedule((software.amazon.awssdk.services.glue.model.Schedule) null)
                .build()
                .toString());
    }

    /** The mark of the catalog as it is. */
    String now() {
        return mark(newest());
    }

    /**
     * The mark of the catalog as the crawl {@code requestId} left it, where {@code before} was its mark before: others may have changed it since,
     * and then the mark is one that it never has again.
     */
    String after(String requestId, String before) {
        List<RecordedChange> newest = newest();
        boolean own =
                newest.stream().anyMatch(change -> change.author().requestId().equals(requestId));
        return own ? mark(newest) : before;
    }

    private List<RecordedChange> newest() {
        return changes.list(ChangeFilter.all().ofDatabase(database), Long.MAX_VALUE, 1);
    }

    private String mark(List<RecordedChange> newest) {
        return definition + ":"
                + newest.stream().map(RecordedChange::id).findFirst().orElse(0L);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
