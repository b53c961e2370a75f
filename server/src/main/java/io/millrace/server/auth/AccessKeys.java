package io.millrace.server.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The access keys that the server knows. Called on every request by many threads. */
public interface AccessKeys {
    /**
     * The key of an id; empty if there is none or it is not active.
     *
     * @param sessionToken what the request carries, not verified yet; null for none
     * @throws AuthenticationException if the token has expired
     */
    Optional<AccessKey> find(String accessKeyId, @Nullable String sessionToken);
}
