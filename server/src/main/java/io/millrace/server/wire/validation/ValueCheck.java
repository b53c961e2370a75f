package io.millrace.server.wire.validation;

/** The constraints of one shape. Thread-safe. */
interface ValueCheck {
    /** Adds what {@code value}, which is not null, breaks. */
    void check(Object value, MemberPath path, Violations violations);
}
