package io.millrace.ci.livetest.stage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest crawl of a crawler or run of a job.
 *
 * @param started when it began; the epoch if it never did
 * @param state the service's word, such as {@code RUNNING} or {@code SUCCEEDED}
 * @param error why it failed; null if it did not
 */
record Activity(Instant started, String state, @Nullable String error) {
    static final Activity NONE = new Activity(Instant.EPOCH, "not started", null);

    boolean isSucceeded() {
        return state.equals("SUCCEEDED");
    }

    boolean isFailed() {
        return switch (state) {
            case "FAILED", "CANCELLED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED" -> true;
            default -> false;
        };
    }
}
