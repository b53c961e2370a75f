package io.millrace.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.artifact.ZipFolder;
import io.millrace.server.artifact.ZipWriter;
import io.millrace.server.artifact.ZipWriter.FileKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestGitRepositories {
    @TempDir
    private Path folder;

    private String commit(String text) throws GitAPIException, IOException {
        Path place = folder.resolve("repositories/owner/app");
        try (Git git =
                Git.init().setDirectory(place.toFile()).setInitialBranch("main").call()) {
            Files.writeString(place.resolve("run.sh"), text);
            assertThat(place.resolve("run.sh").toFile().setExecutable(true)).isTrue();
            Files.createDirectories(place.resolve("sub"));
            Files.deleteIfExists(place.resolve("sub/link"));
            Files.createSymbolicLink(place.resolve("sub/link"), Path.of("../run.sh"));
            git.add().addFilepattern(".").call();
            return git.commit()
                    .setMessage("Change " + text + "\n\nBecause.")
                    .setAuthor("a", "a@example.com")
                    .setCommitter("c", "c@example.com")
                    .setSign(false)
                    .call()
                    .name();
        }
    }

    @Test
    void aCommitBecomesAnArtifactWithExecutableBitsAndLinks() throws GitAPIException, IOException {
        GitRepositories repositories = new GitRepositories(folder.resolve("repositories"));
        String first = commit("one");
        String second = commit("two");
        assertThat(repositories.head("owner/app", "main").id()).isEqualTo(second);
        assertThat(repositories.commit("owner/app", first).message()).startsWith("Change one");
        Path zip = folder.resolve("one.zip");
        repositories.archive("owner/app", first, zip);
        Path target = Files.createDirectory(folder.resolve("unpacked"));
        ZipFolder.unpack(zip, target);
        assertThat(target.resolve("run.sh")).hasContent("one").isExecutable();
        assertThat(Files.readSymbolicLink(target.resolve("sub/link"))).hasToString("../run.sh");
    }

    @Test
    void whatIsNotThereIsSaid() throws GitAPIException, IOException {
        GitRepositories repositories = new GitRepositories(folder.resolve("repositories"));
        commit("one");
        assertThatThrownBy(() -> repositories.head("owner/app", "other")).hasMessageContaining("no branch other");
        assertThatThrownBy(() -> repositories.head("none", "main")).hasMessageContaining("git init --bare");
        assertThatThrownBy(() -> repositories.head("../repositories/owner", "main"))
                .isInstanceOf(SourceException.class);
        assertThatThrownBy(() -> repositories.commit("owner/app", "0".repeat(40)))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void noEntryLeavesTheFolder() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Path outside = folder.resolve("outside.zip");
        try (ZipWriter writer = new ZipWriter(outside)) {
            writer.add("../evil", "x");
        }
        assertThatThrownBy(() -> ZipFolder.unpack(outside, target)).hasMessageContaining("leads out");
        Path link = folder.resolve("link.zip");
        try (ZipWriter writer = new ZipWriter(link)) {
            writer.add("link", FileKind.LINK, new ByteArrayInputStream("/etc".getBytes(StandardCharsets.UTF_8)));
        }
        assertThatThrownBy(() -> ZipFolder.unpack(link, target)).hasMessageContaining("leads out");
        assertThat(folder.resolve("evil")).doesNotExist();
    }
}
