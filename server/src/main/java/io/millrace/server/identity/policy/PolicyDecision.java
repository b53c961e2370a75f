package io.millrace.server.identity.policy;

/** What a policy says to an action on a resource. */
public enum PolicyDecision {
    ALLOWED,
    /** No statement allows it. */
    NOT_ALLOWED,
    /** A statement denies it, whatever others say. */
    DENIED
}
