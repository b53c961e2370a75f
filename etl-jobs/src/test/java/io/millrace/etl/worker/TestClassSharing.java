package io.millrace.etl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClassSharing {
    @TempDir
    Path folder;

    @Test
    void asksForNoArchiveThatIsNotThere() {
        assertThat(ClassSharing.reading(folder.resolve("job.jsa")).jvmOptions()).isEmpty();
        assertThat(ClassSharing.none().jvmOptions()).isEmpty();
    }

    @Test
    void leavesABrokenArchiveAsideWithoutAWord() throws IOException, InterruptedException {
        Path archive = Files.writeString(folder.resolve("job.jsa"), "no archive");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ClassSharing.reading(archive).jvmOptions());
        command.add("--version");

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output).contains("Runtime Environment").doesNotContain("archive");
    }
}
