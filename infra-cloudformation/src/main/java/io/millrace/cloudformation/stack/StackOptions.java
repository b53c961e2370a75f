package io.millrace.cloudformation.stack;

import java.time.Duration;
import java.util.Optional;

/**
 * How an operation is to go.
 *
 * @param token the same for a repetition of the same call; empty if the caller gives none
 * @param policy the stack policy that a creation sets or an update changes; empty for none
 * @param temporaryPolicy the policy during this update only; empty for the stack's own
 * @param timeout of a creation
 * @param terminationProtection whether a created stack is protected from deletion
 */
public record StackOptions(
        String token,
        OnFailure onFailure,
        String policy,
        String temporaryPolicy,
        Optional<Duration> timeout,
        boolean terminationProtection) {
    /** No token, no policy, no timeout. */
    public static StackOptions of(OnFailure onFailure) {
        return new StackOptions("", onFailure, "", "", Optional.empty(), false);
    }
}
