package io.millrace.catalog.crawl;

import java.util.List;

/**
 * What happened to objects since the crawls of crawlers in event mode ({@code CRAWL_EVENT_MODE}), until a crawl has made use of it. Of the
 * events of one object the last is kept. Each call is atomic and durable when it returns. Thread-safe.
 */
public interface CrawlEvents {
    /** Adds events of a crawler, in their order. One that was there before is as new as the others. */
    void add(String crawler, List<ObjectChange> changes);

    /** Up to {@code limit} events of a crawler, the oldest first. */
    List<PendingEvent> pending(String crawler, int limit);

    /** Makes the events with these numbers as new as if they came now; one that a newer of the same object has replaced is left alone. */
    void postpone(String crawler, List<Long> numbers);

    /** Removes the events up to the one of this number; those that came after it was read stay. */
    void removeThrough(String crawler, long number);

    /** What happened to an object. */
    enum Kind {
        CREATED,
        REMOVED
    }

    /**
     * An object that was written or removed.
     *
     * @param size in bytes; 0 of one that was removed
     * @param etag changes with the content; empty where it is unknown
     */
    record ObjectChange(Kind kind, String bucket, String key, long size, String etag) {}

    /** An event and its place among those of its crawler. */
    record PendingEvent(long number, ObjectChange change) {}
}
