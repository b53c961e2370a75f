package io.millrace.etl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestWorkerCommand {
    @Test
    void runsTheMainClassInAWorker() {
        List<String> command =
                WorkerCommand.of(Path.of("/jdk"), "a.jar:b.jar\n", "com.example.Job", List.of("--x", "1 2"));

        assertThat(command.get(0)).startsWith("/jdk/bin/java");
        assertThat(command)
                .endsWith("-cp", "a.jar:b.jar", JobWorker.class.getName(), "com.example.Job", "--x", "1 2")
                .contains(
                        "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
                        "-Xmx2g",
                        "-XX:Tier4InvocationThreshold=50000");
    }
}
