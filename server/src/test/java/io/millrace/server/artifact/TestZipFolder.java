package io.millrace.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts with links, as git repositories and build outputs have them, and as attackers make them. */
final class TestZipFolder {
    @TempDir
    private Path outside;

    private Path folder;
    private Path zip;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(outside.resolve("a/b"));
        zip = outside.resolve("artifact.zip");
    }

    /** Entries are {@code name}, or {@code link -> target}. */
    private void unpack(String... entries) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            for (String text : entries) {
                String[] parts = text.split(" -> ");
                ZipArchiveEntry entry = new ZipArchiveEntry(parts[0]);
                entry.setUnixMode(parts.length == 1 ? UnixStat.FILE_FLAG | 0644 : UnixStat.LINK_FLAG | 0777);
                out.putArchiveEntry(entry);
                out.write(parts[parts.length - 1].getBytes(StandardCharsets.UTF_8));
                out.closeArchiveEntry();
            }
        }
        ZipFolder.unpack(zip, folder);
    }

    @Test
    void linksWithinTheArtifactAreKept() throws IOException {
        unpack("conf/app.yaml", "current -> conf/app.yaml", "deep/conf -> ../conf", "dangling -> not/there");
        assertThat(folder.resolve("current")).hasContent("conf/app.yaml");
        assertThat(folder.resolve("deep/conf/app.yaml")).exists();
        assertThat(folder.resolve("dangling")).isSymbolicLink();
    }

    @Test
    void linksThroughLinksDoNotLeadOut() throws IOException {
        String[][] attacks = {
            {"out -> ../x"},
            {"out -> /etc"},
            {"a/b/c/d/e/f -> ../../../../..", "a/b/c/d/e/f/sub/x -> ../../../..", "sub/x/out/evil -> inside"},
            {"d -> .", "d/evil -> x"},
            {"up/l -> ..", "l -> up/l/.."},
        };
        for (String[] attack : attacks) {
            assertThatThrownBy(() -> unpack(attack))
                    .as("%s", String.join(", ", attack))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("leads out of the artifact");
            try (Stream<Path> around = Files.list(outside)) {
                assertThat(around.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrder("a", "artifact.zip");
            }
            assertThat(outside.resolve("a")).isDirectoryContaining(path -> path.endsWith("b"));
            org.apache.commons.io.FileUtils.cleanDirectory(folder.toFile());
        }
    }

    @Test
    void filesDoNotLeadOut() {
        assertThatThrownBy(() -> unpack("../evil")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> unpack("/evil")).isInstanceOf(IOException.class);
        assertThat(outside.resolve("a/evil")).doesNotExist();
    }
}
