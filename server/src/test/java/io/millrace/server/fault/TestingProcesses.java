package io.millrace.server.fault;

import static org.awaitility.Awaitility.await;

import io.millrace.catalog.storage.S3Settings.Credentials;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.demo.MillraceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** An object store and a Millrace server, each a process of its own, which can be killed and started again at the same address. */
final class TestingProcesses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Credentials key;
    private final int storePort = freePort();
    private final int serverPort = freePort();
    private Process store;
    private MillraceProcess server;

    private TestingProcesses(Path folder, Credentials key) {
        this.folder = folder;
        this.key = key;
    }

    /** Prepares both in a folder and starts none. Objects are in {@code store}, the catalog is in {@code data}. */
    static TestingProcesses in(Path folder, Credentials key) throws IOException {
        TestingProcesses processes = new TestingProcesses(folder, key);
        Files.createDirectories(processes.storeFolder());
        Properties settings = new Properties();
        settings.setProperty("folder", processes.storeFolder().toString());
        settings.setProperty("port", Integer.toString(processes.storePort));
        settings.setProperty("key", key.accessKeyId());
        settings.setProperty("secret", key.secretAccessKey());
        try (Writer file = Files.newBufferedWriter(processes.storeSettings())) {
            settings.store(file, null);
        }
        return processes;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path storeFolder() {
        return folder.resolve("store");
    }

    private Path storeSettings() {
        return folder.resolve("store.properties");
    }

    Path dataFolder() {
        return folder.resolve("data");
    }

    URI storeEndpoint() {
        return URI.create("http://127.0.0.1:" + storePort);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + serverPort);
    }

    AdministratorKey administratorKey() {
        return AdministratorKey.loadOrCreate(dataFolder());
    }

    /**
     * Starts both.
     *
     * @param storeAddress where the server finds the store
     */
    void start(URI storeAddress) throws IOException {
        Files.createDirectories(dataFolder());
        Files.write(
                dataFolder().resolve("millrace.properties"),
                List.of(
                        "storage.endpoint=" + storeAddress,
                        "storage.access-key-id=" + key.accessKeyId(),
                        "storage.secret-access-key=" + key.secretAccessKey(),
                        "query.output-location=s3://results/"));
        startStore();
        startServer();
    }

    /** The running server's process, or its launcher's. */
    ProcessHandle server() {
        return server.handle();
    }

    void startStore() throws IOException {
        store = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dmillrace.home=" + System.getProperty("millrace.home"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StoreProcess.class.getName(),
                        storeSettings().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("store.log").toFile()))
                .start();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> answers(storePort));
    }

    void startServer() throws IOException {
        server = MillraceProcess.start(
                folder, "serve", "--data", dataFolder().toString(), "--port", Integer.toString(serverPort));
        server.awaitServing();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code kill -9}, and a new one. */
    void replaceStore() throws IOException, InterruptedException {
        store.destroyForcibly().waitFor();
        startStore();
    }

    /** {@code kill -9}, and a new one. */
    void replaceServer() throws IOException, InterruptedException {
        server.kill();
        startServer();
    }

    @Override
    public void close() throws IOException {
        try {
            if (server != null) {
                server.kill();
            }
            if (store != null) {
                store.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
