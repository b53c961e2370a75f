package io.millrace.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.function.TestingDestinations.Sent;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** Where events go when functions fail, and how many invocations run at once, with real processes. */
class ITAsyncEnds {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private TestingLambda lambda;

    @BeforeEach
    void open() throws IOException {
        lambda = new TestingLambda(folder, Duration.ofMinutes(1), Map.of());
    }

    @AfterEach
    void close() throws IOException {
        lambda.close();
    }

    @Test
    void anEventThatFailsForGoodIsSentToTheDeadLetterTargetAndDescribedToTheDestination() throws Exception {
        Path echoed = folder.resolve("echoed");
        lambda.create("records", "Echo", 20, Map.of("ECHO_FILE", echoed.toString()));
        lambda.create("acting", "Acting", 20, Map.of());
        lambda.operations.updateFunctionConfiguration(UpdateFunctionConfigurationRequest.builder()
                .functionName("acting")
                .deadLetterConfig(target -> target.targetArn(TestingDestinations.TOPIC))
                .build());
        new EventSettingOperations(lambda.functions, lambda.destinations, InstantSource.system())
                .putFunctionEventInvokeConfig(PutFunctionEventInvokeConfigRequest.builder()
                        .functionName("acting")
                        .maximumRetryAttempts(1)
                        .destinationConfig(to -> to.onFailure(
                                target -> target.destination("arn:aws:lambda:us-east-1:000000000000:function:records")))
                        .build());
        lambda.events.start();

        submit("acting", "{\"action\":\"throw\"}");

        await().atMost(PATIENCE).until(() -> Files.exists(echoed) && Files.size(echoed) > 0);
        assertThat(lambda.destinations.sent).singleElement().satisfies(sent -> {
            assertThat(sent.arn()).isEqualTo(TestingDestinations.TOPIC);
            assertThat(sent.message()).isEqualTo("{\"action\":\"throw\"}");
            assertThat(sent.attributes()).containsEntry("ErrorMessage", "no luck");
        });
        JsonNode told = JSON.readTree(echoed.toFile());
        assertThat(told.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(told.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
        assertThat(told.at("/requestPayload/action").asText()).isEqualTo("throw");
        assertThat(told.at("/responsePayload/errorMessage").asText()).isEqualTo("no luck");
        await().atMost(PATIENCE).until(() -> queued() == 0);
    }

    @Test
    void anAliasIsInvokedInItsVersionAndTellsItsSuccess() throws Exception {
        lambda.create("acting", "Acting", 20, Map.of());
        lambda.versions.publishVersion(
                PublishVersionRequest.builder().functionName("acting").build());
        new AliasOperations(lambda.functions)
                .createAlias(CreateAliasRequest.builder()
                        .functionName("acting")
                        .name("live")
                        .functionVersion("1")
                        .build());
        new EventSettingOperations(lambda.functions, lambda.destinations, InstantSource.system())
                .putFunctionEventInvokeConfig(PutFunctionEventInvokeConfigRequest.builder()
                        .functionName("acting")
                        .qualifier("live")
                        .destinationConfig(to -> to.onSuccess(target -> target.destination(TestingDestinations.TOPIC)))
                        .build());
        lambda.events.start();

        submit("acting:live", "{}");

        await().atMost(PATIENCE).until(() -> lambda.destinations.sent.size() == 1);
        Sent sent = lambda.destinations.sent.get(0);
        JsonNode told = JSON.readTree(sent.message());
        assertThat(told.at("/requestContext/condition").asText()).isEqualTo("Success");
        assertThat(told.at("/responseContext/executedVersion").asText()).isEqualTo("1");
        assertThat(told.at("/responsePayload/arn").asText()).endsWith(":function:acting:live");
    }

    @Test
    void aReservationIsALimitForTheFunctionAndARoomThatOthersLeave() throws Exception {
        lambda.create("reserved", "Acting", 20, Map.of());
        lambda.create("other", "Acting", 20, Map.of());
        ConcurrencyOperations concurrency = new ConcurrencyOperations(lambda.functions, lambda.host);
        concurrency.putFunctionConcurrency(reserve(1));
        List<CompletableFuture<String>> running = List.of(CompletableFuture.supplyAsync(
                () -> TestingLambda.text(lambda.invoke("reserved", "{\"action\":\"wait\"}"))));
        await().atMost(PATIENCE).until(this::reservedIsThrottled);
        assertThat(TestingLambda.text(lambda.invoke("other", "{}"))).contains("pid");
        running.forEach(CompletableFuture::join);

        concurrency.putFunctionConcurrency(reserve(0));
        assertThatThrownBy(() -> lambda.invoke("reserved", "{}"))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(429));
    }

    private boolean reservedIsThrottled() {
        try {
            lambda.invoke("reserved", "{}");
            return false;
        } catch (ServiceException e) {
            return e.status() == 429;
        }
    }

    private void submit(String function, String event) {
        lambda.invocations.invoke(InvokeRequest.builder()
                .functionName(function)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(event))
                .build());
    }

    private int queued() {
        return lambda.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT COUNT(*) FROM lambda_async_invocations")
                        .mapTo(Integer.class)
                        .one());
    }

    private static PutFunctionConcurrencyRequest reserve(int count) {
        return PutFunctionConcurrencyRequest.builder()
                .functionName("reserved")
                .reservedConcurrentExecutions(count)
                .build();
    }
}
