package io.millrace.server.event.b2;

import io.millrace.catalog.crawl.CrawlEvents;
import io.millrace.catalog.crawl.CrawlEvents.ObjectChange;
import io.millrace.catalog.crawl.EventSources;
import io.millrace.catalog.crawl.EventSources.EventSource;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.event.ObjectEventJson;
import io.millrace.server.event.ObjectNotification;
import io.millrace.server.event.b2.B2Event.Kind;
import io.millrace.server.event.b2.B2Inbox.Waiting;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.ServiceEvents.ObjectEvent;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands accepted events on: to functions as S3's events of up to {@value #MAX_RECORDS} objects, to crawlers in event mode, and to the event
 * bus. What is handed on and what leaves the inbox is one transaction, so each event goes to each receiver exactly once. A bulk upload is
 * waited for, a few seconds long, so that it is few events. Used by one thread.
 */
public final class B2EventRouter implements AutoCloseable {
    static final int MAX_RECORDS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(B2EventRouter.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final B2Inbox inbox;
    private final Receivers receivers;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final RepeatedWork routing = new RepeatedWork("b2-events", "Events of B2 cannot be handed on");
    private Instant forgotten = Instant.EPOCH;

    /**
     * Who gets events.
     *
     * @param notifications gives those of functions as they are at that moment
     * @param crawlers those in event mode
     * @param crawlEvents their queues
     * @param bus the event bus
     * @param exists whether the object of a bucket and key is there
     * @param json S3's event for a function
     */
    public record Receivers(
            Supplier<List<ObjectNotification>> notifications,
            EventSources crawlers,
            CrawlEvents crawlEvents,
            ServiceEvents bus,
            BiPredicate<String, String> exists,
            ObjectEventJson json) {}

    /** A router of what {@link B2Webhook} accepted. */
    public B2EventRouter(Jdbi jdbi, Receivers receivers, Deliveries deliveries, InstantSource clock) {
        this.jdbi = jdbi;
        this.inbox = new B2Inbox(jdbi, clock);
        this.receivers = receivers;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Routes from now on. Once. What a round that fails had to hand on stays in the inbox. */
    public void start() {
        routing.every(LOOK_EVERY, LOOK_EVERY, this::routeAll);
    }

    @Override
    public void close() {
        routing.close();
    }

    private void routeAll() {
        while (route()) {
            LOG.debug("There may be more events of B2");
        }
        if (forgotten.plus(FORGET_EVERY).isBefore(clock.instant())) {
            inbox.forgetOld();
            forgotten = clock.instant();
        }
    }

    /** Hands on what is ready; true if a whole batch was. */
    boolean route() {
        List<Waiting> waiting = inbox.oldest(MAX_RECORDS);
        if (waiting.isEmpty() || !isReady(waiting)) {
            return false;
        }
        // Asked before the transaction: the object store may be slow.
        List<B2Event> created = new ArrayList<>();
        List<B2Event> removed = new ArrayList<>();
        for (Waiting one : waiting) {
            B2Event event = one.event();
            if (event.kind() == Kind.CREATED) {
                created.add(event);
            } else if (event.kind() == Kind.HIDDEN || !receivers.exists().test(event.bucket(), event.key())) {
                removed.add(event);
            }
        }
        jdbi.useTransaction(handle -> {
            inbox.removeThrough(waiting.get(waiting.size() - 1).number());
            toFunctions(created);
            toCrawlers(waiting, new HashSet<>(removed));
            receivers
                    .bus()
                    .objectsCreated(
                            created.stream().map(B2EventRouter::busEvent).toList());
            receivers
                    .bus()
                    .objectsDeleted(
                            removed.stream().map(B2EventRouter::busEvent).toList());
        });
        return waiting.size() == MAX_RECORDS;
    }

    private boolean isReady(List<Waiting> waiting) {
        Instant now = clock.instant();
        Instant newest = waiting.get(waiting.size() - 1).received();
        return waiting.size() == MAX_RECORDS
                || !newest.plus(QUIET).isAfter(now)
                || !waiting.get(0).received().plus(LONGEST_WAIT).isAfter(now);
    }

    private void toFunctions(List<B2Event> created) {
        for (ObjectNotification notification : receivers.notifications().get()) {
            List<ObjectEvent> objects = created.stream()
                    .filter(event -> event.bucket().equals(notification.bucket())
                            && event.key().startsWith(notification.prefix())
                            && event.key().endsWith(notification.suffix()))
                    .map(B2EventRouter::busEvent)
                    .toList();
            if (!objects.isEmpty()) {
                deliveries.add(receivers.json().delivery(notification, objects, clock.instant()));
            }
        }
    }

    private void toCrawlers(List<Waiting> waiting, Set<B2Event> removed) {
        for (EventSource source : receivers.crawlers().all()) {
            List<ObjectChange> changes = waiting.stream()
                    .map(Waiting::event)
                    .filter(event -> event.kind() == Kind.CREATED || removed.contains(event))
                    .filter(event -> event.bucket().equals(source.bucket())
                            && event.key().startsWith(source.prefix()))
                    .map(B2EventRouter::change)
                    .toList();
            if (!changes.isEmpty()) {
                receivers.crawlEvents().add(source.crawler(), changes);
            }
        }
    }

    private static ObjectChange change(B2Event event) {
        CrawlEvents.Kind kind = event.kind() == Kind.CREATED ? CrawlEvents.Kind.CREATED : CrawlEvents.Kind.REMOVED;
        return new ObjectChange(kind, event.bucket(), event.key(), event.size(), "");
    }

    private static ObjectEvent busEvent(B2Event event) {
        return new ObjectEvent(event.id(), event.bucket(), event.key(), event.size(), "", event.time());
    }
}
