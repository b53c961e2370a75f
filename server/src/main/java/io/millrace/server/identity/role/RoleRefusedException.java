package io.millrace.server.identity.role;

/** A service may not act with a role. The message is what the user sees. */
public final class RoleRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RoleRefusedException(String message) {
        super(message);
    }
}
