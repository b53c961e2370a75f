package io.millrace.server.wire;

import io.millrace.server.auth.Principal;

/**
 * One verified call: what an operation may want to know besides its request.
 *
 * @param requestId the id that the caller gets as {@code x-amzn-RequestId}
 * @param principal who calls
 * @param service signing name, such as {@code glue}
 * @param operation such as {@code GetTable}
 * @param sourceAddress where the connection came from; empty if that is not known
 */
public record CallContext(
        String requestId, Principal principal, String service, String operation, String sourceAddress) {
    /** A call from an unknown place. */
    public CallContext(String requestId, Principal principal, String service, String operation) {
        this(requestId, principal, service, operation, "");
    }
}
