package io.millrace.server.cli;

import io.millrace.server.MillraceHome;
import io.millrace.server.MillraceServer;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.config.ServerConfigFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
        name = "serve",
        description =
                "Run the server until Ctrl-C: every AWS service on one port, and the embedded object store where no other is configured.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: ${DEFAULT-VALUE}). Its millrace.properties is the configuration.",
            defaultValue = "millrace-data")
    private Path data = Path.of("millrace-data");

    @Option(names = "--config", paramLabel = "FILE", description = "Another configuration file than the data folder's.")
    private @Nullable Path config;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port of the services (default: 8585, 0 for a free one).")
    private @Nullable Integer port;

    @Option(
            names = "--storage-port",
            paramLabel = "PORT",
            description = "The port of the embedded object store (default: 8586, 0 for a free one).")
    private @Nullable Integer storagePort;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        LogFile.in(data);
        ServerConfig read = ServerConfigFile.read(Optional.ofNullable(config), data);
        LogFile.as(read.observability().logFormat());
        ServerConfig onPort = port == null ? read : read.withPort(port);
        ServerConfig chosen = storagePort == null ? onPort : onPort.withStoragePort(storagePort);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaitQuietly(stopped);
        }));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (MillraceServer server = MillraceServer.start(chosen, MillraceHome.fromSystemProperty())) {
            out.printf("Millrace serves at %s, objects at %s.%n", server.endpoint(), server.storageEndpoint());
            out.printf("Key and endpoints for any AWS tool: eval \"$(./millrace env --data %s)\"%n", data);
            out.flush();
            stop.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
