package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.job.JobRunLaunch;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.function.runtime.FunctionCode;
import io.millrace.server.function.runtime.FunctionSpec;
import io.millrace.server.identity.RoleSessions;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.role.RoleOperations;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.identity.role.UnknownRoles;
import io.millrace.server.wire.ServiceException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.model.JobCommand;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.s3.S3Client;

class TestChildEnvironment {
    private static final String ROLE = "arn:aws:iam::000000000000:role/";
    private static final String ELSEWHERE = "arn:aws:iam::123456789012:role/run";
    private static final URI STORE = URI.create("http://127.0.0.1:9000");

    @TempDir
    private Path folder;

    private SqliteDatabase database;
    private AdministratorKey key;
    private RunRoles roles;
    private RoleOperations operations;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        CatalogStore catalog = new JdbcCatalogStore(database, InstantSource.system());
        RoleStore store = new RoleStore(catalog);
        key = AdministratorKey.loadOrCreate(folder);
        RoleSessions sessions =
                new RoleSessions(new MasterKeyCipher(MasterKey.of(new byte[32])), InstantSource.system());
        roles = new RunRoles(store, sessions, UnknownRoles.ADMINISTRATOR);
        operations = new RoleOperations(store, InstantSource.system());
        List.of("glue", "lambda", "codepipeline").forEach(this::create);
    }

    private void create(String service) {
        operations.createRole(CreateRoleRequest.builder()
                .roleName(service)
                .assumeRolePolicyDocument("{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \""
                        + service + ".amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}}")
                .build());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ChildEnvironment environment(String storeKeyId) {
        S3Settings store = new S3Settings(
                Optional.of(STORE), "us-west-004", Optional.of(new S3Settings.Credentials(storeKeyId, "store secret")));
        return new ChildEnvironment(URI.create("http://127.0.0.1:8585"), "us-east-1", key, store, roles);
    }

    private static JobRunLaunch run(String role) {
        return new JobRunLaunch("etl", "jr_1", role, JobCommand.builder().build(), Map.of(), Duration.ofMinutes(5));
    }

    private static FunctionSpec function(String role) {
        return new FunctionSpec(
                "f",
                "arn:aws:lambda:us-east-1:000000000000:function:f",
                "$LATEST",
                "1",
                "a.B",
                role,
                Duration.ofSeconds(3),
                128,
                Map.of(),
                new FunctionCode(Path.of("task"), "sha", 1));
    }

    @Test
    void givesARunTheKeyOfItsRole() {
        Map<String, String> variables = environment("store").ofJobRun(run("glue"));
        assertThat(variables.get("AWS_ACCESS_KEY_ID")).startsWith("ASIA");
        assertThat(variables.get("AWS_SESSION_TOKEN")).isNotEmpty();
        assertThat(variables).containsEntry("MILLRACE_S3_ACCESS_KEY_ID", "store");
        assertThat(variables.values()).doesNotContain(key.accessKeyId(), key.secretAccessKey());
        assertThatThrownBy(() -> environment("store").ofJobRun(run(ROLE + "lambda")))
                .isInstanceOf(RoleRefusedException.class);
    }

    @Test
    void givesARunOfAnUnknownRoleTheAdministratorKey() {
        for (String role : new String[] {ELSEWHERE, ROLE + "unknown", ""}) {
            assertThat(environment("store").ofJobRun(run(role)))
                    .containsEntry("AWS_ACCESS_KEY_ID", key.accessKeyId())
                    .doesNotContainKey("AWS_SESSION_TOKEN");
        }
    }

    @Test
    void givesAFunctionBesideAStoreOfItsOwnTheKeyOfItsRole() {
        Map<String, String> variables = environment("store").ofFunction(function(ROLE + "lambda"));
        assertThat(variables.get("AWS_ACCESS_KEY_ID")).startsWith("ASIA");
        assertThat(variables).containsEntry("MILLRACE_S3_ACCESS_KEY_ID", "store");
        assertThat(variables.values()).doesNotContain(key.accessKeyId(), key.secretAccessKey());
    }

    @Test
    void givesAFunctionOfTheEmbeddedStoreASessionUnderTheStoresKey() {
        Map<String, String> variables = environment(key.accessKeyId()).ofFunction(function(ROLE + "lambda"));
        assertThat(variables)
                .containsEntry("AWS_ACCESS_KEY_ID", key.accessKeyId())
                .containsEntry("AWS_ENDPOINT_URL_S3", STORE.toString());
        assertThat(variables.get("AWS_SESSION_TOKEN")).isNotEmpty();
    }

    @Test
    void aPipelinesKeyIsThatOfTheRoleAsItIsNow() {
        try (S3Client s3 = S3Client.builder().region(Region.US_EAST_1).build();
                RoleClients clients = new RoleClients(environment("store"), s3, "us-east-1")) {
            IdentityProvider<? extends AwsCredentialsIdentity> keys = clients.codeBuild(ROLE + "codepipeline")
                    .serviceClientConfiguration()
                    .credentialsProvider();
            assertThat(keys.resolveIdentity().join().accessKeyId()).startsWith("ASIA");
            operations.deleteRole(
                    DeleteRoleRequest.builder().roleName("codepipeline").build());
            assertThatThrownBy(keys::resolveIdentity).hasMessageContaining("does not exist any more");
            create("codepipeline");
            assertThat(keys.resolveIdentity().join().accessKeyId()).startsWith("ASIA");
        }
    }

    @Test
    void refusesAFunctionWhoseRoleDoesNotTrustLambda() {
        assertThatThrownBy(() -> environment("store").ofFunction(function(ROLE + "glue")))
                .isInstanceOfSatisfying(ServiceException.class, e -> {
                    assertThat(e.errorName()).isEqualTo("AccessDeniedException");
                    assertThat(e.getMessage()).contains("does not trust lambda.amazonaws.com");
                });
    }
}
