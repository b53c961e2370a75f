package io.millrace.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.storage.S3Settings.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

final class TestExternalObjectStore {
    private static EmbeddedObjectStore embedded;

    @BeforeAll
    static void start(@TempDir Path folder) {
        embedded = TestingObjectStore.start(folder);
        try (S3Client client = S3Clients.create(embedded.settings())) {
            client.createBucket(r -> r.bucket("lake"));
        }
    }

    @AfterAll
    static void stop() {
        embedded.close();
    }

    @Test
    void connectsToAWorkingEndpoint() {
        try (ExternalObjectStore store = ExternalObjectStore.connect(embedded.settings(), "lake", "")) {
            assertThat(store.settings()).isEqualTo(embedded.settings());
        }
    }

    @Test
    void namesAMissingBucket() {
        assertThatThrownBy(() -> ExternalObjectStore.connect(embedded.settings(), "no-such-bucket", ""))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("Cannot list s3://no-such-bucket/")
                .hasMessageContaining("the bucket does not exist");
    }

    @Test
    void namesAWrongSecretWithoutShowingIt() {
        S3Settings wrong = settings(
                embedded.settings().endpoint().orElseThrow(),
                new Credentials(TestingObjectStore.KEY.accessKeyId(), "not-the-secret"));
        assertThatThrownBy(() -> ExternalObjectStore.connect(wrong, "lake", ""))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("the secret access key does not fit")
                .hasMessageNotContaining("not-the-secret");
    }

    @Test
    void namesAnUnknownKey() {
        S3Settings wrong =
                settings(embedded.settings().endpoint().orElseThrow(), new Credentials("AKIAOTHER", "secret"));
        assertThatThrownBy(() -> ExternalObjectStore.connect(wrong, "lake", ""))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("the access key id is not known there");
    }

    @Test
    void refusesTheB2MasterKeyWithoutACall() {
        S3Settings master = settings(
                URI.create("https://s3.us-west-004.backblazeb2.com"), new Credentials("0a1b2c3d4e5f", "master-secret"));
        assertThatThrownBy(() -> ExternalObjectStore.connect(master, "lake", ""))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("master key")
                .hasMessageNotContaining("master-secret");
    }

    @Test
    void namesAnUnreachableEndpoint() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        S3Settings nobody = settings(URI.create("http://127.0.0.1:" + free), TestingObjectStore.KEY);
        assertThatThrownBy(() -> ExternalObjectStore.connect(nobody, "lake", ""))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("Cannot reach the object store at http://127.0.0.1:" + free);
    }

    /** B2 answers a prefix-restricted key with 403 unless the listing names the prefix; S3Proxy has no such keys. */
    @Test
    void listsAPrefixRestrictedKeyWithItsPrefix() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            boolean allowed = query.contains("prefix=trips/");
            String body = allowed
                    ? "<ListBucketResult><Name>lake</Name><KeyCount>0</KeyCount></ListBucketResult>"
                    : "<Error><Code>AccessDenied</Code><Message>not entitled</Message></Error>";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(allowed ? 200 : 403, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            S3Settings restricted = settings(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()), TestingObjectStore.KEY);
            ExternalObjectStore.connect(restricted, "lake", "trips/").close();
            assertThatThrownBy(() -> ExternalObjectStore.connect(restricted, "lake", ""))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("if it is restricted to a prefix, configure that prefix");
            assertThatThrownBy(() -> ExternalObjectStore.connect(restricted, "lake", "other/"))
                    .hasMessageContaining("the key may not list this prefix");
        } finally {
            server.stop(0);
        }
    }

    private static S3Settings settings(URI endpoint, Credentials credentials) {
        return new S3Settings(Optional.of(endpoint), "us-east-1", Optional.of(credentials));
    }
}
