package io.millrace.server.function;

import static io.millrace.server.function.TestingLambda.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;

class ITFunctionHost {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestingLambda lambda;

    @BeforeEach
    void open() throws IOException {
        lambda = new TestingLambda(folder, Duration.ofMinutes(5), Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"));
    }

    @AfterEach
    void close() throws IOException {
        lambda.close();
    }

    @Test
    void answersAndReusesTheWarmProcess() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());

        InvokeResponse response = lambda.invoke("acting", "{}");
        Map<String, String> first = answer(response);
        Map<String, String> second = answer(lambda.invoke("acting", "{}"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isNull();
        assertThat(response.executedVersion()).isEqualTo("$LATEST");
        assertThat(log(response))
                .contains("START RequestId: " + first.get("request"))
                .contains("acting: null", "logged by the context", "END RequestId", "REPORT RequestId");
        assertThat(first)
                .containsEntry("invocations", "1")
                .containsEntry("arn", "arn:aws:lambda:us-east-1:000000000000:function:acting");
        assertThat(Integer.parseInt(first.get("remaining"))).isBetween(20_000, 30_000);
        assertThat(Path.of(first.get("directory"), "text.txt")).exists();
        assertThat(second).containsEntry("pid", first.get("pid")).containsEntry("invocations", "2");
    }

    @Test
    void givesTheFunctionNothingOfTheServersEnvironment() throws IOException {
        lambda.create("environment", "Environment", 30, Map.of("MY", "own", "AWS_ENDPOINT_URL_GLUE", "http://glue"));

        Map<String, String> environment = answer(lambda.invoke("environment", "{}"));

        assertThat(environment)
                .containsEntry("MY", "own")
                .containsEntry("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "environment")
                .doesNotContainKeys("HOME", "USER", "PWD", "MAVEN_CMD_LINE_ARGS");
    }

    @Test
    void answersAnExceptionWithItsTypeAndGoesOn() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());

        InvokeResponse failed = lambda.invoke("acting", "{\"action\":\"throw\"}");

        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(text(failed))
                .contains(
                        "\"errorMessage\":\"no luck\"",
                        "\"errorType\":\"java.lang.IllegalStateException\"",
                        "stackTrace");
        assertThat(answer(lambda.invoke("acting", "{}"))).containsEntry("invocations", "2");
    }

    @Test
    void answersWhatKeepsAFunctionFromStarting() {
        lambda.create("broken", "Broken", 30, Map.of());
        lambda.create("missing", "NoSuchHandler", 30, Map.of());

        assertThat(text(lambda.invoke("broken", "{}"))).contains("cannot start");
        assertThat(text(lambda.invoke("missing", "{}"))).contains("ClassNotFoundException", "NoSuchHandler");
        assertThat(lambda.invoke("broken", "{}").functionError()).isEqualTo("Unhandled");
    }

    @Test
    void killsAFunctionThatTakesTooLong() throws IOException {
        lambda.create("acting", "Acting", 1, Map.of());
        String pid = answer(lambda.invoke("acting", "{}")).get("pid");

        InvokeResponse late = lambda.invoke("acting", "{\"action\":\"hang\"}");

        assertThat(late.functionError()).isEqualTo("Unhandled");
        assertThat(text(late))
                .matches("\\{\"errorMessage\":\"\\S+Z [0-9a-f-]{36} Task timed out after 1\\.00 seconds\"}");
        assertThat(log(late)).contains("Task timed out after 1.00 seconds");
        awaitEnd(pid);
        assertThat(answer(lambda.invoke("acting", "{}"))).containsEntry("invocations", "1");
    }

    @Test
    void reportsAProcessThatExits() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());

        InvokeResponse exited = lambda.invoke("acting", "{\"action\":\"exit\"}");

        assertThat(exited.functionError()).isEqualTo("Unhandled");
        assertThat(text(exited)).contains("Runtime.ExitError", "Runtime exited with error: exit status 7");
        assertThat(answer(lambda.invoke("acting", "{}"))).containsEntry("invocations", "1");
    }

    @Test
    void reportsAFunctionWithoutEnoughMemory() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());

        assertThat(text(lambda.invoke("acting", "{\"action\":\"memory\"}"))).contains("java.lang.OutOfMemoryError");
        assertThat(answer(lambda.invoke("acting", "{}"))).containsKey("pid");
    }

    @Test
    void keepsTheEndOfAHugeLogAndBoundsTheFile() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());

        InvokeResponse printed = lambda.invoke("acting", "{\"action\":\"print\"}");

        assertThat(log(printed)).contains("the last line", "REPORT").hasSizeLessThanOrEqualTo(4096);
        await().atMost(LONG).untilAsserted(() -> assertThat(logBytes()).isLessThan(1 << 20));
        assertThat(answer(lambda.invoke("acting", "{}"))).containsEntry("invocations", "2");
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());

        InvokeResponse large = lambda.invoke("acting", "{\"action\":\"large\"}");

        assertThat(large.functionError()).isEqualTo("Unhandled");
        assertThat(text(large)).contains("Function.ResponseSizeTooLarge", "6291556 bytes");
        assertThat(answer(lambda.invoke("acting", "{}"))).containsKey("pid");
    }

    @Test
    void runsInvocationsSideBySideUpToTheLimit() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());
        List<CompletableFuture<InvokeResponse>> running = Stream.of(1, 2)
                .map(number -> CompletableFuture.supplyAsync(() -> lambda.invoke("acting", "{\"action\":\"wait\"}")))
                .toList();
        await().atMost(LONG).until(() -> ProcessHandle.current().children().count() >= 2);

        assertThatThrownBy(() -> {
                    while (!running.get(0).isDone() && !running.get(1).isDone()) {
                        lambda.invoke("acting", "{}");
                    }
                })
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.errorName()).isEqualTo("TooManyRequestsException"));
        assertThat(answer(running.get(0).join()).get("pid"))
                .isNotEqualTo(answer(running.get(1).join()).get("pid"));
    }

    @Test
    void runsNewCodeInANewProcess() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());
        Map<String, String> old = answer(lambda.invoke("acting", "{}"));

        lambda.operations.updateFunctionCode(UpdateFunctionCodeRequest.builder()
                .functionName("acting")
                .zipFile(TestingJar.handlers("new"))
                .build());
        Map<String, String> changed = answer(lambda.invoke("acting", "{}"));

        awaitEnd(old.get("pid"));
        assertThat(changed).containsEntry("invocations", "1");
        assertThat(Path.of(changed.get("directory"), "text.txt")).hasContent("new");
    }

    @Test
    void stopsTheProcessOfADeletedFunction() throws IOException {
        lambda.create("acting", "Acting", 30, Map.of());
        String pid = answer(lambda.invoke("acting", "{}")).get("pid");

        lambda.operations.deleteFunction(
                DeleteFunctionRequest.builder().functionName("acting").build());

        awaitEnd(pid);
        assertThat(folder.resolve("functions/acting")).doesNotExist();
        assertThatThrownBy(() -> lambda.invoke("acting", "{}"))
                .hasMessage("Function not found: arn:aws:lambda:us-east-1:000000000000:function:acting");
    }

    @Test
    void stopsIdleProcessesAndAllWhenClosed() throws IOException {
        lambda.close();
        lambda = new TestingLambda(folder, Duration.ofSeconds(1), Map.of());
        lambda.create("acting", "Acting", 30, Map.of());
        String idle = answer(lambda.invoke("acting", "{}")).get("pid");
        awaitEnd(idle);

        String last = answer(lambda.invoke("acting", "{}")).get("pid");
        lambda.host.close();

        awaitEnd(last);
    }

    @Test
    void retriesFailingEvents() throws IOException {
        Path file = folder.resolve("tries");
        lambda.create("acting", "Acting", 30, Map.of());

        InvokeResponse accepted = event("acting", "{\"action\":\"fail-twice\",\"file\":\"" + file + "\"}");

        assertThat(accepted.statusCode()).isEqualTo(202);
        await().atMost(LONG).untilAsserted(() -> assertThat(queued()).isZero());
        assertThat(file).hasSize(3);
    }

    @Test
    void givesUpAnEventThatFailsThreeTimes() {
        lambda.create("acting", "Acting", 30, Map.of());

        event("acting", "{\"action\":\"throw\"}");

        await().atMost(LONG).untilAsserted(() -> assertThat(queued()).isZero());
    }

    @Test
    void runsEventsThatAnEarlierServerAccepted() throws IOException {
        Path file = folder.resolve("echo");
        lambda.create("echo", "Echo", 30, Map.of("ECHO_FILE", file.toString()));
        lambda.events.close();
        event("echo", "{\"kept\":1}");
        lambda.close();

        lambda = new TestingLambda(folder, Duration.ofMinutes(5), Map.of());
        assertThat(queued()).isOne();
        lambda.events.start();

        await().atMost(LONG).untilAsserted(() -> assertThat(queued()).isZero());
        assertThat(file).hasContent("{\"kept\":1}");
    }

    @Test
    void passesBytesThroughAsTheyAre() {
        lambda.create("echo", "Echo", 30, Map.of());

        assertThat(text(lambda.invoke("echo", "{\"ünï\" : [1.50, null]}"))).isEqualTo("{\"ünï\" : [1.50, null]}");
    }

    private InvokeResponse event(String name, String payload) {
        return lambda.invocations.invoke(InvokeRequest.builder()
                .functionName(name)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(payload))
                .build());
    }

    private int queued() {
        return lambda.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT COUNT(*) FROM lambda_async_invocations")
                        .mapTo(Integer.class)
                        .one());
    }

    private long logBytes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs/acting"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void awaitEnd(@Nullable String pid) {
        await().atMost(LONG)
                .until(() -> ProcessHandle.of(Long.parseLong(Objects.requireNonNull(pid)))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
    }

    private static Map<String, String> answer(InvokeResponse response) throws IOException {
        assertThat(response.functionError()).as(text(response)).isNull();
        return new ObjectMapper().readValue(text(response), new TypeReference<Map<String, String>>() {});
    }

    private static String log(InvokeResponse response) {
        return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
    }
}
