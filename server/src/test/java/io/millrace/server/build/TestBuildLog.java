package io.millrace.server.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestBuildLog {
    @TempDir
    private Path folder;

    private String logged(List<String> secrets, long limit, InputStream output) throws IOException {
        Path file = folder.resolve("build.log");
        try (BuildLog log = new BuildLog(file, limit)) {
            log.hide(secrets);
            log.copy(output, () -> {});
        }
        return String.join("\n", BuildLog.read(file));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void secretsAreMaskedAlsoInPieces() throws IOException {
        assertThat(logged(
                        List.of("p\u00e4ssword", "a\nlong second line"),
                        1 << 20,
                        text("x p\u00e4ssword y\nlong second line\n")))
                .isEqualTo("x *** y\n***");
        assertThat(logged(
                        List.of("secret-value"),
                        1 << 20,
                        new SequenceInputStream(text("one secret-"), text("value two"))))
                .isEqualTo("one *** two");
    }

    @Test
    void aSecretIsMaskedWhereverItStandsInALineWithoutEnd() throws IOException {
        for (int before : new int[] {65_500, 65_530, 65_536, 81_900, 131_000}) {
            String text = logged(
                    List.of("secret-value"), 1 << 20, text("-".repeat(before) + "secret-value" + "-".repeat(100_000)));
            assertThat(text).doesNotContain("secret").contains("***");
        }
    }

    @Test
    void theLogEndsAtItsLimit() throws IOException {
        assertThat(logged(List.of(), 10, text("0123456789abc\nmore\n")))
                .startsWith("0123456789\n")
                .contains("limit of 10 bytes")
                .doesNotContain("more");
    }
}
