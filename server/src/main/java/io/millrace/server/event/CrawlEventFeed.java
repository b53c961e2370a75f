package io.millrace.server.event;

import io.millrace.catalog.crawl.CrawlEvents;
import io.millrace.catalog.crawl.CrawlEvents.Kind;
import io.millrace.catalog.crawl.CrawlEvents.ObjectChange;
import io.millrace.catalog.crawl.EventSources;
import io.millrace.catalog.crawl.EventSources.EventSource;
import io.millrace.server.event.ObjectNotification.ExistingObjects;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Queues for each crawler in event mode what happened to the objects of its targets, by an {@link ObjectPoller}. What a crawler's
 * targets hold when it is first seen is queued too: an object that comes between its first crawl and the first poll is not lost, and
 * those that the crawl saw cost nothing, as the ledger knows them. Thread-safe.
 */
public final class CrawlEventFeed implements AutoCloseable {
    private static final String RECEIVER = "crawler/";

    private final EventSources sources;
    private final ObjectPoller poller;
    private final RepeatedWork polling =
            new RepeatedWork("crawl-events", "The events of crawlers cannot be looked for");

    /**
     * A feed from {@code s3} to {@code events}.
     *
     * @param jdbi a database with the server's migrations
     */
    public CrawlEventFeed(S3Client s3, EventSources sources, CrawlEvents events, Jdbi jdbi) {
        this.sources = sources;
        this.poller = new ObjectPoller(s3, new Queue(events), jdbi);
    }

    /** Polls every {@code interval} from now on. Once. */
    public void start(Duration interval) {
        polling.every(interval, interval, this::poll);
    }

    /** Looks which crawlers are in event mode, and lists each of their targets once. */
    synchronized void poll() {
        Set<ObjectNotification> wanted = new HashSet<>();
        sources.all().forEach(source -> wanted.add(notification(source)));
        poller.watchOnly(wanted);
        poller.poll();
    }

    @Override
    public void close() {
        polling.close();
    }

    private static ObjectNotification notification(EventSource source) {
        return new ObjectNotification(
                source.bucket(), source.prefix(), "", RECEIVER + source.crawler(), ExistingObjects.NOTIFY);
    }

    /** The events' way into the crawlers' queues. */
    private record Queue(CrawlEvents events) implements ObjectEventSink {
        @Override
        public void created(ObjectNotification notification, List<S3Object> objects) {
            add(
                    notification,
                    objects.stream()
                            .map(object -> new ObjectChange(
                                    Kind.CREATED,
                                    notification.bucket(),
                                    object.key(),
                                    object.size(),
                                    object.eTag() == null ? "" : object.eTag()))
                            .toList());
        }

        @Override
        public void removed(ObjectNotification notification, Collection<String> keys) {
            add(
                    notification,
                    keys.stream()
                            .map(key -> new ObjectChange(Kind.REMOVED, notification.bucket(), key, 0, ""))
                            .toList());
        }

        private void add(ObjectNotification notification, List<ObjectChange> changes) {
            events.add(notification.receiver().substring(RECEIVER.length()), changes);
        }
    }
}
