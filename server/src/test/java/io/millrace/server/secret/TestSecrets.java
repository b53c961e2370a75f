package io.millrace.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.delivery.TestingDeliveries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;

final class TestSecrets {
    private static final String FIRST = "11111111-1111-1111-1111-111111111111";
    private static final String SECOND = "22222222-2222-2222-2222-222222222222";
    private static final String THIRD = "33333333-3333-3333-3333-333333333333";

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private SecretOperations operations;
    private SecretQueries queries;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        Secrets secrets = new Secrets(
                testing.database.jdbi(),
                testing.tags,
                new MasterKeyCipher(MasterKey.loadOrCreate(folder)),
                TestingDeliveries.REGION,
                testing.clock);
        operations = new SecretOperations(secrets, testing.tags);
        queries = new SecretQueries(secrets, testing.tags, testing.pages);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private CreateSecretResponse create(String name, String token, String value) {
        return operations.createSecret(CreateSecretRequest.builder()
                .name(name)
                .clientRequestToken(token)
                .secretString(value)
                .build());
    }

    private void put(String name, String token, String value, String... stages) {
        operations.putSecretValue(PutSecretValueRequest.builder()
                .secretId(name)
                .clientRequestToken(token)
                .secretString(value)
                .versionStages(stages)
                .build());
    }

    private String get(String id, @Nullable String stage) {
        return queries.getSecretValue(GetSecretValueRequest.builder()
                        .secretId(id)
                        .versionStage(stage)
                        .build())
                .secretString();
    }

    private static void refused(ThrowingCallable call, String error) {
        assertThatThrownBy(call).hasFieldOrPropertyWithValue("errorName", error);
    }

    @Test
    void stagesMoveWithNewVersions() {
        String arn = create("db", FIRST, "one").arn();
        assertThat(arn).matches("arn:aws:secretsmanager:us-east-1:000000000000:secret:db-[A-Za-z0-9]{6}");
        put("db", SECOND, "two");
        assertThat(get("db", null)).isEqualTo("two");
        assertThat(get(arn, "AWSPREVIOUS")).isEqualTo("one");
        operations.updateSecret(UpdateSecretRequest.builder()
                .secretId(arn)
                .clientRequestToken(THIRD)
                .secretString("three")
                .description("a password")
                .build());
        assertThat(queries.describeSecret(
                                DescribeSecretRequest.builder().secretId("db").build())
                        .versionIdsToStages())
                .isEqualTo(Map.of(SECOND, List.of("AWSPREVIOUS"), THIRD, List.of("AWSCURRENT")));
        ListSecretVersionIdsRequest versions =
                ListSecretVersionIdsRequest.builder().secretId("db").build();
        assertThat(queries.listSecretVersionIds(versions).versions()).hasSize(2);
        assertThat(queries.listSecretVersionIds(
                                versions.toBuilder().includeDeprecated(true).build())
                        .versions())
                .hasSize(3);
        assertThat(get(arn.substring(0, arn.length() - 7), null)).isEqualTo("three");
    }

    @Test
    void otherStagesLeaveTheCurrentVersion() {
        create("db", FIRST, "one");
        put("db", SECOND, "two", "AWSPENDING");
        assertThat(get("db", null)).isEqualTo("one");
        assertThat(get("db", "AWSPENDING")).isEqualTo("two");
        refused(() -> get("db", "AWSPREVIOUS"), "ResourceNotFoundException");
    }

    @Test
    void theSameCallAgainChangesNothing() {
        String arn = create("db", FIRST, "one").arn();
        assertThat(create("db", FIRST, "one").arn()).isEqualTo(arn);
        refused(() -> create("db", FIRST, "other"), "ResourceExistsException");
        refused(() -> create("db", SECOND, "one"), "ResourceExistsException");
        put("db", SECOND, "two");
        put("db", SECOND, "two");
        assertThat(get("db", "AWSPREVIOUS")).isEqualTo("one");
        refused(() -> put("db", SECOND, "other"), "ResourceExistsException");
    }

    @Test
    void valuesAreSealedInTheDatabase() {
        create("db", FIRST, "s3cret-value");
        List<String> rows = testing.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT body FROM service_document")
                        .mapTo(String.class)
                        .list());
        assertThat(rows).hasSize(2).noneMatch(row -> row.contains("s3cret-value"));
    }

    @Test
    void bytesComeBackAsBytes() {
        operations.createSecret(CreateSecretRequest.builder()
                .name("key")
                .clientRequestToken(FIRST)
                .secretBinary(SdkBytes.fromByteArray(new byte[] {0, -1, 5}))
                .build());
        assertThat(queries.getSecretValue(
                                GetSecretValueRequest.builder().secretId("key").build())
                        .secretBinary()
                        .asByteArray())
                .containsExactly(0, -1, 5);
    }

    @Test
    void aDeletedSecretCanBeRestoredWithinItsWindow() {
        create("db", FIRST, "one");
        operations.deleteSecret(DeleteSecretRequest.builder()
                .secretId("db")
                .recoveryWindowInDays(7L)
                .build());
        refused(() -> get("db", null), "InvalidRequestException");
        refused(() -> create("db", SECOND, "new"), "InvalidRequestException");
        assertThat(queries.listSecrets(ListSecretsRequest.builder().build()).secretList())
                .isEmpty();
        operations.restoreSecret(RestoreSecretRequest.builder().secretId("db").build());
        assertThat(get("db", null)).isEqualTo("one");
        operations.deleteSecret(DeleteSecretRequest.builder()
                .secretId("db")
                .recoveryWindowInDays(7L)
                .build());
        testing.now.updateAndGet(time -> time.plus(Duration.ofDays(7)));
        refused(() -> get("db", null), "ResourceNotFoundException");
        create("db", SECOND, "new");
        operations.deleteSecret(DeleteSecretRequest.builder()
                .secretId("db")
                .forceDeleteWithoutRecovery(true)
                .build());
        refused(() -> get("db", null), "ResourceNotFoundException");
        refused(
                () -> operations.deleteSecret(DeleteSecretRequest.builder()
                        .secretId("db")
                        .recoveryWindowInDays(6L)
                        .build()),
                "InvalidParameterException");
    }

    @Test
    void secretsAreListedByFilters() {
        create("stage/a", FIRST, "x");
        create("stage/b", SECOND, "x");
        create("other", THIRD, "x");
        assertThat(queries.listSecrets(ListSecretsRequest.builder()
                                .filters(Filter.builder()
                                        .key(FilterNameStringType.NAME)
                                        .values("stage/")
                                        .build())
                                .build())
                        .secretList())
                .extracting(SecretListEntry::name)
                .containsExactly("stage/a", "stage/b");
    }

    @Test
    void passwordsHaveOneOfEachKind() {
        RandomPasswords passwords = new RandomPasswords();
        for (int i = 0; i < 200; i++) {
            assertThat(passwords
                            .getRandomPassword(GetRandomPasswordRequest.builder()
                                    .passwordLength(8L)
                                    .excludePunctuation(true)
                                    .excludeCharacters("0Ol1")
                                    .build())
                            .randomPassword())
                    .hasSize(8)
                    .matches(".*[a-z].*")
                    .matches(".*[A-Z].*")
                    .matches("[a-zA-Z0-9]*[2-9][a-zA-Z0-9]*")
                    .doesNotContainPattern("[0Ol1]");
        }
    }
}
