package io.millrace.catalog.registry;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.RegistryId;
import software.amazon.awssdk.services.glue.model.SchemaId;
import software.amazon.awssdk.services.glue.model.SchemaVersionNumber;

/** What the operations share: which registry, schema and version a request means, page sizes, errors. */
final class RegistryRequests {
    /** Made when a schema is created without a registry (Glue API, CreateSchema). */
    static final String DEFAULT_REGISTRY = "default-registry";

    /** Glue API, MaxResultsNumber: 1 to 100, 25 if it is not given. */
    static final int MAX_RESULTS = 100;

    static final int DEFAULT_RESULTS = 25;

    private final RegistryArns arns;
    private final InstantSource clock;

    RegistryRequests(RegistryArns arns, InstantSource clock) {
        this.arns = arns;
        this.clock = clock;
    }

    RegistryArns arns() {
        return arns;
    }

    /** Now, as the registry's times are on the wire: ISO-8601 with milliseconds. */
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The registry's name, if the request says one. */
    Optional<String> registry(@Nullable RegistryId id) {
        if (id == null || (id.registryName() == null && id.registryArn() == null)) {
            return Optional.empty();
        }
        if (id.registryName() != null && id.registryArn() != null) {
            throw invalid("Only one of RegistryName and RegistryArn can be provided.");
        }
        return id.registryName() != null
                ? Optional.of(id.registryName())
                : Optional.of(arns.parseRegistry(id.registryArn())
                        .orElseThrow(
                                () -> invalid("The ARN " + id.registryArn() + " is not that of a registry here.")));
    }

    String requireRegistry(@Nullable RegistryId id) {
        return registry(id).orElseThrow(() -> invalid("One of RegistryName or RegistryArn has to be provided."));
    }

    SchemaName requireSchema(@Nullable SchemaId id) {
        if (id == null || (id.schemaName() == null && id.schemaArn() == null)) {
            throw invalid("One of SchemaArn or SchemaName has to be provided.");
        }
        if (id.schemaArn() == null) {
            return new SchemaName(id.registryName() == null ? DEFAULT_REGISTRY : id.registryName(), id.schemaName());
        }
        if (id.schemaName() != null || id.registryName() != null) {
            throw invalid("SchemaArn cannot be provided together with SchemaName or RegistryName.");
        }
        return arns.parseSchema(id.schemaArn())
                .orElseThrow(() -> invalid("The ARN " + id.schemaArn() + " is not that of a schema here."));
    }

    StoredRegistry loadRegistry(RegistryRows rows, String name) {
        return rows.findRegistry(name).orElseThrow(() -> notFound("Registry is not found. RegistryName: " + name));
    }

    StoredSchema loadSchema(RegistryRows rows, SchemaName name) {
        return rows.findSchema(name.registry(), name.schema())
                .orElseThrow(() -> notFound("Schema is not found. RegistryName: %s, SchemaName: %s"
                        .formatted(name.registry(), name.schema())));
    }

    /** The version that an id, or a schema and a number, name. */
    StoredVersion loadVersion(
            RegistryRows rows,
            @Nullable String versionId,
            @Nullable SchemaId schemaId,
            @Nullable SchemaVersionNumber number) {
        if (versionId != null) {
            if (schemaId != null || number != null) {
                throw invalid("SchemaVersionId cannot be provided together with SchemaId or SchemaVersionNumber.");
            }
            return rows.findVersionById(versionId)
                    .orElseThrow(() -> notFound("Schema version is not found. SchemaVersionId: " + versionId));
        }
        StoredSchema schema = loadSchema(rows, requireSchema(schemaId));
        return loadVersion(rows, schema, number);
    }

    StoredVersion loadVersion(RegistryRows rows, StoredSchema schema, @Nullable SchemaVersionNumber number) {
        long wanted = versionNumber(schema, number);
        return rows.findVersion(schema.registry(), schema.name(), wanted)
                .orElseThrow(() ->
                        notFound("Schema version is not found. RegistryName: %s, SchemaName: %s, VersionNumber: %s"
                                .formatted(schema.registry(), schema.name(), wanted == 0 ? "latest" : wanted)));
    }

    /** The number that is meant, 0 for the latest of a schema that has no available version. */
    static long versionNumber(StoredSchema schema, @Nullable SchemaVersionNumber number) {
        boolean latest = number != null && Boolean.TRUE.equals(number.latestVersion());
        if (number == null || (!latest && number.versionNumber() == null)) {
            throw invalid("One of LatestVersion or VersionNumber has to be provided.");
        }
        if (latest && number.versionNumber() != null) {
            throw invalid("Only one of LatestVersion and VersionNumber can be provided.");
        }
        return latest ? schema.latest() : number.versionNumber();
    }

    static int pageSize(@Nullable Integer maxResults, int limit) {
        if (maxResults == null) {
            return DEFAULT_RESULTS;
        }
        if (maxResults < 1 || maxResults > limit) {
            throw invalid(("1 validation error detected: Value '%d' at 'maxResults' failed to satisfy constraint: "
                            + "Member must have value between 1 and %d")
                    .formatted(maxResults, limit));
        }
        return maxResults;
    }

    static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }

    static CatalogException notFound(String message) {
        return new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, message);
    }

    static CatalogException alreadyExists(String message) {
        return new CatalogException(CatalogErrorCode.ALREADY_EXISTS, message);
    }

    static CatalogException limitExceeded(String message) {
        return new CatalogException(CatalogErrorCode.RESOURCE_NUMBER_LIMIT_EXCEEDED, message);
    }

    static CatalogException concurrentChange(String message) {
        return new CatalogException(CatalogErrorCode.CONCURRENT_MODIFICATION, message);
    }
}
