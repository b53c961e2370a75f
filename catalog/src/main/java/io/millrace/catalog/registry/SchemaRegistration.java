package io.millrace.catalog.registry;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.registry.format.CompatibilityCheck;
import io.millrace.catalog.registry.format.InvalidDefinitionException;
import io.millrace.catalog.registry.format.SchemaDefinition;
import io.millrace.catalog.registry.format.SchemaFormats;
import io.millrace.catalog.store.CatalogStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.DataFormat;
import software.amazon.awssdk.services.glue.model.SchemaVersionStatus;

/**
 * Adds versions to schemas. Definitions are compared outside of any transaction, since that may take long; the version is added
 * only if neither the schema nor its versions changed meanwhile, and all is done again if they did.
 */
final class SchemaRegistration {
    /** Glue API, SchemaDefinitionString. */
    static final int MAX_DEFINITION_LENGTH = 170_000;

    /** AWS Glue quotas: number of schema versions (there of a region, here of a schema, deleted ones included). */
    static final int MAX_VERSIONS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistration.class);
    private static final int ATTEMPTS = 10;
    private static final int BATCH = 50;

    private final CatalogStore store;
    private final RegistryRequests requests;

    SchemaRegistration(CatalogStore store, RegistryRequests requests) {
        this.store = store;
        this.requests = requests;
    }

    /** A definition that must be valid. */
    static SchemaDefinition parse(DataFormat format, String definition) {
        requireBounded(definition);
        try {
            return SchemaFormats.parse(format, definition);
        } catch (InvalidDefinitionException e) {
            throw invalid(format, e);
        }
    }

    static void requireBounded(String definition) {
        if (definition.length() > MAX_DEFINITION_LENGTH) {
            throw RegistryRequests.invalid("The schema definition has %d characters; the limit is %d."
                    .formatted(definition.length(), MAX_DEFINITION_LENGTH));
        }
    }

    private static CatalogException invalid(DataFormat format, InvalidDefinitionException e) {
        return RegistryRequests.invalid(
                "Schema definition of " + format + " data format is invalid: " + e.getMessage());
    }

    static String fingerprint(SchemaDefinition definition) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(definition.canonical().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JRE has SHA-256", e);
        }
    }

    /** The first version of a schema that the same transaction creates. It is compared with nothing. */
    StoredVersion addFirst(RegistryRows rows, StoredSchema schema, String text, SchemaDefinition definition) {
        return add(rows, schema, text, fingerprint(definition), SchemaVersionStatus.AVAILABLE);
    }

    /** The version with this definition: the one that is there already, or a new one, which has failed if it is not compatible. */
    StoredVersion register(SchemaName name, String text) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<StoredVersion> registered = tryToRegister(name, text);
            if (registered.isPresent()) {
                return registered.get();
            }
        }
        throw RegistryRequests.concurrentChange("Schema " + name + " is changed by others all the time.");
    }

    /** Empty if the schema changed meanwhile. */
    private Optional<StoredVersion> tryToRegister(SchemaName name, String text) {
        StoredSchema schema = store.read(tx -> requests.loadSchema(new RegistryRows(tx), name));
        SchemaDefinition definition = parse(schema.format(), text);
        String fingerprint = fingerprint(definition);
        Optional<StoredVersion> same = store.read(
                tx -> new RegistryRows(tx).findVersionByFingerprint(name.registry(), name.schema(), fingerprint));
        if (same.filter(StoredVersion::available).isPresent()) {
            return same;
        }
        requireVersioning(schema);
        boolean compatible = isCompatible(schema, definition);
        if (same.isPresent() && !compatible) {
            return same;
        }
        SchemaVersionStatus status = compatible ? SchemaVersionStatus.AVAILABLE : SchemaVersionStatus.FAILURE;
        return store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            return requests.loadSchema(rows, name).equals(schema)
                    ? Optional.of(add(rows, schema, text, fingerprint, status))
                    : Optional.empty();
        });
    }

    private static void requireVersioning(StoredSchema schema) {
        if (schema.mode() == Compatibility.DISABLED && schema.next() > 1) {
            throw RegistryRequests.invalid(
                    "Compatibility DISABLED does not allow versioning. SchemaName: " + schema.name());
        }
    }

    private boolean isCompatible(StoredSchema schema, SchemaDefinition next) {
        if (schema.latest() == 0 || !CompatibilityCheck.compares(schema.mode())) {
            return true;
        }
        if (!CompatibilityCheck.isTransitive(schema.mode())) {
            return store.read(tx -> new RegistryRows(tx).findVersion(schema.registry(), schema.name(), schema.latest()))
                    .map(last -> follows(schema, next, last))
                    .orElse(true);
        }
        long after = schema.checkpoint() - 1;
        List<StoredVersion> batch = versionsAfter(schema, after);
        while (!batch.isEmpty()) {
            for (StoredVersion earlier : batch) {
                if (earlier.available() && !follows(schema, next, earlier)) {
                    return false;
                }
                after = earlier.number();
            }
            batch = versionsAfter(schema, after);
        }
        return true;
    }

    private List<StoredVersion> versionsAfter(StoredSchema schema, long number) {
        return store.read(tx -> new RegistryRows(tx).listVersions(schema.registry(), schema.name(), number, BATCH));
    }

    private static boolean follows(StoredSchema schema, SchemaDefinition next, StoredVersion earlier) {
        List<String> violations = CompatibilityCheck.violations(
                schema.mode(), next, SchemaFormats.parse(schema.format(), earlier.definition()));
        if (!violations.isEmpty()) {
            // Glue's answers have no place for the reasons.
            LOG.info(
                    "A version of schema {}/{} is not {} compatible with version {}: {}",
                    schema.registry(),
                    schema.name(),
                    schema.mode(),
                    earlier.number(),
                    violations);
        }
        return violations.isEmpty();
    }

    private StoredVersion add(
            RegistryRows rows, StoredSchema schema, String text, String fingerprint, SchemaVersionStatus status) {
        if (schema.next() > MAX_VERSIONS) {
            throw RegistryRequests.limitExceeded("Schema %s/%s has had %d versions, which is the limit."
                    .formatted(schema.registry(), schema.name(), MAX_VERSIONS));
        }
        long number = schema.next();
        StoredVersion version = new StoredVersion(
                UUID.randomUUID().toString(),
                schema.registry(),
                schema.name(),
                number,
                text,
                fingerprint,
                status.toString(),
                requests.now(),
                List.of());
        rows.insert(version);
        rows.update(schema.withVersions(
                schema.checkpoint() == 0 ? number : schema.checkpoint(),
                version.available() ? number : schema.latest(),
                number + 1));
        return version;
    }
}
