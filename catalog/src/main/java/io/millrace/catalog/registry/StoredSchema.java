package io.millrace.catalog.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.DataFormat;

/**
 * A schema as the store keeps it.
 *
 * @param compatibility and {@code dataFormat}: by their wire names
 * @param checkpoint the version from which on the modes that look at all versions do so; 0 before the first version
 * @param latest the number of the latest version that is available; 0 if there is none
 * @param next the number that the next version gets: numbers are not used twice
 * @param revision changes with every change of the schema or of its versions, so that a check made outside of a transaction can
 *     tell that it still holds
 */
record StoredSchema(
        String registry,
        String name,
        @Nullable String description,
        String dataFormat,
        String compatibility,
        long checkpoint,
        long latest,
        long next,
        long revision,
        Map<String, String> tags,
        String createdTime,
        String updatedTime) {
    StoredSchema {
        tags = Map.copyOf(tags);
    }

    DataFormat format() {
        return DataFormat.fromValue(dataFormat);
    }

    Compatibility mode() {
        return Compatibility.fromValue(compatibility);
    }

    StoredSchema withTags(Map<String, String> other) {
        return new StoredSchema(
                registry,
                name,
                description,
                dataFormat,
                compatibility,
                checkpoint,
                latest,
                next,
                revision,
                other,
                createdTime,
                updatedTime);
    }

    StoredSchema withVersions(long newCheckpoint, long newLatest, long newNext) {
        return new StoredSchema(
                registry,
                name,
                description,
                dataFormat,
                compatibility,
                newCheckpoint,
                newLatest,
                newNext,
                revision + 1,
                tags,
                createdTime,
                updatedTime);
    }

    StoredSchema withSettings(@Nullable String newDescription, String newCompatibility, long newCheckpoint, String at) {
        return new StoredSchema(
                registry,
                name,
                newDescription,
                dataFormat,
                newCompatibility,
                newCheckpoint,
                latest,
                next,
                revision + 1,
                tags,
                createdTime,
                at);
    }
}
