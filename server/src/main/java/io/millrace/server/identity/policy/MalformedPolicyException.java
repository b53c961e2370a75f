package io.millrace.server.identity.policy;

/** A policy that is not accepted. The message says what is wrong and where. */
public final class MalformedPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedPolicyException(String message) {
        super(message);
    }
}
