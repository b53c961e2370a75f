package io.millrace.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.storage.S3Clients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

final class TestEmbeddedObjectStoreLifecycle {
    @TempDir
    private Path folder;

    @Test
    void keepsObjectsOverARestart() {
        try (EmbeddedObjectStore store = TestingObjectStore.start(folder.resolve("new/objects"));
                S3Client client = S3Clients.create(store.settings())) {
            client.createBucket(r -> r.bucket("kept"));
            client.putObject(r -> r.bucket("kept").key("a/b").contentType("text/csv"), RequestBody.fromString("x"));
        }
        try (EmbeddedObjectStore store = TestingObjectStore.start(folder.resolve("new/objects"));
                S3Client client = S3Clients.create(store.settings())) {
            var object = client.getObjectAsBytes(r -> r.bucket("kept").key("a/b"));
            assertThat(object.asUtf8String()).isEqualTo("x");
            assertThat(object.response().contentType()).isEqualTo("text/csv");
        }
    }

    @Test
    void releasesPortAndThreadsWhenItStops() throws IOException {
        EmbeddedObjectStore store = TestingObjectStore.start(folder);
        int port = store.port();
        try (S3Client client = S3Clients.create(store.settings())) {
            client.listBuckets();
        }
        store.close();
        store.close();

        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(TestEmbeddedObjectStoreLifecycle::isOfS3Proxy)
                        .isEmpty());
    }

    @Test
    void namesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedStoreSettings settings = TestingObjectStore.settings(folder, taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedObjectStore.start(settings))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " is in use")
                    .hasMessageNotContaining("testing-secret");
        }
    }

    @Test
    void namesAFolderThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> TestingObjectStore.start(file))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("the folder " + file + " cannot be written");
    }

    @Test
    void namesAMissingJar() {
        EmbeddedStoreSettings settings =
                EmbeddedStoreSettings.of(folder, folder.resolve("data"), 0, TestingObjectStore.KEY);
        assertThatThrownBy(() -> EmbeddedObjectStore.start(settings))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("s3proxy.jar is missing");
    }

    @Test
    void writesNothingToStandardOutputAndLittleToStandardError() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(written, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            System.setErr(capture);
            try (EmbeddedObjectStore store = TestingObjectStore.start(folder);
                    S3Client client = S3Clients.create(store.settings())) {
                client.createBucket(r -> r.bucket("quiet"));
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        // Only the class path's own logging may have written: S3Proxy marks each of its lines.
        assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("[s3proxy]", "jetty");
    }

    @Test
    void leavesTheThreadsClassLoaderAsItWas() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (EmbeddedObjectStore store = TestingObjectStore.start(folder)) {
            assertThat(store.port()).isPositive();
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    /** Without the timer thread that the AWS SDK inside S3Proxy starts once and never ends, a daemon. */
    private static boolean isOfS3Proxy(Thread thread) {
        ClassLoader loader = thread.getContextClassLoader();
        return loader != null
                && "s3proxy".equals(loader.getName())
                && !thread.getName().equals("response-input-stream-timeout-scheduler");
    }
}
