package io.millrace.server.identity.role;

/** What becomes of a job or function whose role was never created here. */
public enum UnknownRoles {
    /** It acts with the administrator key, as before roles were kept: for deployments whose role ARNs mean something elsewhere. */
    ADMINISTRATOR,
    /** It is refused. */
    REFUSED
}
