package io.millrace.catalog.registry;

import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.registry.format.SchemaDefinition;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.tag.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.CreateSchemaRequest;
import software.amazon.awssdk.services.glue.model.CreateSchemaResponse;
import software.amazon.awssdk.services.glue.model.DeleteSchemaRequest;
import software.amazon.awssdk.services.glue.model.DeleteSchemaResponse;
import software.amazon.awssdk.services.glue.model.GetSchemaRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaResponse;
import software.amazon.awssdk.services.glue.model.ListSchemasRequest;
import software.amazon.awssdk.services.glue.model.ListSchemasResponse;
import software.amazon.awssdk.services.glue.model.SchemaListItem;
import software.amazon.awssdk.services.glue.model.SchemaStatus;
import software.amazon.awssdk.services.glue.model.UpdateSchemaRequest;
import software.amazon.awssdk.services.glue.model.UpdateSchemaResponse;

/** Glue's operations on schemas. Thread-safe. Deleting one deletes its versions at once, where Glue does so by and by. */
public final class SchemaOperations {
    /** Glue does not document what a schema without a mode gets; this is the mode that it recommends. */
    static final Compatibility DEFAULT_COMPATIBILITY = Compatibility.BACKWARD;

    private final CatalogStore store;
    private final PageTokens tokens;
    private final RegistryRequests requests;
    private final SchemaRegistration registration;

    SchemaOperations(
            CatalogStore store, PageTokens tokens, RegistryRequests requests, SchemaRegistration registration) {
        this.store = store;
        this.tokens = tokens;
        this.requests = requests;
        this.registration = registration;
    }

    /** CreateSchema, with its first version if there is a definition. */
    public CreateSchemaResponse createSchema(CreateSchemaRequest request) {
        String registry = requests.registry(request.registryId()).orElse(RegistryRequests.DEFAULT_REGISTRY);
        StoredSchema draft = draft(registry, request);
        @Nullable String text = request.schemaDefinition();
        Optional<SchemaDefinition> definition =
                Optional.ofNullable(text).map(given -> SchemaRegistration.parse(draft.format(), given));
        return store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            RegistryOperations.requireOrMake(rows, requests, registry);
            if (!rows.insert(draft)) {
                throw RegistryRequests.alreadyExists(
                        "Schema already exists. RegistryName: %s, SchemaName: %s".formatted(registry, draft.name()));
            }
            Optional<StoredVersion> first = text == null
                    ? Optional.empty()
                    : definition.map(parsed -> registration.addFirst(rows, draft, text, parsed));
            return created(requests.loadSchema(rows, new SchemaName(registry, draft.name())), first, request);
        });
    }

    private StoredSchema draft(String registry, CreateSchemaRequest request) {
        Compatibility mode = request.compatibility() == null ? DEFAULT_COMPATIBILITY : request.compatibility();
        requireKnown(mode);
        String now = requests.now();
        return new StoredSchema(
                registry,
                request.schemaName(),
                request.description(),
                request.dataFormatAsString(),
                mode.toString(),
                0,
                0,
                1,
                0,
                Tags.checked(request.tags()),
                now,
                now);
    }

    private static void requireKnown(Compatibility mode) {
        if (mode == Compatibility.UNKNOWN_TO_SDK_VERSION) {
            throw RegistryRequests.invalid("The compatibility mode is not one of " + Compatibility.knownValues() + ".");
        }
    }

    private CreateSchemaResponse created(
            StoredSchema schema, Optional<StoredVersion> first, CreateSchemaRequest request) {
        CreateSchemaResponse.Builder created = CreateSchemaResponse.builder()
                .registryName(schema.registry())
                .registryArn(requests.arns().registry(schema.registry()))
                .schemaName(schema.name())
                .schemaArn(requests.arns().schema(schema.registry(), schema.name()))
                .description(schema.description())
                .dataFormat(schema.dataFormat())
                .compatibility(schema.compatibility())
                .schemaCheckpoint(orNull(schema.checkpoint()))
                .latestSchemaVersion(orNull(schema.latest()))
                .nextSchemaVersion(schema.next())
                .schemaStatus(SchemaStatus.AVAILABLE)
                .schemaVersionId(first.map(StoredVersion::id).orElse(null))
                .schemaVersionStatus(first.map(StoredVersion::status).orElse(null));
        if (request.hasTags()) {
            created.tags(schema.tags());
        }
        return created.build();
    }

    /** Version numbers begin at 1; a schema without versions has none to show. */
    private static @Nullable Long orNull(long number) {
        return number == 0 ? null : number;
    }

    /** GetSchema. */
    public GetSchemaResponse getSchema(GetSchemaRequest request) {
        SchemaName name = requests.requireSchema(request.schemaId());
        StoredSchema schema = store.read(tx -> requests.loadSchema(new RegistryRows(tx), name));
        return GetSchemaResponse.builder()
                .registryName(schema.registry())
                .registryArn(requests.arns().registry(schema.registry()))
                .schemaName(schema.name())
                .schemaArn(requests.arns().schema(schema.registry(), schema.name()))
                .description(schema.description())
                .dataFormat(schema.dataFormat())
                .compatibility(schema.compatibility())
                .schemaCheckpoint(orNull(schema.checkpoint()))
                .latestSchemaVersion(orNull(schema.latest()))
                .nextSchemaVersion(schema.next())
                .schemaStatus(SchemaStatus.AVAILABLE)
                .createdTime(schema.createdTime())
                .updatedTime(schema.updatedTime())
                .build();
    }

    /** ListSchemas, by registry and name: those of one registry, or of all. */
    public ListSchemasResponse listSchemas(ListSchemasRequest request) {
        Optional<String> registry = requests.registry(request.registryId());
        int limit = RegistryRequests.pageSize(request.maxResults(), RegistryRequests.MAX_RESULTS);
        Page<StoredSchema> page = store.read(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            registry.ifPresent(name -> requests.loadRegistry(rows, name));
            return tokens.page(
                    "ListSchemas/" + registry.orElse(""),
                    request.nextToken(),
                    limit,
                    (key, count) -> registry.isPresent()
                            ? rows.listSchemas(registry.get(), key.isEmpty() ? "" : key.get(1), count)
                            : ofAllRegistries(rows, key, count),
                    schema -> List.of(schema.registry(), schema.name()));
        });
        return ListSchemasResponse.builder()
                .schemas(page.items().stream().map(this::item).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static List<StoredSchema> ofAllRegistries(RegistryRows rows, List<String> key, int count) {
        List<StoredSchema> found = new ArrayList<>();
        if (!key.isEmpty()) {
            found.addAll(rows.listSchemas(key.get(0), key.get(1), count));
        }
        // There are never more registries than that.
        for (StoredRegistry registry :
                rows.listRegistries(key.isEmpty() ? "" : key.get(0), RegistryOperations.MAX_REGISTRIES)) {
            if (found.size() < count) {
                found.addAll(rows.listSchemas(registry.name(), "", count - found.size()));
            }
        }
        return found;
    }

    private SchemaListItem item(StoredSchema schema) {
        return SchemaListItem.builder()
                .registryName(schema.registry())
                .schemaName(schema.name())
                .schemaArn(requests.arns().schema(schema.registry(), schema.name()))
                .description(schema.description())
                .schemaStatus(SchemaStatus.AVAILABLE)
                .createdTime(schema.createdTime())
                .updatedTime(schema.updatedTime())
                .build();
    }

    /** UpdateSchema: the description, the checkpoint, or the mode together with a checkpoint. Versions are not checked again. */
    public UpdateSchemaResponse updateSchema(UpdateSchemaRequest request) {
        SchemaName name = requests.requireSchema(request.schemaId());
        if (request.compatibility() != null) {
            requireKnown(request.compatibility());
            if (request.schemaVersionNumber() == null) {
                throw RegistryRequests.invalid("SchemaVersionNumber is required when Compatibility is provided.");
            }
        }
        if (request.schemaVersionNumber() == null && request.description() == null) {
            throw RegistryRequests.invalid(
                    "One of SchemaVersionNumber, Compatibility or Description has to be provided.");
        }
        store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredSchema current = requests.loadSchema(rows, name);
            rows.update(current.withSettings(
                    request.description() == null ? current.description() : request.description(),
                    request.compatibility() == null
                            ? current.compatibility()
                            : request.compatibility().toString(),
                    checkpoint(rows, current, request),
                    requests.now()));
            return current;
        });
        return UpdateSchemaResponse.builder()
                .schemaArn(requests.arns().schema(name.registry(), name.schema()))
                .schemaName(name.schema())
                .registryName(name.registry())
                .build();
    }

    private long checkpoint(RegistryRows rows, StoredSchema current, UpdateSchemaRequest request) {
        if (request.schemaVersionNumber() == null) {
            return current.checkpoint();
        }
        StoredVersion version = requests.loadVersion(rows, current, request.schemaVersionNumber());
        if (!version.available()) {
            throw RegistryRequests.invalid(
                    "Version %d is not available and cannot be a checkpoint.".formatted(version.number()));
        }
        return version.number();
    }

    /** DeleteSchema, with its versions. */
    public DeleteSchemaResponse deleteSchema(DeleteSchemaRequest request) {
        SchemaName name = requests.requireSchema(request.schemaId());
        store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredSchema current = requests.loadSchema(rows, name);
            rows.deleteSchema(name.registry(), name.schema());
            return current;
        });
        return DeleteSchemaResponse.builder()
                .schemaArn(requests.arns().schema(name.registry(), name.schema()))
                .schemaName(name.schema())
                .status(SchemaStatus.DELETING)
                .build();
    }
}
