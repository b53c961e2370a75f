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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.CheckSchemaVersionValidityRequest;
import software.amazon.awssdk.services.glue.model.CheckSchemaVersionValidityResponse;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.DataFormat;
import software.amazon.awssdk.services.glue.model.DeleteSchemaVersionsRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaByDefinitionRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaByDefinitionResponse;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionResponse;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionsDiffRequest;
import software.amazon.awssdk.services.glue.model.ListSchemaVersionsRequest;
import software.amazon.awssdk.services.glue.model.ListSchemaVersionsResponse;
import software.amazon.awssdk.services.glue.model.RegisterSchemaVersionResponse;
import software.amazon.awssdk.services.glue.model.SchemaVersionErrorItem;
import software.amazon.awssdk.services.glue.model.SchemaVersionStatus;
import software.amazon.awssdk.services.glue.model.UpdateSchemaRequest;

/** Versions: registration under each mode, look-up, deletion, differences. */
final class TestSchemaVersions {
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

    @Test
    void numbersVersionsAndFindsThemByIdNumberAndDefinition() {
        registry.create("s", Compatibility.BACKWARD, avro("a"));
        RegisterSchemaVersionResponse second = registry.register("s", avro("a", "b=0"));
        assertThat(second.versionNumber()).isEqualTo(2);
        assertThat(second.status()).isEqualTo(SchemaVersionStatus.AVAILABLE);
        assertThat(second.schemaVersionId()).matches("[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}");

        GetSchemaVersionResponse byId =
                get(GetSchemaVersionRequest.builder().schemaVersionId(second.schemaVersionId()));
        assertThat(byId.schemaDefinition()).isEqualTo(avro("a", "b=0"));
        assertThat(byId.schemaArn()).isEqualTo(ARN + "schema/default-registry/s");
        assertThat(byId.dataFormat()).isEqualTo(DataFormat.AVRO);
        assertThat(byId.createdTime()).isEqualTo(NOW);
        assertThat(get(GetSchemaVersionRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .schemaVersionNumber(n -> n.latestVersion(true))))
                .isEqualTo(byId);
        assertThat(get(GetSchemaVersionRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .schemaVersionNumber(n -> n.versionNumber(2L))))
                .isEqualTo(byId);
        assertThat(byDefinition("\n " + avro("a", "b=0").replace(":", " : ")).schemaVersionId())
                .isEqualTo(second.schemaVersionId());

        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Schema version is not found.", () -> byDefinition(avro("c")));
        assertRefused(
                CatalogErrorCode.ENTITY_NOT_FOUND,
                "Schema version is not found.",
                () -> get(GetSchemaVersionRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .schemaVersionNumber(n -> n.versionNumber(3L))));
        assertRefused(
                CatalogErrorCode.ENTITY_NOT_FOUND, "Schema is not found.", () -> registry.register("none", avro("a")));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT, "has to be provided", () -> get(GetSchemaVersionRequest.builder()));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "has to be provided",
                () -> get(GetSchemaVersionRequest.builder().schemaId(id -> id.schemaName("s"))));
    }

    private GetSchemaVersionResponse get(GetSchemaVersionRequest.Builder request) {
        return registry.operations.versions().getSchemaVersion(request.build());
    }

    private GetSchemaByDefinitionResponse byDefinition(String definition) {
        return registry.operations
                .versions()
                .getSchemaByDefinition(GetSchemaByDefinitionRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .schemaDefinition(definition)
                        .build());
    }

    @Test
    void givesTheSameVersionForTheSameDefinition() {
        registry.create("s", Compatibility.DISABLED, avro("a"));
        RegisterSchemaVersionResponse again = registry.register("s", " " + avro("a"));
        assertThat(again.versionNumber()).isEqualTo(1);
        assertThat(registry.schema("s").nextSchemaVersion()).isEqualTo(2);
    }

    @Test
    void allowsNoFurtherVersionsWhereDisabled() {
        registry.create("s", Compatibility.DISABLED, avro("a"));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "Compatibility DISABLED does not allow versioning.",
                () -> registry.register("s", avro("b")));
    }

    /** Version 1 has a, version 2 has a and b with a default; the third version differs. */
    @ParameterizedTest
    @CsvSource({
        "NONE, c, AVAILABLE",
        "BACKWARD, a, AVAILABLE",
        "BACKWARD, b, AVAILABLE",
        "BACKWARD, c, FAILURE",
        "BACKWARD_ALL, b, FAILURE",
        "BACKWARD_ALL, b=0, AVAILABLE",
        "FORWARD, a c, AVAILABLE",
        "FORWARD, c, FAILURE",
        "FORWARD_ALL, a c, AVAILABLE",
        "FORWARD_ALL, b, FAILURE",
        "FULL, a c=0, AVAILABLE",
        "FULL, a c, FAILURE",
        "FULL_ALL, a c=0, AVAILABLE",
        "FULL_ALL, a=0 b, FAILURE"
    })
    void checksTheLastVersionOrAll(Compatibility mode, String fields, SchemaVersionStatus status) {
        registry.create("s", Compatibility.NONE, avro("a"));
        registry.register("s", avro("a", "b=0"));
        registry.operations
                .schemas()
                .updateSchema(UpdateSchemaRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .compatibility(mode)
                        .schemaVersionNumber(n -> n.versionNumber(1L))
                        .build());
        // The first version is there already, and what is there is not checked.
        String definition =
                fields.equals("a") ? avro("a").replace("\"R\"", "\"R\",\"doc\":\"d\"") : avro(fields.split(" "));
        RegisterSchemaVersionResponse third = registry.register("s", definition);
        assertThat(third.versionNumber()).isEqualTo(3);
        assertThat(third.status()).isEqualTo(status);
        assertThat(registry.schema("s").latestSchemaVersion())
                .isEqualTo(status == SchemaVersionStatus.AVAILABLE ? 3 : 2);
    }

    @Test
    void checksNothingBeforeTheCheckpoint() {
        registry.create("s", Compatibility.NONE, avro("a"));
        registry.register("s", avro("b"));
        registry.operations
                .schemas()
                .updateSchema(UpdateSchemaRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .compatibility(Compatibility.BACKWARD_ALL)
                        .schemaVersionNumber(n -> n.latestVersion(true))
                        .build());
        assertThat(registry.register("s", avro("b", "c=0")).status()).isEqualTo(SchemaVersionStatus.AVAILABLE);
    }

    @Test
    void keepsFailedVersionsAndChecksThemAgainWhenTheyAreRegisteredAgain() {
        registry.create("s", Compatibility.BACKWARD, avro("a"));
        RegisterSchemaVersionResponse failed = registry.register("s", avro("b"));
        assertThat(failed.status()).isEqualTo(SchemaVersionStatus.FAILURE);
        assertThat(byDefinition(avro("b")).status()).isEqualTo(SchemaVersionStatus.FAILURE);
        assertThat(registry.register("s", avro("b")).schemaVersionId()).isEqualTo(failed.schemaVersionId());
        assertThat(registry.schema("s").nextSchemaVersion()).isEqualTo(3);

        registry.operations
                .schemas()
                .updateSchema(UpdateSchemaRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .compatibility(Compatibility.NONE)
                        .schemaVersionNumber(n -> n.latestVersion(true))
                        .build());
        RegisterSchemaVersionResponse passed = registry.register("s", avro("b"));
        assertThat(passed.versionNumber()).isEqualTo(3);
        assertThat(passed.status()).isEqualTo(SchemaVersionStatus.AVAILABLE);
        assertThat(byDefinition(avro("b")).schemaVersionId()).isEqualTo(passed.schemaVersionId());
        assertThat(statuses()).containsExactly("1 AVAILABLE", "2 FAILURE", "3 AVAILABLE");
    }

    private List<String> statuses() {
        List<String> statuses = new ArrayList<>();
        String token = null;
        do {
            ListSchemaVersionsResponse page = registry.operations
                    .versions()
                    .listSchemaVersions(ListSchemaVersionsRequest.builder()
                            .schemaId(id -> id.schemaName("s"))
                            .maxResults(2)
                            .nextToken(token)
                            .build());
            page.schemas().forEach(version -> statuses.add(version.versionNumber() + " " + version.status()));
            token = page.nextToken();
        } while (token != null);
        return statuses;
    }

    @Test
    void deletesRangesButNotTheFirstNorTheCheckpoint() {
        registry.create("s", Compatibility.NONE, avro("v1"));
        IntStream.rangeClosed(2, 8).forEach(i -> registry.register("s", avro("v" + i)));
        assertThat(delete("3")).isEmpty();
        assertThat(delete("2-4"))
                .extracting(SchemaVersionErrorItem::versionNumber)
                .containsExactly(3L);
        assertThat(delete("8")).isEmpty();
        assertThat(statuses()).containsExactly("1 AVAILABLE", "5 AVAILABLE", "6 AVAILABLE", "7 AVAILABLE");
        assertThat(registry.schema("s").latestSchemaVersion()).isEqualTo(7);
        assertThat(registry.register("s", avro("v8")).versionNumber()).isEqualTo(9);

        assertRefused(CatalogErrorCode.INVALID_INPUT, "first version", () -> delete("1-2"));
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Schema version is not found.", () -> delete("10-12"));
        assertRefused(CatalogErrorCode.INVALID_INPUT, "ends before it begins", () -> delete("6-5"));
        assertRefused(CatalogErrorCode.INVALID_INPUT, "Versions must be", () -> delete("x"));
        registry.operations
                .schemas()
                .updateSchema(UpdateSchemaRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .compatibility(Compatibility.BACKWARD_ALL)
                        .schemaVersionNumber(n -> n.versionNumber(6L))
                        .build());
        assertRefused(CatalogErrorCode.INVALID_INPUT, "checkpoint", () -> delete("5-7"));
        assertThat(delete("7-9"))
                .extracting(error ->
                        error.versionNumber() + " " + error.errorDetails().errorCode())
                .containsExactly("7 InvalidInputException", "8 EntityNotFoundException", "9 InvalidInputException");
        assertThat(delete("5")).isEmpty();
    }

    private List<SchemaVersionErrorItem> delete(String versions) {
        return registry.operations
                .deletion()
                .deleteSchemaVersions(DeleteSchemaVersionsRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .versions(versions)
                        .build())
                .schemaVersionErrors();
    }

    @Test
    void tellsTheDifferenceAsAJsonPatch() {
        registry.create("s", Compatibility.NONE, avro("a", "c"));
        registry.register("s", avro("a", "b=0", "c"));
        assertThat(registry.operations
                        .versions()
                        .getSchemaVersionsDiff(GetSchemaVersionsDiffRequest.builder()
                                .schemaId(id -> id.schemaName("s"))
                                .firstSchemaVersionNumber(n -> n.versionNumber(1L))
                                .secondSchemaVersionNumber(n -> n.latestVersion(true))
                                .schemaDiffType("SYNTAX_DIFF")
                                .build())
                        .diff())
                .isEqualTo(
                        "[{\"op\":\"add\",\"path\":\"/fields/1\",\"value\":{\"name\":\"b\",\"type\":\"long\",\"default\":0}}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2} | {\"b\":3,\"c/d~e\":4} | [{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"replace\",\"path\":\"/b\",\"value\":3},{\"op\":\"add\",\"path\":\"/c~1d~0e\",\"value\":4}]",
                "[1,2,3,4,5] | [1,5] | [{\"op\":\"remove\",\"path\":\"/1\"},{\"op\":\"remove\",\"path\":\"/1\"},{\"op\":\"remove\",\"path\":\"/1\"}]",
                "[1,9] | [1,2,3,9] | [{\"op\":\"add\",\"path\":\"/1\",\"value\":2},{\"op\":\"add\",\"path\":\"/2\",\"value\":3}]",
                "1 | [] | [{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]",
                "{} | {} | []"
            })
    void patchesJson(String from, String to, String patch) {
        assertThat(JsonPatch.between(from, to)).isEqualTo(patch);
    }

    @Test
    void saysWhetherADefinitionIsValid() {
        assertThat(validity(DataFormat.JSON, "{\"type\":\"string\"}").valid()).isTrue();
        CheckSchemaVersionValidityResponse invalid = validity(DataFormat.PROTOBUF, "message M { string a = }");
        assertThat(invalid.valid()).isFalse();
        assertThat(invalid.error()).contains("Protobuf schema is not valid");
    }

    private CheckSchemaVersionValidityResponse validity(DataFormat format, String definition) {
        return registry.operations
                .versions()
                .checkSchemaVersionValidity(CheckSchemaVersionValidityRequest.builder()
                        .dataFormat(format)
                        .schemaDefinition(definition)
                        .build());
    }

    @Test
    void writersAtOnceGetNumbersWithoutGapsAndIncompatibleOnesFail() throws Exception {
        registry.create("s", Compatibility.FULL_ALL, avro("a"));
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<RegisterSchemaVersionResponse>> calls = IntStream.range(0, 8)
                    .<Callable<RegisterSchemaVersionResponse>>mapToObj(i ->
                            () -> registry.register("s", i % 2 == 0 ? avro("a", "f" + i + "=0") : avro("f" + i)))
                    .toList();
            List<Long> numbers = new ArrayList<>();
            int failed = 0;
            for (Future<RegisterSchemaVersionResponse> call : writers.invokeAll(calls)) {
                numbers.add(call.get().versionNumber());
                failed += call.get().status() == SchemaVersionStatus.FAILURE ? 1 : 0;
            }
            assertThat(numbers).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            assertThat(failed).isEqualTo(4);
        } finally {
            writers.shutdownNow();
        }
    }
}
