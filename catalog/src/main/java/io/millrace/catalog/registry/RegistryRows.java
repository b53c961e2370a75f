package io.millrace.catalog.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityRows;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The registry's entities in one transaction. Registries, their schemas and those's versions are each below what they belong to and
 * go with it; versions are also found by id and by the fingerprint of their definition.
 */
final class RegistryRows {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final EntityKind<StoredRegistry> REGISTRY = kind("schema-registry", StoredRegistry.class);
    private static final EntityKind<StoredSchema> SCHEMA = kind("schema", StoredSchema.class);
    private static final EntityKind<StoredVersion> VERSION = kind("schema-version", StoredVersion.class);
    private static final EntityKind<VersionPlace> BY_ID = kind("schema-version-id", VersionPlace.class);
    private static final EntityKind<VersionPlace> BY_DEFINITION = kind("schema-version-definition", VersionPlace.class);

    private static final String ROOT = "schema-registry";
    private static final List<String> REGISTRIES = List.of(ROOT);
    private static final List<String> IDS = List.of("schema-version-id");
    private static final int BATCH = 100;

    private final EntityRows rows;

    RegistryRows(CatalogTransaction tx) {
        this.rows = tx.entities();
    }

    private static <T> EntityKind<T> kind(String name, Class<T> type) {
        return new EntityKind<>(name, RegistryRows::write, json -> read(json, type));
    }

    private static String write(Object entity) {
        try {
            return JSON.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<StoredRegistry> findRegistry(String name) {
        return rows.find(REGISTRY, REGISTRIES, name);
    }

    List<StoredRegistry> listRegistries(String afterName, int limit) {
        return rows.list(REGISTRY, REGISTRIES, afterName, limit);
    }

    boolean insert(StoredRegistry registry) {
        return rows.insert(REGISTRY, REGISTRIES, registry.name(), registry);
    }

    void update(StoredRegistry registry) {
        rows.update(REGISTRY, REGISTRIES, registry.name(), registry);
    }

    /** With its schemas and their versions. */
    void deleteRegistry(String name) {
        List<StoredSchema> schemas = listSchemas(name, "", BATCH);
        while (!schemas.isEmpty()) {
            schemas.forEach(schema -> deleteSchema(name, schema.name()));
            schemas = listSchemas(name, "", BATCH);
        }
        rows.delete(REGISTRY, REGISTRIES, name);
    }

    Optional<StoredSchema> findSchema(String registry, String name) {
        return rows.find(SCHEMA, List.of(ROOT, registry), name);
    }

    List<StoredSchema> listSchemas(String registry, String afterName, int limit) {
        return rows.list(SCHEMA, List.of(ROOT, registry), afterName, limit);
    }

    boolean insert(StoredSchema schema) {
        return rows.insert(SCHEMA, List.of(ROOT, schema.registry()), schema.name(), schema);
    }

    void update(StoredSchema schema) {
        rows.update(SCHEMA, List.of(ROOT, schema.registry()), schema.name(), schema);
    }

    /** With its versions. */
    void deleteSchema(String registry, String name) {
        List<StoredVersion> versions = listVersions(registry, name, 0, BATCH);
        while (!versions.isEmpty()) {
            versions.forEach(version -> rows.delete(BY_ID, IDS, version.id()));
            versions = listVersions(
                    registry, name, versions.get(versions.size() - 1).number(), BATCH);
        }
        rows.deleteBelow(List.of(ROOT, registry, name));
        rows.delete(SCHEMA, List.of(ROOT, registry), name);
    }

    Optional<StoredVersion> findVersion(String registry, String schema, long number) {
        return rows.find(VERSION, versions(registry, schema), number(number));
    }

    Optional<StoredVersion> findVersion(VersionPlace place) {
        return findVersion(place.registry(), place.schema(), place.number());
    }

    Optional<StoredVersion> findVersionById(String id) {
        return rows.find(BY_ID, IDS, id).flatMap(this::findVersion);
    }

    Optional<StoredVersion> findVersionByFingerprint(String registry, String schema, String fingerprint) {
        return rows.find(BY_DEFINITION, definitions(registry, schema), fingerprint)
                .flatMap(this::findVersion);
    }

    /** In order of their numbers. */
    List<StoredVersion> listVersions(String registry, String schema, long afterNumber, int limit) {
        return rows.list(VERSION, versions(registry, schema), number(afterNumber), limit);
    }

    /** From then on the definition's fingerprint leads to this version, whatever it led to before. */
    void insert(StoredVersion version) {
        rows.insert(VERSION, versions(version.registry(), version.schema()), number(version.number()), version);
        rows.insert(BY_ID, IDS, version.id(), version.place());
        List<String> path = definitions(version.registry(), version.schema());
        if (!rows.insert(BY_DEFINITION, path, version.fingerprint(), version.place())) {
            rows.update(BY_DEFINITION, path, version.fingerprint(), version.place());
        }
    }

    void update(StoredVersion version) {
        rows.update(VERSION, versions(version.registry(), version.schema()), number(version.number()), version);
    }

    void delete(StoredVersion version) {
        rows.delete(VERSION, versions(version.registry(), version.schema()), number(version.number()));
        rows.delete(BY_ID, IDS, version.id());
        List<String> path = definitions(version.registry(), version.schema());
        if (rows.find(BY_DEFINITION, path, version.fingerprint())
                .filter(version.place()::equals)
                .isPresent()) {
            rows.delete(BY_DEFINITION, path, version.fingerprint());
        }
    }

    private static List<String> versions(String registry, String schema) {
        return List.of(ROOT, registry, schema, "version");
    }

    private static List<String> definitions(String registry, String schema) {
        return List.of(ROOT, registry, schema, "definition");
    }

    /** Sorts as the number does; VersionLongNumber ends at 100,000. */
    private static String number(long number) {
        return "%06d".formatted(number);
    }
}
