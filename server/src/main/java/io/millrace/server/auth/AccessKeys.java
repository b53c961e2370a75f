package io.millrace.server.auth;

import java.util.Optional;

/** The access keys that the server knows. Called on every request by many threads. */
public interface AccessKeys {
    /** The key of an id; empty if there is none or it is not active. */
    Optional<AccessKey> find(String accessKeyId);
}
