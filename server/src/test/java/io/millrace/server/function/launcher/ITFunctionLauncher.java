package io.millrace.server.function.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.function.TestingJar;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ITFunctionLauncher {
    private static final int PARENT_GONE = 113;

    @TempDir
    Path folder;

    @Test
    void endsTheProcessWhenTheServersEndOfItsInputIsGone() throws Exception {
        Path code = folder.resolve("code.jar");
        Files.write(code, TestingJar.handlers("").asByteArray());
        Path runtime = Path.of(System.getProperty("millrace.home"), "server/target/function-runtime");
        // a Runtime API that never answers: the process waits for work
        try (ServerSocket api = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-cp",
                            runtime + "/*:" + code,
                            FunctionLauncher.class.getName(),
                            "io.millrace.server.function.TestingHandlers$Echo")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getLocalPort());
            builder.environment().put("LAMBDA_TASK_ROOT", folder.toString());
            builder.environment().put("_HANDLER", "io.millrace.server.function.TestingHandlers$Echo");
            Process process = builder.start();
            try (Socket next = api.accept()) {
                assertThat(next.isConnected()).isTrue();
                assertThat(process.isAlive()).isTrue();

                process.getOutputStream().close();

                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(PARENT_GONE);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
