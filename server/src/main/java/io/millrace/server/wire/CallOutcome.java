package io.millrace.server.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param context who called what; the operation is empty if the service has none of that name
 * @param resources the ARNs of what the call was about; empty if it ended before that was known
 * @param status the answer's HTTP status
 * @param errorName the service's name of the error, empty for success
 * @param took from the verified signature to the answer
 */
public record CallOutcome(
        CallContext context, List<String> resources, int status, Optional<String> errorName, Duration took) {
    /** Copies the list. */
    public CallOutcome {
        resources = List.copyOf(resources);
    }
}
