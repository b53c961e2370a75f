package io.millrace.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** The shipped Lambda jar on the host, from no process to the handler's answer, with a Glue endpoint that answers at once. */
@Isolated("measures seconds")
class ITColdStart {
    private static final Path JAR =
            Path.of(System.getProperty("millrace.home"), "lambda-triggers/target/millrace-lambda-triggers.jar");
    private static final int RUNS = 5;
    private static final double MAX_SECONDS = 1.5;
    private static final String EVENT =
            "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":"
                    + "\"us-east-1\",\"eventTime\":\"2026-01-01T00:00:00.000Z\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{"
                    + "\"bucket\":{\"name\":\"lake\",\"arn\":\"arn:aws:s3:::lake\"},\"object\":{\"key\":\"raw/a+b.csv\","
                    + "\"size\":1,\"eTag\":\"e\",\"sequencer\":\"1\"}}}]}";

    private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    @Test
    void startsTheCrawlerWithinTheBarFromACold() throws Exception {
        assertThat(JAR).as("built by the lambda-triggers module").exists();
        Server glue = new Server();
        ServerConnector connector = new ServerConnector(glue);
        connector.setHost("127.0.0.1");
        glue.addConnector(connector);
        glue.setHandler(new Glue());
        glue.start();
        Map<String, String> services = Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + connector.getLocalPort(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test");
        try (TestingLambda lambda = new TestingLambda(folder, Duration.ofMinutes(5), services)) {
            create(lambda);
            double first = coldSeconds(lambda);
            await().atMost(Duration.ofSeconds(60)).until(() -> hasClassArchive(lambda));
            List<Double> seconds = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                seconds.add(coldSeconds(lambda));
            }
            double median = seconds.stream().sorted().toList().get(RUNS / 2);
            System.out.printf(
                    "Cold invocation of RawObjectHandler: median %.2f s of %s; right after deployment %.2f s%n",
                    median, seconds, first);
            assertThat(median).isLessThan(MAX_SECONDS);
        } finally {
            glue.stop();
        }
        assertThat(calls).hasSize(RUNS + 1).allMatch(call -> call.equals("AWSGlue.StartCrawler {\"Name\":\"raw\"}"));
    }

    private void create(TestingLambda lambda) throws IOException {
        SdkBytes jar = SdkBytes.fromByteArray(Files.readAllBytes(JAR));
        lambda.operations.createFunction(CreateFunctionRequest.builder()
                .functionName("raw-object")
                .handler("io.millrace.lambda.RawObjectHandler")
                .runtime(Runtime.JAVA17)
                .role("arn:aws:iam::000000000000:role/test")
                .timeout(30)
                .memorySize(512)
                .environment(environment -> environment.variables(Map.of("CRAWLER_NAME", "raw")))
                .code(code -> code.zipFile(jar))
                .build());
    }

    private static double coldSeconds(TestingLambda lambda) {
        lambda.host.retireAll("raw-object");
        long start = System.nanoTime();
        InvokeResponse response = lambda.invoke("raw-object", EVENT);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(TestingLambda.text(response))
                .isEqualTo("{\"outcome\":\"STARTED\",\"target\":\"crawler raw\",\"jobRunId\":\"\",\"objects\":1}");
        return seconds;
    }

    private static boolean hasClassArchive(TestingLambda lambda) {
        return Files.exists(lambda.functions
                .spec(lambda.functions.load("raw-object", null))
                .code()
                .classArchive());
    }

    private final class Glue extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String body = new String(Request.asInputStream(request).readAllBytes(), StandardCharsets.UTF_8);
            calls.add(request.getHeaders().get("X-Amz-Target") + " " + body);
            response.getHeaders().put("Content-Type", "application/x-amz-json-1.1");
            response.write(true, ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    }
}
