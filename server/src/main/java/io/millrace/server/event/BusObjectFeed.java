package io.millrace.server.event;

import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.ServiceEvents.ObjectEvent;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Puts what happens to the objects of the buckets that rules name on the event bus, by an {@link ObjectPoller}: "Object Created" and "Object
 * Deleted". Thread-safe.
 */
public final class BusObjectFeed implements AutoCloseable {
    private static final String RECEIVER = "events/default";

    private final Supplier<List<String>> buckets;
    private final ObjectPoller poller;
    private final RepeatedWork polling =
            new RepeatedWork("bus-objects", "The objects that rules wait for cannot be looked for");

    /**
     * A feed from {@code s3} to {@code events}.
     *
     * @param buckets the buckets that rules name now
     * @param jdbi a database with the server's migrations
     */
    public BusObjectFeed(
            S3Client s3, Supplier<List<String>> buckets, ServiceEvents events, Jdbi jdbi, InstantSource clock) {
        this.buckets = buckets;
        this.poller = new ObjectPoller(s3, new Bus(events, clock), jdbi);
    }

    /** Polls every {@code interval} from now on. Once. */
    public void start(Duration interval) {
        polling.every(interval, interval, this::poll);
    }

    /** Looks which buckets rules name, and lists each once. */
    void poll() {
        Set<ObjectNotification> wanted = new HashSet<>();
        buckets.get().forEach(bucket -> wanted.add(ObjectNotification.of(bucket, "", "", RECEIVER)));
        poller.watchOnly(wanted);
        poller.poll();
    }

    @Override
    public void close() {
        polling.close();
    }

    private record Bus(ServiceEvents events, InstantSource clock) implements ObjectEventSink {
        @Override
        public void created(ObjectNotification notification, List<S3Object> objects) {
            events.objectsCreated(
                    objects.stream().map(object -> event(notification, object)).toList());
        }

        /** The id follows from the version: the poller may tell of it twice. */
        private ObjectEvent event(ObjectNotification notification, S3Object object) {
            return new ObjectEvent(
                    notification.bucket() + "/" + object.key() + "@" + SeenObjects.version(object),
                    notification.bucket(),
                    object.key(),
                    object.size(),
                    object.eTag() == null ? "" : object.eTag().replace("\"", ""),
                    object.lastModified() == null ? clock.instant() : object.lastModified());
        }

        @Override
        public void removed(ObjectNotification notification, Collection<String> keys) {
            Instant now = clock.instant();
            events.objectsDeleted(keys.stream()
                    .map(key -> new ObjectEvent(UUID.randomUUID().toString(), notification.bucket(), key, 0, "", now))
                    .toList());
        }
    }
}
