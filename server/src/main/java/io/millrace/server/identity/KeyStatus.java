package io.millrace.server.identity;

/** Whether an access key works. */
public enum KeyStatus {
    ACTIVE,
    INACTIVE,
    /** The tombstone of an administrator key: its server's credentials file must not bring it back. */
    DELETED
}
