package io.millrace.catalog.registry;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.registry.format.CompatibilityCheck;
import io.millrace.catalog.store.CatalogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.DeleteSchemaVersionsRequest;
import software.amazon.awssdk.services.glue.model.DeleteSchemaVersionsResponse;
import software.amazon.awssdk.services.glue.model.SchemaVersionErrorItem;

/**
 * Glue's DeleteSchemaVersions. Thread-safe. The first version and the checkpoint cannot be deleted: a range with one of them is
 * refused as a whole. A version that is missing, or that the mode still compares new ones with, is named in the answer.
 */
public final class SchemaVersionDeletion {
    private final CatalogStore store;
    private final RegistryRequests requests;

    SchemaVersionDeletion(CatalogStore store, RegistryRequests requests) {
        this.store = store;
        this.requests = requests;
    }

    /** DeleteSchemaVersions. */
    public DeleteSchemaVersionsResponse deleteSchemaVersions(DeleteSchemaVersionsRequest request) {
        SchemaName name = requests.requireSchema(request.schemaId());
        VersionRange range = VersionRange.parse(request.versions());
        List<SchemaVersionErrorItem> errors = store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredSchema schema = requests.loadSchema(rows, name);
            requireDeletable(schema, range);
            return delete(rows, schema, range);
        });
        return DeleteSchemaVersionsResponse.builder()
                .schemaVersionErrors(errors)
                .build();
    }

    private static void requireDeletable(StoredSchema schema, VersionRange range) {
        if (range.first() >= schema.next()) {
            throw RegistryRequests.notFound(
                    "Schema version is not found. RegistryName: %s, SchemaName: %s, VersionNumber: %d"
                            .formatted(schema.registry(), schema.name(), range.first()));
        }
        if (range.contains(1)) {
            throw RegistryRequests.invalid("The first version of a schema can only be deleted with the schema.");
        }
        if (range.contains(schema.checkpoint())) {
            throw RegistryRequests.invalid("Version %d is the checkpoint and cannot be deleted; set another one first."
                    .formatted(schema.checkpoint()));
        }
    }

    private static List<SchemaVersionErrorItem> delete(RegistryRows rows, StoredSchema schema, VersionRange range) {
        List<SchemaVersionErrorItem> errors = new ArrayList<>();
        for (long number = range.first(); number <= Math.min(range.last(), schema.next() - 1); number++) {
            Optional<StoredVersion> version = rows.findVersion(schema.registry(), schema.name(), number);
            if (version.isEmpty()) {
                errors.add(error(number, CatalogErrorCode.ENTITY_NOT_FOUND, "Schema version is not found."));
            } else if (isCompared(schema, version.get())) {
                errors.add(error(
                        number,
                        CatalogErrorCode.INVALID_INPUT,
                        "Compatibility " + schema.compatibility() + " does not allow this version to be deleted."));
            } else {
                rows.delete(version.get());
            }
        }
        rows.update(schema.withVersions(schema.checkpoint(), latest(rows, schema), schema.next()));
        return errors;
    }

    private static boolean isCompared(StoredSchema schema, StoredVersion version) {
        return version.available()
                && CompatibilityCheck.isTransitive(schema.mode())
                && version.number() > schema.checkpoint();
    }

    /** The first version is never deleted on its own, so there is one. */
    private static long latest(RegistryRows rows, StoredSchema schema) {
        long number = schema.latest();
        while (number > 0
                && rows.findVersion(schema.registry(), schema.name(), number)
                        .filter(StoredVersion::available)
                        .isEmpty()) {
            number--;
        }
        return number;
    }

    private static SchemaVersionErrorItem error(long number, CatalogErrorCode code, String message) {
        return SchemaVersionErrorItem.builder()
                .versionNumber(number)
                .errorDetails(details -> details.errorCode(code.wireName()).errorMessage(message))
                .build();
    }
}
