package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.wire.CompatibilityTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** COMPATIBILITY.md against what a started server has registered. */
final class ITCompatibility {
    @TempDir
    private Path folder;

    @Test
    void listsEveryRegisteredOperationAndNoOther() throws IOException {
        Path document = Path.of(System.getProperty("millrace.home"), "COMPATIBILITY.md");
        try (TestingServer server = TestingServer.start(folder)) {
            assertThat(CompatibilityTable.parse(document)
                            .differences(server.server().services()))
                    .isEmpty();
        }
    }
}
