package io.millrace.server.identity;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.identity.policy.Policy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All keys and policies as of one revision, secrets opened, policies read.
 *
 * @param revision of the store
 * @param keys those that are active, by id
 */
record IdentitySnapshot(long revision, Map<String, ActiveKey> keys) {
    IdentitySnapshot {
        keys = Map.copyOf(keys);
    }

    /** A key that works until its end, if it has one. */
    record ActiveKey(AccessKey key, Policy policy, Optional<Instant> validUntil) {}

    Optional<ActiveKey> find(String accessKeyId, Instant now) {
        return Optional.ofNullable(keys.get(accessKeyId))
                .filter(key ->
                        key.validUntil().isEmpty() || key.validUntil().get().isAfter(now));
    }
}
