package io.millrace.server.event;

import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Takes what happened to objects. When a call returns, the events are accepted for good; what it throws makes them come again. */
public interface ObjectEventSink {
    /** These objects are new or were written again: at most {@value WatchedPrefix#MAX_RECORDS}. */
    void created(ObjectNotification notification, List<S3Object> objects);

    /** The objects of these keys are gone. */
    default void removed(ObjectNotification notification, Collection<String> keys) {}
}
