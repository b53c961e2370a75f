package io.millrace.server.event;

/**
 * Which objects' events go where.
 *
 * @param bucket the bucket
 * @param prefix how the keys begin; empty for all
 * @param suffix how the keys end; empty for all
 * @param receiver where its events go: a function by name or ARN, or {@code crawler/name}
 * @param existing what happens with the objects that are there when the notification is first used
 */
public record ObjectNotification(
        String bucket, String prefix, String suffix, String receiver, ExistingObjects existing) {

    /** What the first listing means. Later ones always give events, also for what came while the server was down. */
    public enum ExistingObjects {
        /** They are no events, as with a notification that is added to a bucket on AWS. */
        IGNORE,
        /** They are events. */
        NOTIFY
    }

    /** A notification that ignores what exists. */
    public static ObjectNotification of(String bucket, String prefix, String suffix, String receiver) {
        return new ObjectNotification(bucket, prefix, suffix, receiver, ExistingObjects.IGNORE);
    }

    /** The name under which the database remembers what was seen. */
    String id() {
        return String.join("\n", bucket, prefix, suffix, receiver);
    }
}
