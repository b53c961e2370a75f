package io.millrace.catalog.registry;

import java.util.List;
import software.amazon.awssdk.services.glue.model.SchemaVersionStatus;

/**
 * A version of a schema as the store keeps it.
 *
 * @param definition as it was registered
 * @param fingerprint of its canonical form: SHA-256, hexadecimal
 * @param status by its wire name: AVAILABLE, or FAILURE if it was not compatible
 * @param metadata in the order in which it was put
 */
record StoredVersion(
        String id,
        String registry,
        String schema,
        long number,
        String definition,
        String fingerprint,
        String status,
        String createdTime,
        List<Metadata> metadata) {
    StoredVersion {
        metadata = List.copyOf(metadata);
    }

    boolean available() {
        return status.equals(SchemaVersionStatus.AVAILABLE.toString());
    }

    VersionPlace place() {
        return new VersionPlace(registry, schema, number);
    }

    StoredVersion withMetadata(List<Metadata> other) {
        return new StoredVersion(id, registry, schema, number, definition, fingerprint, status, createdTime, other);
    }

    /** One value of a key. A key may have several. */
    record Metadata(String key, String value, String createdTime) {}
}
