package io.millrace.server.delivery;

import java.time.Instant;

/**
 * Something that one target is to get.
 *
 * @param id names it for good: of two deliveries of one id the first counts
 * @param sender the ARN of the rule, schedule or subscription that sends it
 * @param targetKind which {@link DeliveryTarget} takes it
 * @param target what the target needs to know: an ARN, a URL; an ARN, {@link #ROLE_FOLLOWS} and the role to act with
 * @param body what it gets
 * @param attempts how often it was tried
 * @param maxRetries how often it may be tried again after the first time
 * @param due when it is tried next
 * @param expires when it is given up
 */
public record Delivery(
        String id,
        String sender,
        String targetKind,
        String target,
        String body,
        int attempts,
        int maxRetries,
        Instant due,
        Instant expires) {
    /** Between a target's ARN and a role's. */
    public static final String ROLE_FOLLOWS = " ";

    /** The retries of EventBridge and its Scheduler when nothing else is said (EventBridge User Guide, "Retry policy"). */
    public static final int DEFAULT_RETRIES = 185;

    /** The age at which they give up when nothing else is said, in seconds. */
    public static final int DEFAULT_MAX_AGE_SECONDS = 86_400;

    /** One that is due at once. */
    public static Delivery of(
            String id,
            String sender,
            String targetKind,
            String target,
            String body,
            int maxRetries,
            Instant now,
            Instant expires) {
        return new Delivery(id, sender, targetKind, target, body, 0, maxRetries, now, expires);
    }
}
