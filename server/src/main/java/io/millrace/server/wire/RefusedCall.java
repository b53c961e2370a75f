package io.millrace.server.wire;

import java.util.Optional;

/**
 * A call that was refused because nobody knows who made it.
 *
 * @param requestId the id that the caller gets as {@code x-amzn-RequestId}
 * @param claimedKeyId the access key that it said it was signed with, if it was a possible one
 * @param sourceAddress where the connection came from; empty if that is not known
 * @param errorName the error's name on the wire
 * @param status the answer's HTTP status
 */
public record RefusedCall(
        String requestId, Optional<String> claimedKeyId, String sourceAddress, String errorName, int status) {}
