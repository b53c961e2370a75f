package io.millrace.catalog.registry;

import static io.millrace.catalog.registry.TestingRegistry.ARN;
import static io.millrace.catalog.registry.TestingRegistry.NOW;
import static io.millrace.catalog.registry.TestingRegistry.assertRefused;
import static io.millrace.catalog.registry.TestingRegistry.avro;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.CatalogErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.CreateRegistryRequest;
import software.amazon.awssdk.services.glue.model.CreateRegistryResponse;
import software.amazon.awssdk.services.glue.model.CreateSchemaRequest;
import software.amazon.awssdk.services.glue.model.CreateSchemaResponse;
import software.amazon.awssdk.services.glue.model.DataFormat;
import software.amazon.awssdk.services.glue.model.DeleteRegistryRequest;
import software.amazon.awssdk.services.glue.model.DeleteSchemaRequest;
import software.amazon.awssdk.services.glue.model.GetRegistryRequest;
import software.amazon.awssdk.services.glue.model.GetRegistryResponse;
import software.amazon.awssdk.services.glue.model.GetSchemaRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.ListRegistriesRequest;
import software.amazon.awssdk.services.glue.model.ListRegistriesResponse;
import software.amazon.awssdk.services.glue.model.ListSchemasRequest;
import software.amazon.awssdk.services.glue.model.ListSchemasResponse;
import software.amazon.awssdk.services.glue.model.RegistryListItem;
import software.amazon.awssdk.services.glue.model.RegistryStatus;
import software.amazon.awssdk.services.glue.model.SchemaStatus;
import software.amazon.awssdk.services.glue.model.SchemaVersionStatus;
import software.amazon.awssdk.services.glue.model.UpdateRegistryRequest;
import software.amazon.awssdk.services.glue.model.UpdateSchemaRequest;

/** Registries and schemas. */
final class TestSchemaRegistry {
    @TempDir
    private Path folder;

    private TestingRegistry registry;

    @BeforeEach
    void open() {
        registry = new TestingRegistry(folder);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private CreateRegistryResponse createRegistry(String name) {
        return registry.operations
                .registries()
                .createRegistry(CreateRegistryRequest.builder()
                        .registryName(name)
                        .description("about " + name)
                        .tags(Map.of("team", "ingest"))
                        .build());
    }

    private GetRegistryResponse getRegistry(String name) {
        return registry.operations
                .registries()
                .getRegistry(GetRegistryRequest.builder()
                        .registryId(id -> id.registryName(name))
                        .build());
    }

    private CreateSchemaResponse createIn(String registryName, String name) {
        return registry.operations
                .schemas()
                .createSchema(CreateSchemaRequest.builder()
                        .registryId(id -> id.registryName(registryName))
                        .schemaName(name)
                        .dataFormat(DataFormat.AVRO)
                        .compatibility(Compatibility.BACKWARD)
                        .schemaDefinition(avro("a"))
                        .build());
    }

    @Test
    void keepsRegistries() {
        CreateRegistryResponse created = createRegistry("Events");
        assertThat(created.registryArn()).isEqualTo(ARN + "registry/Events");
        assertThat(created.tags()).containsEntry("team", "ingest");
        GetRegistryResponse found = registry.operations
                .registries()
                .getRegistry(GetRegistryRequest.builder()
                        .registryId(id -> id.registryArn(created.registryArn()))
                        .build());
        assertThat(found.registryName()).isEqualTo("Events");
        assertThat(found.description()).isEqualTo("about Events");
        assertThat(found.status()).isEqualTo(RegistryStatus.AVAILABLE);
        assertThat(found.createdTime()).isEqualTo(NOW);

        registry.operations
                .registries()
                .updateRegistry(UpdateRegistryRequest.builder()
                        .registryId(id -> id.registryName("Events"))
                        .description("other")
                        .build());
        assertThat(getRegistry("Events").description()).isEqualTo("other");

        assertThat(registry.operations
                        .registries()
                        .deleteRegistry(DeleteRegistryRequest.builder()
                                .registryId(id -> id.registryName("Events"))
                                .build())
                        .status())
                .isEqualTo(RegistryStatus.DELETING);
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Registry is not found.", () -> getRegistry("Events"));
    }

    @Test
    void refusesRegistriesThatAreThereOrNotOrTooMany() {
        createRegistry("r");
        assertRefused(CatalogErrorCode.ALREADY_EXISTS, "Registry already exists.", () -> createRegistry("r"));
        assertThat(createRegistry("R").registryName()).isEqualTo("R");
        for (int i = 2; i < RegistryOperations.MAX_REGISTRIES; i++) {
            createRegistry("r" + i);
        }
        assertRefused(CatalogErrorCode.RESOURCE_NUMBER_LIMIT_EXCEEDED, "100", () -> createRegistry("more"));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "One of RegistryName",
                () -> registry.operations
                        .registries()
                        .getRegistry(GetRegistryRequest.builder()
                                .registryId(id -> {})
                                .build()));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "is not that of a registry here",
                () -> registry.operations
                        .registries()
                        .getRegistry(GetRegistryRequest.builder()
                                .registryId(id -> id.registryArn("arn:aws:glue:us-east-1:1:registry/r"))
                                .build()));
    }

    @Test
    void pagesThroughRegistries() {
        for (int i = 0; i < 30; i++) {
            createRegistry("r%02d".formatted(i));
        }
        ListRegistriesResponse first = listRegistries(null);
        assertThat(first.registries()).hasSize(25);
        ListRegistriesResponse rest = listRegistries(first.nextToken());
        assertThat(rest.registries())
                .extracting(RegistryListItem::registryName)
                .startsWith("r25")
                .hasSize(5);
        assertThat(rest.nextToken()).isNull();
        assertRefused(CatalogErrorCode.INVALID_INPUT, "NextToken", () -> listRegistries("forged"));
    }

    private ListRegistriesResponse listRegistries(@Nullable String token) {
        return registry.operations
                .registries()
                .listRegistries(ListRegistriesRequest.builder().nextToken(token).build());
    }

    @Test
    void makesTheDefaultRegistryWhenItIsFirstUsed() {
        assertRefused(
                CatalogErrorCode.ENTITY_NOT_FOUND, "Registry is not found.", () -> getRegistry("default-registry"));
        CreateSchemaResponse created = registry.create("trips", Compatibility.FULL, avro("a"));
        assertThat(getRegistry("default-registry").status()).isEqualTo(RegistryStatus.AVAILABLE);
        assertThat(created.schemaArn()).isEqualTo(ARN + "schema/default-registry/trips");
        assertThat(created.schemaCheckpoint()).isEqualTo(1);
        assertThat(created.latestSchemaVersion()).isEqualTo(1);
        assertThat(created.nextSchemaVersion()).isEqualTo(2);
        assertThat(created.schemaVersionStatus()).isEqualTo(SchemaVersionStatus.AVAILABLE);
        assertThat(created.schemaStatus()).isEqualTo(SchemaStatus.AVAILABLE);
        assertThat(registry.operations
                        .schemas()
                        .getSchema(GetSchemaRequest.builder()
                                .schemaId(id -> id.schemaArn(created.schemaArn()))
                                .build())
                        .compatibility())
                .isEqualTo(Compatibility.FULL);
    }

    @Test
    void refusesSchemasThatCannotBe() {
        registry.create("s", Compatibility.NONE, avro("a"));
        assertRefused(
                CatalogErrorCode.ALREADY_EXISTS,
                "Schema already exists.",
                () -> registry.create("s", Compatibility.NONE, avro("a")));
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Registry is not found.", () -> createIn("none", "s"));
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Schema is not found.", () -> registry.schema("none"));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "Schema definition of AVRO data format is invalid",
                () -> registry.create("t", Compatibility.NONE, "{"));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "170000",
                () -> registry.create("t", Compatibility.NONE, " ".repeat(170_001)));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "compatibility mode",
                () -> registry.create("t", Compatibility.UNKNOWN_TO_SDK_VERSION, avro("a")));
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Schema is not found.", () -> registry.schema("t"));
    }

    @Test
    void createsASchemaWithoutAVersion() {
        CreateSchemaResponse created = registry.operations
                .schemas()
                .createSchema(CreateSchemaRequest.builder()
                        .schemaName("later")
                        .dataFormat(DataFormat.AVRO)
                        .build());
        assertThat(created.schemaVersionId()).isNull();
        assertThat(created.latestSchemaVersion()).isNull();
        assertThat(created.compatibility()).isEqualTo(Compatibility.BACKWARD);
        assertThat(registry.register("later", avro("a")).versionNumber()).isEqualTo(1);
        assertThat(registry.schema("later").schemaCheckpoint()).isEqualTo(1);
    }

    @Test
    void listsTheSchemasOfOneRegistryOrOfAll() {
        createRegistry("a");
        createRegistry("b");
        for (int i = 0; i < 4; i++) {
            createIn("a", "s" + i);
            createIn("b", "s" + i);
        }
        registry.create("z", Compatibility.NONE, avro("a"));
        assertThat(pages(null))
                .containsExactly("a/s0", "a/s1", "a/s2", "a/s3", "b/s0", "b/s1", "b/s2", "b/s3", "default-registry/z");
        assertThat(pages("b")).containsExactly("b/s0", "b/s1", "b/s2", "b/s3");
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Registry is not found.", () -> pages("none"));
    }

    private List<String> pages(@Nullable String registryName) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            ListSchemasRequest.Builder request =
                    ListSchemasRequest.builder().maxResults(3).nextToken(token);
            if (registryName != null) {
                request.registryId(id -> id.registryName(registryName));
            }
            ListSchemasResponse page = registry.operations.schemas().listSchemas(request.build());
            assertThat(page.schemas()).hasSizeLessThanOrEqualTo(3);
            page.schemas().forEach(schema -> names.add(schema.registryName() + "/" + schema.schemaName()));
            token = page.nextToken();
        } while (token != null);
        return names;
    }

    @Test
    void updatesDescriptionModeAndCheckpoint() {
        registry.create("s", Compatibility.NONE, avro("a"));
        registry.register("s", avro("b"));
        update(UpdateSchemaRequest.builder()
                .compatibility(Compatibility.BACKWARD_ALL)
                .schemaVersionNumber(n -> n.latestVersion(true)));
        assertThat(registry.schema("s").compatibility()).isEqualTo(Compatibility.BACKWARD_ALL);
        assertThat(registry.schema("s").schemaCheckpoint()).isEqualTo(2);
        update(UpdateSchemaRequest.builder().schemaVersionNumber(n -> n.versionNumber(1L)));
        assertThat(registry.schema("s").schemaCheckpoint()).isEqualTo(1);
        update(UpdateSchemaRequest.builder().description("d"));
        assertThat(registry.schema("s").description()).isEqualTo("d");

        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "SchemaVersionNumber is required",
                () -> update(UpdateSchemaRequest.builder().compatibility(Compatibility.NONE)));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT, "has to be provided", () -> update(UpdateSchemaRequest.builder()));
        assertRefused(
                CatalogErrorCode.ENTITY_NOT_FOUND,
                "Schema version is not found.",
                () -> update(UpdateSchemaRequest.builder().schemaVersionNumber(n -> n.versionNumber(3L))));
    }

    private void update(UpdateSchemaRequest.Builder request) {
        registry.operations
                .schemas()
                .updateSchema(request.schemaId(id -> id.schemaName("s")).build());
    }

    @Test
    void deletesVersionsWithTheirSchemaAndRegistry() {
        createRegistry("r");
        String id = createIn("r", "s").schemaVersionId();
        String other = createIn("r", "t").schemaVersionId();
        assertThat(registry.operations
                        .schemas()
                        .deleteSchema(DeleteSchemaRequest.builder()
                                .schemaId(schema -> schema.registryName("r").schemaName("s"))
                                .build())
                        .status())
                .isEqualTo(SchemaStatus.DELETING);
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Schema version is not found.", () -> version(id));
        assertThat(version(other)).isEqualTo(1);
        assertThat(createIn("r", "s").latestSchemaVersion()).isEqualTo(1);

        registry.operations
                .registries()
                .deleteRegistry(DeleteRegistryRequest.builder()
                        .registryId(name -> name.registryName("r"))
                        .build());
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Schema version is not found.", () -> version(other));
        createRegistry("r");
        assertThat(pages("r")).isEmpty();
    }

    private long version(String id) {
        return registry.operations
                .versions()
                .getSchemaVersion(
                        GetSchemaVersionRequest.builder().schemaVersionId(id).build())
                .versionNumber();
    }
}
