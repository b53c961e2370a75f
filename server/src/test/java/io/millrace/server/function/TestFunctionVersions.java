package io.millrace.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

class TestFunctionVersions {
    @TempDir
    private Path folder;

    private TestingLambda lambda;
    private AliasOperations aliases;

    @BeforeEach
    void open() throws IOException {
        lambda = new TestingLambda(folder, Duration.ofMinutes(1), Map.of());
        aliases = new AliasOperations(lambda.functions);
        lambda.create("trips", "Echo", 3, Map.of("SECRET", "s3cr3t-value"));
    }

    @AfterEach
    void close() throws IOException {
        lambda.close();
    }

    @Test
    void aVersionKeepsWhatLatestWas() {
        assertThat(publish()).isEqualTo("1");
        configure("after one");

        FunctionConfiguration one = lambda.functions.load("trips", "1");
        assertThat(one.description()).isEmpty();
        assertThat(one.functionArn()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:trips:1");
        assertThat(one.environment().variables()).containsEntry("SECRET", "s3cr3t-value");
        assertThat(lambda.functions.load("trips", null).description()).isEqualTo("after one");
    }

    @Test
    void publishesNothingNewWhenNothingHasChanged() {
        assertThat(publish()).isEqualTo("1");
        assertThat(publish()).isEqualTo("1");
        lambda.operations.updateFunctionConfiguration(UpdateFunctionConfigurationRequest.builder()
                .functionName("trips")
                .timeout(9)
                .build());
        assertThat(publish()).isEqualTo("2");
    }

    @Test
    void neverGivesANumberAgain() {
        publish();
        delete("1");
        assertThat(publish()).isEqualTo("2");
        assertFails("ResourceNotFoundException", 404, () -> lambda.functions.load("trips", "1"));
    }

    @Test
    void refusesToPublishAnotherCodeOrRevisionThanTheCallerMeans() {
        assertFails(
                "InvalidParameterValueException",
                400,
                () -> lambda.versions.publishVersion(PublishVersionRequest.builder()
                        .functionName("trips")
                        .codeSha256("other")
                        .build()));
        assertFails(
                "PreconditionFailedException",
                412,
                () -> lambda.versions.publishVersion(PublishVersionRequest.builder()
                        .functionName("trips")
                        .revisionId("other")
                        .build()));
    }

    @Test
    void listsVersionsInPagesAfterLatest() {
        for (int timeout = 10; timeout < 13; timeout++) {
            int seconds = timeout;
            lambda.operations.updateFunctionConfiguration(UpdateFunctionConfigurationRequest.builder()
                    .functionName("trips")
                    .timeout(seconds)
                    .build());
            publish();
        }
        ListVersionsByFunctionResponse first = list(null);
        assertThat(first.versions()).extracting(FunctionConfiguration::version).containsExactly("$LATEST", "1");
        ListVersionsByFunctionResponse second = list(first.nextMarker());
        assertThat(second.versions()).extracting(FunctionConfiguration::version).containsExactly("2", "3");
        assertThat(second.nextMarker()).isNull();
        assertFails("InvalidParameterValueException", 400, () -> list("nonsense"));
    }

    @Test
    void anAliasIsAnotherNameOfItsVersion() {
        publish();
        alias("live", "1");
        configure("two");

        FunctionConfiguration live =
                lambda.functions.load("arn:aws:lambda:us-east-1:000000000000:function:trips:live", null);
        assertThat(live.version()).isEqualTo("1");
        assertThat(live.functionArn()).endsWith(":function:trips:live");
        assertFails("ResourceConflictException", 409, () -> alias("live", "1"));
        assertFails("ResourceNotFoundException", 404, () -> alias("next", "7"));
        assertFails("ResourceConflictException", 409, () -> delete("1"));
    }

    @Test
    void anAliasSharesInvocationsBetweenTwoVersionsByWeight() {
        publish();
        configure("two");
        publish();
        alias("live", "1");
        aliases.updateAlias(UpdateAliasRequest.builder()
                .functionName("trips")
                .name("live")
                .routingConfig(routing -> routing.additionalVersionWeights(Map.of("2", 0.25)))
                .build());

        Map<String, Integer> ran = new TreeMap<>();
        for (int i = 0; i < 4000; i++) {
            ran.merge(
                    lambda.functions
                            .route(new FunctionReference("trips", "live"))
                            .version(),
                    1,
                    Integer::sum);
        }
        int second = ran.getOrDefault("2", 0);
        assertThat(second).isBetween(800, 1200);
        assertThat(ran).containsEntry("1", 4000 - second);

        aliases.updateAlias(UpdateAliasRequest.builder()
                .functionName("trips")
                .name("live")
                .routingConfig(routing -> routing.additionalVersionWeights(Map.of()))
                .build());
        assertThat(lambda.functions.aliases().find("trips", "live"))
                .get()
                .extracting(AliasConfiguration::routingConfig)
                .isNull();
    }

    @Test
    void refusesAQualifierThatContradictsTheName() {
        assertThatThrownBy(() -> lambda.operations.getFunctionConfiguration(GetFunctionConfigurationRequest.builder()
                        .functionName("trips:1")
                        .qualifier("2")
                        .build()))
                .hasMessageContaining("does not match the specified qualifier");
    }

    @Test
    void theDatabaseHoldsNoVariableInPlainText() throws Exception {
        publish();
        String rows = lambda.database
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT configuration FROM lambda_functions UNION ALL SELECT configuration FROM lambda_versions")
                        .mapTo(String.class)
                        .list()
                        .toString());
        assertThat(rows).doesNotContain("s3cr3t-value").doesNotContain("SECRET");
    }

    @Test
    void readsAndSealsWhatAnEarlierServerWrote() throws IOException {
        lambda.database
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO lambda_functions (function_name, revision_id, configuration, tags) VALUES (?, ?, ?, ?)",
                        "old",
                        "r1",
                        "{\"FunctionName\":\"old\",\"RevisionId\":\"r1\",\"Version\":\"$LATEST\","
                                + "\"Environment\":{\"Variables\":{\"K\":\"plain-value\"}}}",
                        "{}"));
        lambda.close();
        lambda = new TestingLambda(folder, Duration.ofMinutes(1), Map.of());

        assertThat(lambda.functions.load("old", null).environment().variables()).containsEntry("K", "plain-value");
        String row = lambda.database
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT configuration FROM lambda_functions WHERE function_name = 'old'")
                        .mapTo(String.class)
                        .one());
        assertThat(row).doesNotContain("plain-value");
    }

    @Test
    void aPolicyAllowsAServiceForItsResourceAlone() {
        PermissionOperations permissions = new PermissionOperations(lambda.functions);
        AddPermissionRequest add = AddPermissionRequest.builder()
                .functionName("trips")
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::raw-*")
                .sourceAccount("000000000000")
                .build();
        permissions.addPermission(add);
        assertFails("ResourceConflictException", 409, () -> permissions.addPermission(add));

        String account = "000000000000";
        assertThat(permissions.allows("trips", "s3.amazonaws.com", "arn:aws:s3:::raw-1", account))
                .isTrue();
        assertThat(permissions.allows("trips", "s3.amazonaws.com", "arn:aws:s3:::lake", account))
                .isFalse();
        assertThat(permissions.allows("trips", "s3.amazonaws.com", "arn:aws:s3:::raw-1", "111111111111"))
                .isFalse();
        assertThat(permissions.allows("trips", "events.amazonaws.com", "arn:aws:s3:::raw-1", account))
                .isFalse();
        assertThat(permissions
                        .getPolicy(
                                GetPolicyRequest.builder().functionName("trips").build())
                        .policy())
                .contains("\"Sid\":\"s3\"", "\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:s3:::raw-*\"}");

        permissions.removePermission(RemovePermissionRequest.builder()
                .functionName("trips")
                .statementId("s3")
                .build());
        assertThat(permissions.allows("trips", "s3.amazonaws.com", "arn:aws:s3:::raw-1", account))
                .isFalse();
        assertFails(
                "ResourceNotFoundException",
                404,
                () -> permissions.getPolicy(
                        GetPolicyRequest.builder().functionName("trips").build()));
    }

    @Test
    void reservesOnlyWhatLeavesSomethingForTheOthers() {
        ConcurrencyOperations concurrency = new ConcurrencyOperations(lambda.functions, lambda.host);
        concurrency.putFunctionConcurrency(reserve(4));
        assertThat(lambda.functions.rows().reserved("trips")).hasValue(4);
        // Six in all, of which two stay unreserved.
        assertFails("InvalidParameterValueException", 400, () -> concurrency.putFunctionConcurrency(reserve(5)));
    }

    @Test
    void refusesDestinationsThatItCannotTell() {
        EventSettingOperations settings =
                new EventSettingOperations(lambda.functions, EventDestinations.NONE, InstantSource.system());
        assertThatThrownBy(() -> settings.putFunctionEventInvokeConfig(PutFunctionEventInvokeConfigRequest.builder()
                        .functionName("trips")
                        .destinationConfig(
                                to -> to.onFailure(target -> target.destination("arn:aws:sqs:us-east-1:1:queue")))
                        .build()))
                .hasMessageContaining("arn:aws:sqs:us-east-1:1:queue");
    }

    @Test
    void nothingOfADeletedFunctionIsLeft() {
        publish();
        alias("live", "1");
        lambda.operations.deleteFunction(
                DeleteFunctionRequest.builder().functionName("trips").build());
        for (String table : new String[] {"lambda_functions", "lambda_versions", "lambda_aliases"}) {
            int rows = lambda.database
                    .jdbi()
                    .withHandle(handle -> handle.select("SELECT COUNT(*) FROM " + table)
                            .mapTo(Integer.class)
                            .one());
            assertThat(rows).as(table).isZero();
        }
    }

    private String publish() {
        return lambda.versions
                .publishVersion(
                        PublishVersionRequest.builder().functionName("trips").build())
                .version();
    }

    private void configure(String description) {
        lambda.operations.updateFunctionConfiguration(UpdateFunctionConfigurationRequest.builder()
                .functionName("trips")
                .description(description)
                .memorySize(256)
                .build());
    }

    private void alias(String name, String version) {
        aliases.createAlias(CreateAliasRequest.builder()
                .functionName("trips")
                .name(name)
                .functionVersion(version)
                .build());
    }

    private void delete(String version) {
        lambda.operations.deleteFunction(DeleteFunctionRequest.builder()
                .functionName("trips")
                .qualifier(version)
                .build());
    }

    private ListVersionsByFunctionResponse list(@Nullable String marker) {
        return lambda.versions.listVersionsByFunction(ListVersionsByFunctionRequest.builder()
                .functionName("trips")
                .marker(marker)
                .maxItems(2)
                .build());
    }

    private static PutFunctionConcurrencyRequest reserve(int count) {
        return PutFunctionConcurrencyRequest.builder()
                .functionName("trips")
                .reservedConcurrentExecutions(count)
                .build();
    }

    private static void assertFails(String error, int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ServiceException.class, e -> {
            assertThat(e.errorName()).isEqualTo(error);
            assertThat(e.status()).isEqualTo(status);
        });
    }
}
