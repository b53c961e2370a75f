package io.millrace.catalog.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registry as the store keeps it.
 *
 * @param createdTime and {@code updatedTime}: as the wire has them, ISO-8601 in UTC
 */
record StoredRegistry(
        String name, @Nullable String description, Map<String, String> tags, String createdTime, String updatedTime) {
    StoredRegistry {
        tags = Map.copyOf(tags);
    }

    StoredRegistry withTags(Map<String, String> other) {
        return new StoredRegistry(name, description, other, createdTime, updatedTime);
    }

    StoredRegistry describedAs(String other, String at) {
        return new StoredRegistry(name, other, tags, createdTime, at);
    }
}
