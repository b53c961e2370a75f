package io.millrace.server.event;

/**
 * Which new objects invoke which function.
 *
 * @param bucket the bucket
 * @param prefix how the keys begin; empty for all
 * @param suffix how the keys end; empty for all
 * @param functionName the function, by name or ARN
 * @param existing what happens with the objects that are there when the notification is first used
 */
public record ObjectNotification(
        String bucket, String prefix, String suffix, String functionName, ExistingObjects existing) {

    /** What the first listing means. Later ones always give events, also for what came while the server was down. */
    public enum ExistingObjects {
        /** They are no events, as with a notification that is added to a bucket on AWS. */
        IGNORE,
        /** They are events. */
        NOTIFY
    }

    /** A notification that ignores what exists. */
    public static ObjectNotification of(String bucket, String prefix, String suffix, String functionName) {
        return new ObjectNotification(bucket, prefix, suffix, functionName, ExistingObjects.IGNORE);
    }

    /** The name under which the database remembers what was seen. */
    String id() {
        return String.join("\n", bucket, prefix, suffix, functionName);
    }
}
