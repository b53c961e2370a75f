package io.millrace.server.auth;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Access keys that live as long as the process. Thread-safe. */
public final class InMemoryAccessKeys implements AccessKeys {
    private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();

    /** Adds a key, or replaces the one with the same id. */
    public void add(AccessKey key) {
        keys.put(key.id(), key);
    }

    /** Removes a key; its requests are refused from now on. */
    public void remove(String accessKeyId) {
        keys.remove(accessKeyId);
    }

    @Override
    public Optional<AccessKey> find(String accessKeyId, @Nullable String sessionToken) {
        return Optional.ofNullable(keys.get(accessKeyId));
    }
}
