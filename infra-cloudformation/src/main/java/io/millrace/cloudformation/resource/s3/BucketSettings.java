package io.millrace.cloudformation.resource.s3;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Millrace keeps of a bucket because object stores beside S3 do not: its tags, and which functions learn of new objects. Taking
 * effect is part of keeping: when {@link #put} returns, notifications are watched. Thread-safe.
 */
public interface BucketSettings {
    /**
     * The settings of one bucket.
     *
     * @param tags its tags
     * @param notifications functions that are invoked for objects
     */
    record Settings(Map<String, String> tags, List<FunctionNotification> notifications) {
        /** Copies both. */
        public Settings {
            tags = Map.copyOf(tags);
            notifications = List.copyOf(notifications);
        }
    }

    /**
     * A function that is invoked for created objects.
     *
     * @param functionArn the function
     * @param prefix how the keys begin; empty for all
     * @param suffix how the keys end; empty for all
     */
    record FunctionNotification(String functionArn, String prefix, String suffix) {}

    /** The settings of a bucket, if any were put. */
    Optional<Settings> find(String bucket);

    /**
     * Replaces the settings of a bucket, which need not exist yet.
     *
     * @throws io.millrace.cloudformation.resource.ResourceException if a function does not exist or may not be invoked for this bucket
     */
    void put(String bucket, Settings settings);

    /** Removes the settings of a bucket, if there are any. */
    void remove(String bucket);
}
