package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.TestingServer;
import io.millrace.server.data.AdministratorKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.DataFormat;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.SchemaVersionStatus;

/** The schema registry of a whole server, as AWS's SDK and Debian's AWS CLI see it. */
final class ITSchemaRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEFINITION =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}%s]}";

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static AwsCli aws;

    @BeforeAll
    static void start() {
        server = TestingServer.start(folder.resolve("data"));
        AdministratorKey key = server.server().administratorKey();
        aws = new AwsCli(
                server.server().endpoint(),
                server.server().storageEndpoint(),
                folder,
                key.accessKeyId(),
                key.secretAccessKey());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode glue(String command, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("glue", command));
        all.addAll(List.of(arguments));
        return JSON.readTree(aws.succeed(all));
    }

    @Test
    void servesTheAwsCli() throws Exception {
        assertThat(glue("create-registry", "--registry-name", "cli", "--tags", "team=x")
                        .at("/RegistryArn")
                        .asText())
                .isEqualTo("arn:aws:glue:us-east-1:000000000000:registry/cli");
        JsonNode created = glue(
                "create-schema",
                "--registry-id",
                "RegistryName=cli",
                "--schema-name",
                "trips",
                "--data-format",
                "AVRO",
                "--compatibility",
                "BACKWARD",
                "--schema-definition",
                DEFINITION.formatted(""));
        assertThat(created.at("/SchemaVersionStatus").asText()).isEqualTo("AVAILABLE");
        String schema = "SchemaName=trips,RegistryName=cli";
        JsonNode second = glue(
                "register-schema-version",
                "--schema-id",
                schema,
                "--schema-definition",
                DEFINITION.formatted(",{\"name\":\"b\",\"type\":\"int\",\"default\":0}"));
        assertThat(second.at("/VersionNumber").asInt()).isEqualTo(2);
        assertThat(glue("list-schema-versions", "--schema-id", schema).at("/Schemas"))
                .hasSize(2);
        assertThat(glue(
                                "get-schema-versions-diff",
                                "--schema-id",
                                schema,
                                "--first-schema-version-number",
                                "VersionNumber=1",
                                "--second-schema-version-number",
                                "LatestVersion=true",
                                "--schema-diff-type",
                                "SYNTAX_DIFF")
                        .at("/Diff")
                        .asText())
                .startsWith("[{\"op\":\"add\",\"path\":\"/fields/1\"");
        String id = second.at("/SchemaVersionId").asText();
        glue(
                "put-schema-version-metadata",
                "--schema-version-id",
                id,
                "--metadata-key-value",
                "MetadataKey=k,MetadataValue=v");
        assertThat(glue("query-schema-version-metadata", "--schema-version-id", id)
                        .at("/MetadataInfoMap/k/MetadataValue")
                        .asText())
                .isEqualTo("v");
        assertThat(glue("delete-schema-versions", "--schema-id", schema, "--versions", "2")
                        .at("/SchemaVersionErrors"))
                .isEmpty();
        assertThat(glue("delete-registry", "--registry-id", "RegistryName=cli")
                        .at("/Status")
                        .asText())
                .isEqualTo("DELETING");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AVRO | \"int\" | \"long\" | \"string\"",
                "JSON | {\"type\":\"integer\"} | {\"type\":\"number\"} | {\"type\":\"string\"}",
                "PROTOBUF | message M { optional int32 a = 1; } | message M { } | message N { }"
            })
    void checksCompatibilityOfEveryFormat(DataFormat format, String first, String compatible, String incompatible) {
        try (GlueClient glue = server.glue()) {
            String name = "sdk-" + format;
            glue.createSchema(schema -> schema.schemaName(name)
                    .dataFormat(format)
                    .compatibility(Compatibility.BACKWARD)
                    .schemaDefinition(first));
            assertThat(register(glue, name, compatible)).isEqualTo(SchemaVersionStatus.AVAILABLE);
            assertThat(register(glue, name, incompatible)).isEqualTo(SchemaVersionStatus.FAILURE);
            assertThat(glue.getSchema(schema -> schema.schemaId(id -> id.schemaName(name)))
                            .latestSchemaVersion())
                    .isEqualTo(2);
            assertThat(glue.checkSchemaVersionValidity(
                                    check -> check.dataFormat(format).schemaDefinition("{"))
                            .valid())
                    .isFalse();
        }
    }

    private static SchemaVersionStatus register(GlueClient glue, String name, String definition) {
        return glue.registerSchemaVersion(
                        version -> version.schemaId(id -> id.schemaName(name)).schemaDefinition(definition))
                .status();
    }

    @Test
    void answersWithGluesErrors() {
        try (GlueClient glue = server.glue()) {
            // AWS's serializers register a definition when the message begins like this.
            assertThatThrownBy(() -> glue.getSchemaByDefinition(version ->
                            version.schemaId(id -> id.schemaName("none")).schemaDefinition("\"int\"")))
                    .isInstanceOfSatisfying(
                            EntityNotFoundException.class,
                            e -> assertThat(e.awsErrorDetails().errorMessage()).startsWith("Schema is not found."));
            assertThatThrownBy(() -> glue.createSchema(schema -> schema.schemaName("bad name")
                            .dataFormat(DataFormat.AVRO)
                            .schemaDefinition("\"int\"")))
                    .isInstanceOf(GlueException.class)
                    .hasMessageContaining("schemaName");
            assertThatThrownBy(() -> glue.createSchema(schema -> schema.schemaName("s")
                            .dataFormat(DataFormat.JSON)
                            .schemaDefinition("{\"$ref\":\"" + server.server().endpoint() + "\"}")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("leads outside");
        }
    }
}
