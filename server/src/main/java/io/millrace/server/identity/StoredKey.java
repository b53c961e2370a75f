package io.millrace.server.identity;

import io.millrace.server.data.MasterKeyCipher;
import java.time.Instant;
import java.util.Optional;

/**
 * An access key as the store keeps it.
 *
 * @param id the public part
 * @param userName whose key it is
 * @param sealedSecret see {@link MasterKeyCipher}; the context is the id
 * @param status whether it works
 * @param createdAt when it was made
 * @param validUntil when a rotated key ends; empty for no end
 */
record StoredKey(
        String id,
        String userName,
        String sealedSecret,
        KeyStatus status,
        Instant createdAt,
        Optional<Instant> validUntil) {
    StoredKey with(KeyStatus other) {
        return new StoredKey(id, userName, sealedSecret, other, createdAt, validUntil);
    }

    StoredKey until(Instant end) {
        return new StoredKey(id, userName, sealedSecret, status, createdAt, Optional.of(end));
    }

    boolean isExpired(Instant now) {
        return validUntil.isPresent() && !validUntil.get().isAfter(now);
    }

    boolean isUsable(Instant now) {
        return status == KeyStatus.ACTIVE && !isExpired(now);
    }
}
