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
 * @param roles by name, without deleted ones
 */
record IdentitySnapshot(long revision, Map<String, ActiveKey> keys, Map<String, ActiveRole> roles) {
    IdentitySnapshot {
        keys = Map.copyOf(keys);
        roles = Map.copyOf(roles);
    }

    /** A key that works until its end, if it has one. */
    record ActiveKey(AccessKey key, Policy policy, Optional<Instant> validUntil) {
        boolean works(Instant now) {
            return validUntil.isEmpty() || validUntil.get().isAfter(now);
        }
    }

    /** A role and what all its policies say together. */
    record ActiveRole(StoredRole role, Policy policy) {}

    Optional<ActiveKey> find(String accessKeyId, Instant now) {
        return Optional.ofNullable(keys.get(accessKeyId)).filter(key -> key.works(now));
    }

    /** Any key of the principal that works. */
    Optional<ActiveKey> findPrincipal(String arn, Instant now) {
        return keys.values().stream()
                .filter(key -> key.key().principal().equals(arn) && key.works(now))
                .findFirst();
    }
}
