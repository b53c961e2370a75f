package io.millrace.catalog.connection;

import static io.millrace.catalog.CatalogErrorCode.ALREADY_EXISTS;
import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.GLUE_ENCRYPTION;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.TestingStore;
import io.millrace.catalog.setting.EncryptionSettingsOperations;
import io.millrace.catalog.tag.CatalogTags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.BatchDeleteConnectionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteConnectionResponse;
import software.amazon.awssdk.services.glue.model.Connection;
import software.amazon.awssdk.services.glue.model.ConnectionInput;
import software.amazon.awssdk.services.glue.model.ConnectionStatus;
import software.amazon.awssdk.services.glue.model.ConnectionType;
import software.amazon.awssdk.services.glue.model.CreateConnectionRequest;
import software.amazon.awssdk.services.glue.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GetConnectionRequest;
import software.amazon.awssdk.services.glue.model.GetConnectionsRequest;
import software.amazon.awssdk.services.glue.model.GetConnectionsResponse;
import software.amazon.awssdk.services.glue.model.PutDataCatalogEncryptionSettingsRequest;
import software.amazon.awssdk.services.glue.model.UpdateConnectionRequest;

class TestConnections {
    private static final String SECRET = "hunter2-Straße";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @SuppressWarnings("NullAway.Init")
    private ConnectionOperations connections;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        connections = connections(new TestingSecretCipher());
    }

    private ConnectionOperations connections(SecretCipher cipher) {
        return new ConnectionOperations(testing.store, testing.tokens, testing.clock(), cipher);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void keepsAConnectionWithWhatGlueFillsIn() {
        create(jdbc("Orders").matchCriteria("a", "b").description("d"));
        assertThat(get("Orders"))
                .isEqualTo(Connection.builder()
                        .name("Orders")
                        .description("d")
                        .connectionType(ConnectionType.JDBC)
                        .matchCriteria("a", "b")
                        .connectionPropertiesWithStrings(
                                Map.of("JDBC_CONNECTION_URL", "jdbc:x://h/d", "USERNAME", "me", "PASSWORD", SECRET))
                        .creationTime(TestingStore.NOW)
                        .lastUpdatedTime(TestingStore.NOW)
                        .lastUpdatedBy("millrace")
                        .status(ConnectionStatus.READY)
                        .connectionSchemaVersion(1)
                        .build());
    }

    @Test
    void storesNoSecretInPlainAndForgetsNoneInPlain() throws IOException {
        create(jdbc("orders")
                .sparkProperties(Map.of("spark.password", SECRET, "spark.user", "me"))
                .pythonProperties(Map.of("client_secret", SECRET)));
        update(jdbc("orders"));
        delete("orders");
        create(kafka("stream"));
        testing.close();
        byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1))
                        .doesNotContain("hunter2");
            }
        }
    }

    @Test
    void hidesAndSealsSecretsOnRequest() {
        create(kafka("stream").sparkProperties(Map.of("auth-token", SECRET, "topic", "t")));

        Connection plain = get("stream");
        assertThat(plain.connectionPropertiesAsStrings())
                .isEqualTo(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", "h:1",
                        "KAFKA_SASL_SCRAM_PASSWORD", SECRET,
                        "KAFKA_CLIENT_KEY_PASSWORD", SECRET));
        assertThat(plain.sparkProperties()).isEqualTo(Map.of("auth-token", SECRET, "topic", "t"));
        assertThat(plain.connectionSchemaVersion()).isEqualTo(2);

        Connection hidden = connections
                .getConnection(GetConnectionRequest.builder()
                        .name("stream")
                        .hidePassword(true)
                        .build())
                .connection();
        assertThat(hidden.connectionPropertiesAsStrings()).isEqualTo(Map.of("KAFKA_BOOTSTRAP_SERVERS", "h:1"));
        assertThat(hidden.sparkProperties()).isEqualTo(Map.of("topic", "t"));

        new EncryptionSettingsOperations(testing.store)
                .putDataCatalogEncryptionSettings(PutDataCatalogEncryptionSettingsRequest.builder()
                        .dataCatalogEncryptionSettings(
                                s -> s.connectionPasswordEncryption(p -> p.returnConnectionPasswordEncrypted(true)))
                        .build());
        Connection sealed = get("stream");
        assertThat(sealed.connectionPropertiesAsStrings())
                .containsOnlyKeys(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD",
                        "ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD");
        assertThat(sealed.toString()).doesNotContain(SECRET);
    }

    @Test
    void takesBackWhatItSealedAndNothingElse() {
        create(jdbc("orders"));
        EncryptionSettingsOperations settings = new EncryptionSettingsOperations(testing.store);
        putReturnEncrypted(settings, true);
        Map<String, String> sealed = get("orders").connectionPropertiesAsStrings();
        update(ConnectionInput.builder()
                .name("orders")
                .connectionType(ConnectionType.JDBC)
                .description("new")
                .connectionPropertiesWithStrings(sealed));
        assertRefused(
                INVALID_INPUT,
                "ENCRYPTED_PASSWORD of connection other is not what this catalog has encrypted; give PASSWORD.",
                () -> create(ConnectionInput.builder()
                        .name("other")
                        .connectionType(ConnectionType.JDBC)
                        .connectionPropertiesWithStrings(sealed)));
        putReturnEncrypted(settings, false);
        assertThat(get("orders").connectionPropertiesAsStrings()).containsEntry("PASSWORD", SECRET);
        assertThat(get("orders").description()).isEqualTo("new");
    }

    @Test
    void saysSoWhenAnotherKeyIsAtHand() {
        create(jdbc("orders"));
        connections = connections(new TestingSecretCipher());
        assertRefused(
                GLUE_ENCRYPTION,
                "Cannot decrypt PASSWORD of connection orders. HidePassword gives the connection without it.",
                () -> get("orders"));
        assertThat(list(r -> r.hidePassword(true))).containsExactly("orders");
    }

    @Test
    void listsByFilterInPages() {
        for (int i = 0; i < 5; i++) {
            create(jdbc("j" + i).matchCriteria("all", "n" + i));
        }
        create(kafka("k").matchCriteria("all"));
        assertThat(list(r -> r.maxResults(2))).containsExactly("j0", "j1", "j2", "j3", "j4", "k");
        assertThat(list(r -> r.filter(f -> f.connectionType(ConnectionType.KAFKA))))
                .containsExactly("k");
        assertThat(list(r -> r.maxResults(1).filter(f -> f.matchCriteria("all", "n3"))))
                .containsExactly("j3");
        assertThat(list(r -> r.filter(f -> f.connectionSchemaVersion(2)))).isEmpty();
    }

    @Test
    void updatesAndDeletes() {
        create(jdbc("orders"), Map.of("team", "raw"));
        CatalogTags tags = ConnectionOperations.tags(testing.store);
        assertThat(tags.find("orders")).contains(Map.of("team", "raw"));
        testing.setNow(TestingStore.NOW.plusSeconds(5));
        update(ConnectionInput.builder()
                .name("orders")
                .connectionType(ConnectionType.JDBC)
                .connectionPropertiesWithStrings(Map.of("USERNAME", "you")));
        Connection updated = get("orders");
        assertThat(updated.connectionPropertiesAsStrings()).isEqualTo(Map.of("USERNAME", "you"));
        assertThat(updated.creationTime()).isEqualTo(TestingStore.NOW);
        assertThat(updated.lastUpdatedTime()).isEqualTo(TestingStore.NOW.plusSeconds(5));
        create(jdbc("other"));

        BatchDeleteConnectionResponse deleted = connections.batchDeleteConnection(BatchDeleteConnectionRequest.builder()
                .connectionNameList("other", "never", "orders")
                .build());

        assertThat(deleted.succeeded()).containsExactly("other", "orders");
        assertThat(deleted.errors())
                .isEqualTo(Map.of(
                        "never",
                        ErrorDetail.builder()
                                .errorCode("EntityNotFoundException")
                                .errorMessage("Connection never not found.")
                                .build()));
        create(jdbc("orders"));
        assertThat(tags.find("orders")).contains(Map.of());
    }

    @Test
    void refusesAsGlueDoesAndWhatItCannotDo() {
        create(jdbc("orders"));
        assertRefused(ALREADY_EXISTS, "Connection already exists.", () -> create(jdbc("orders")));
        assertRefused(ENTITY_NOT_FOUND, "Connection x not found.", () -> get("x"));
        assertRefused(ENTITY_NOT_FOUND, "Connection x not found.", () -> update(jdbc("x")));
        assertRefused(ENTITY_NOT_FOUND, "Connection x not found.", () -> delete("x"));
        assertRefused(
                INVALID_INPUT,
                "The name of connection orders cannot be changed.",
                () -> connections.updateConnection(UpdateConnectionRequest.builder()
                        .name("orders")
                        .connectionInput(jdbc("other").build())
                        .build()));
        assertRefused(
                INVALID_INPUT,
                "Operation not supported: ValidateCredentials is not supported.",
                () -> create(jdbc("v").validateCredentials(true)));
        assertRefused(
                INVALID_INPUT,
                "Operation not supported: BasicAuthenticationCredentials is not supported.",
                () -> create(jdbc("v")
                        .authenticationConfiguration(a -> a.basicAuthenticationCredentials(
                                b -> b.username("me").password(SECRET)))));
    }

    private static ConnectionInput.Builder jdbc(String name) {
        return ConnectionInput.builder()
                .name(name)
                .connectionType(ConnectionType.JDBC)
                .connectionPropertiesWithStrings(
                        Map.of("JDBC_CONNECTION_URL", "jdbc:x://h/d", "USERNAME", "me", "PASSWORD", SECRET));
    }

    private static ConnectionInput.Builder kafka(String name) {
        return ConnectionInput.builder()
                .name(name)
                .connectionType(ConnectionType.KAFKA)
                .connectionPropertiesWithStrings(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "h:1",
                        "KAFKA_SASL_SCRAM_PASSWORD",
                        SECRET,
                        "KAFKA_CLIENT_KEY_PASSWORD",
                        SECRET));
    }

    private static void putReturnEncrypted(EncryptionSettingsOperations settings, boolean encrypted) {
        settings.putDataCatalogEncryptionSettings(PutDataCatalogEncryptionSettingsRequest.builder()
                .dataCatalogEncryptionSettings(
                        s -> s.connectionPasswordEncryption(p -> p.returnConnectionPasswordEncrypted(encrypted)))
                .build());
    }

    private void create(ConnectionInput.Builder input) {
        create(input, Map.of());
    }

    private void create(ConnectionInput.Builder input, Map<String, String> tags) {
        connections.createConnection(CreateConnectionRequest.builder()
                .connectionInput(input.build())
                .tags(tags)
                .build());
    }

    private void update(ConnectionInput.Builder input) {
        ConnectionInput built = input.build();
        connections.updateConnection(UpdateConnectionRequest.builder()
                .name(built.name())
                .connectionInput(built)
                .build());
    }

    private void delete(String name) {
        connections.deleteConnection(
                DeleteConnectionRequest.builder().connectionName(name).build());
    }

    private Connection get(String name) {
        return connections
                .getConnection(GetConnectionRequest.builder().name(name).build())
                .connection();
    }

    private List<String> list(Consumer<GetConnectionsRequest.Builder> filter) {
        List<String> names = new ArrayList<>();
        GetConnectionsRequest request =
                GetConnectionsRequest.builder().applyMutation(filter).build();
        GetConnectionsResponse page;
        do {
            page = connections.getConnections(request);
            page.connectionList().forEach(connection -> names.add(connection.name()));
            request = request.toBuilder().nextToken(page.nextToken()).build();
        } while (page.nextToken() != null);
        return names;
    }
}
