package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableResponse;

class TestCompatibilityTable {
    private static final String HEAD = """
            # Compatibility

            | Service | Operation | Status | Notes |
            |---|---|---|---|
            """;

    @TempDir
    private Path folder;

    private final ServiceRegistry registry = ServiceRegistry.of(ServiceDefinition.builder("glue")
            .operation(
                    GetTableRequest.class, request -> GetTableResponse.builder().build())
            .operation(
                    GetDatabaseRequest.class,
                    request -> GetDatabaseResponse.builder().build())
            .build());

    private CompatibilityTable table(String rows) throws IOException {
        return CompatibilityTable.parse(Files.writeString(folder.resolve("C.md"), HEAD + rows));
    }

    @Test
    void agreesWithTheRegistry() throws IOException {
        assertThat(table(
                                "| Glue | GetTable | full | |\n| Glue | GetDatabase | partial | no tags |\n| Glue | GetMLTransform | refused | |\n")
                        .differences(registry))
                .isEmpty();
    }

    @Test
    void saysWhatDiffers() throws IOException {
        CompatibilityTable table = table("""
                | Glue | GetTable | refused | |
                | Glue | GetDatabase | partial | |
                | Glue | GetTables | full | |
                | Glue | GetJob | maybe | |
                | Glue | GetTables |
                """);
        assertThat(table.differences(registry))
                .containsExactlyInAnyOrder(
                        "glue:GetDatabase is partial, but the notes do not say what differs",
                        "glue:GetJob has the unknown status 'maybe'",
                        "Not four cells: | Glue | GetTables |",
                        "glue:GetTable is registered but not listed as full or partial",
                        "glue:GetTables is listed but not registered",
                        "glue:GetJob is listed but not registered");
    }
}
