package io.millrace.server.event;

import io.millrace.server.wire.ServiceException;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Finds new and removed objects by listing and tells a sink. An object is new when its key, its ETag or its
 * time of modification was not seen, so that an upload of the same content is one too, as with S3;
 * what came while the server was down is found at its next start. An event is sent at least once. Objects that come while a
 * batch is still growing are waited for, a few polls long, so that one bulk upload is one event (up to 100 records each).
 *
 * <p>Thread-safe. A poll lists every prefix whole, so this is for prefixes of some ten thousand objects; idle prefixes are
 * listed more seldom because stores charge for listings.
 */
public final class ObjectPoller implements AutoCloseable {
    private static final int IDLE_AFTER_POLLS = 60;
    private static final int IDLE_EVERY = 5;
    private static final Logger LOG = LoggerFactory.getLogger(ObjectPoller.class);

    private final S3Client s3;
    private final ObjectEventSink sink;
    private final SeenObjects seen;
    private final List<WatchedPrefix> watched = new CopyOnWriteArrayList<>();
    private final RepeatedWork polling = new RepeatedWork("poller", "Objects cannot be looked for");
    private int idlePolls;

    /**
     * A poller that watches nothing yet.
     *
     * @param jdbi a database with the server's migrations
     */
    public ObjectPoller(S3Client s3, ObjectEventSink sink, Jdbi jdbi) {
        this.s3 = s3;
        this.sink = sink;
        this.seen = new SeenObjects(jdbi);
    }

    /** Adds a notification; the same one again changes nothing. */
    public synchronized void watch(ObjectNotification notification) {
        if (watched.stream().noneMatch(prefix -> prefix.notification().id().equals(notification.id()))) {
            watched.add(new WatchedPrefix(notification, seen));
            idlePolls = 0;
        }
    }

    /**
     * Adds a notification and lists its objects, so that every object that comes after this call is an event.
     *
     * @throws SdkException if the store cannot be listed; then nothing is added
     */
    public synchronized void watchFromNow(ObjectNotification notification) {
        new WatchedPrefix(notification, seen).begin(s3);
        watch(notification);
    }

    /** Removes a notification and what it has seen: added again, it begins anew. */
    public synchronized void forget(ObjectNotification notification) {
        unwatch(notification);
        seen.forget(notification);
    }

    /** Removes a notification. What it has seen stays known. */
    public synchronized void unwatch(ObjectNotification notification) {
        watched.removeIf(prefix -> prefix.notification().id().equals(notification.id()));
    }

    /** What is watched now. */
    public List<ObjectNotification> watched() {
        return watched.stream().map(WatchedPrefix::notification).toList();
    }

    /** Watches these and no others. */
    public synchronized void watchOnly(Set<ObjectNotification> wanted) {
        List<ObjectNotification> before =
                watched.stream().map(WatchedPrefix::notification).toList();
        before.stream().filter(notification -> !wanted.contains(notification)).forEach(this::unwatch);
        wanted.forEach(this::watch);
    }

    /** Polls every {@code interval} from now on. Called once. */
    public void start(Duration interval) {
        polling.every(interval, interval, this::pollUnlessIdle);
    }

    private synchronized void pollUnlessIdle() {
        if (idlePolls >= IDLE_AFTER_POLLS && idlePolls % IDLE_EVERY != 0) {
            idlePolls++;
            return;
        }
        poll();
    }

    /** Lists each watched prefix once. A failure on one is logged and does not keep the others. */
    public synchronized void poll() {
        boolean found = false;
        for (WatchedPrefix prefix : watched) {
            try {
                found |= prefix.poll(s3, sink);
            } catch (SdkException | ServiceException e) {
                LOG.warn(
                        "Cannot poll s3://{}/{} for {}: {}",
                        prefix.notification().bucket(),
                        prefix.notification().prefix(),
                        prefix.notification().receiver(),
                        e.getMessage());
            } catch (RuntimeException e) {
                // a run loop: the scheduler would silently stop polling
                LOG.error("Polling of {} failed", prefix.notification(), e);
            }
        }
        idlePolls = found ? 0 : idlePolls + 1;
    }

    /** Stops polling, in the middle of a poll if need be; the next server's finds what is left. */
    @Override
    public void close() {
        polling.close();
    }
}
