package io.millrace.server.event;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.rule.ServiceEvents.ObjectEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3's event of several objects, as a delivery to the function of a notification. Thread-safe. */
public final class ObjectEventJson {
    private final S3EventJson json;

    /** @param region the region in the events */
    public ObjectEventJson(String region) {
        this.json = new S3EventJson(region);
    }

    /** The delivery; its id follows from the first object's event. */
    public Delivery delivery(ObjectNotification notification, List<ObjectEvent> objects, Instant now) {
        List<S3Object> written = objects.stream()
                .map(object -> S3Object.builder()
                        .key(object.key())
                        .size(object.size())
                        .eTag(object.etag())
                        .lastModified(object.time())
                        .build())
                .toList();
        String body = new String(json.created(notification.bucket(), written, now), StandardCharsets.UTF_8);
        return Delivery.of(
                objects.get(0).id() + "/" + notification.id(),
                "arn:aws:s3:::" + notification.bucket(),
                TargetArns.FUNCTION,
                notification.receiver(),
                body,
                Delivery.DEFAULT_RETRIES,
                now,
                now.plusSeconds(Delivery.DEFAULT_MAX_AGE_SECONDS));
    }
}
