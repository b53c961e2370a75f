package io.millrace.server.event;

import io.millrace.server.event.ObjectNotification.ExistingObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One notification with what it has seen. Used by one thread at a time. */
final class WatchedPrefix {
    /** A batch of new objects grows for at most this many polls before its events go out. */
    private static final int MAX_SETTLE_POLLS = 5;

    /** S3 sends one record an event; handlers must take several, and a bulk upload is cheaper so. */
    static final int MAX_RECORDS = 100;

    private final ObjectNotification notification;
    private final SeenObjects store;
    private @Nullable Map<String, String> seen;
    private Map<String, String> growing = Map.of();
    private int settling;

    WatchedPrefix(ObjectNotification notification, SeenObjects store) {
        this.notification = notification;
        this.store = store;
    }

    ObjectNotification notification() {
        return notification;
    }

    /** Notes what is there unless that was done before. */
    void begin(S3Client s3) {
        if (!store.isStarted(notification)) {
            known(list(s3));
        }
    }

    /** Lists once and hands on what is new and what is gone; false when nothing is new. */
    boolean poll(S3Client s3, ObjectEventSink sink) {
        List<S3Object> listed = list(s3);
        Map<String, String> known = known(listed);
        forgetDeleted(known, listed, sink);
        List<S3Object> created = listed.stream()
                .filter(object -> !SeenObjects.version(object).equals(known.get(object.key())))
                .sorted(Comparator.comparing(S3Object::lastModified, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(S3Object::key))
                .toList();
        if (created.isEmpty()) {
            growing = Map.of();
            settling = 0;
            return false;
        }
        if (isSettled(created)) {
            for (int from = 0; from < created.size(); from += MAX_RECORDS) {
                List<S3Object> batch = created.subList(from, Math.min(created.size(), from + MAX_RECORDS));
                sink.created(notification, batch);
                // only now: a crash in between sends the event again, and none is lost
                store.add(notification, batch);
                batch.forEach(object -> known.put(object.key(), SeenObjects.version(object)));
            }
            growing = Map.of();
            settling = 0;
        }
        return true;
    }

    /** Whether an upload of several objects seems to be over: the last poll saw the same. One chain then handles all. */
    private boolean isSettled(List<S3Object> created) {
        Map<String, String> now = new LinkedHashMap<>();
        created.forEach(object -> now.put(object.key(), SeenObjects.version(object)));
        boolean settled = now.equals(growing) || ++settling > MAX_SETTLE_POLLS;
        growing = now;
        return settled;
    }

    private Map<String, String> known(List<S3Object> listed) {
        Map<String, String> known = seen;
        if (known == null) {
            if (!store.isStarted(notification)) {
                store.start(notification, notification.existing() == ExistingObjects.IGNORE ? listed : List.of());
            }
            known = store.load(notification);
            seen = known;
        }
        return known;
    }

    private void forgetDeleted(Map<String, String> known, List<S3Object> listed, ObjectEventSink sink) {
        Set<String> deleted = new HashSet<>(known.keySet());
        listed.forEach(object -> deleted.remove(object.key()));
        if (!deleted.isEmpty()) {
            sink.removed(notification, deleted);
            store.remove(notification, deleted);
            known.keySet().removeAll(deleted);
        }
    }

    private List<S3Object> list(S3Client s3) {
        List<S3Object> objects = new ArrayList<>();
        try {
            s3
                    .listObjectsV2Paginator(
                            request -> request.bucket(notification.bucket()).prefix(notification.prefix()))
                    .contents()
                    .stream()
                    .filter(object -> object.key().endsWith(notification.suffix()))
                    .forEach(objects::add);
        } catch (NoSuchBucketException e) {
            // a stage may be configured before its bucket is made
            return List.of();
        }
        return objects;
    }
}
