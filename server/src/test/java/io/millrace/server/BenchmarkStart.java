package io.millrace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

/**
 * How long things take from a standing start, in seconds of wall time: {@code ./ci/bench start}. Each server and pipeline is a
 * process of its own that the launcher starts; a function's process is started by a server in this one. The machine should be
 * idle. Ends with 1 when a bar does not hold.
 */
final class BenchmarkStart {
    private static final double PIPELINE_BAR = 30;
    private static final double COLD_INVOCATION_BAR = 1.5;
    private static final int ROWS = 100_000;
    private static final String EVENT =
            "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":\"us-east-1\","
                    + "\"eventTime\":\"2026-01-01T00:00:00.000Z\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"raw\","
                    + "\"arn\":\"arn:aws:s3:::raw\"},\"object\":{\"key\":\"a.csv\",\"size\":1,\"eTag\":\"e\",\"sequencer\":\"1\"}}}]}";

    private final Path home = MillraceHome.fromSystemProperty().root();
    private final Map<String, List<Double>> cases = new LinkedHashMap<>();

    private BenchmarkStart() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> options = List.of(arguments);
        BenchmarkStart benchmark = new BenchmarkStart();
        int runs = options.contains("--quick") ? 1 : 5;
        for (int run = 0; run < runs; run++) {
            benchmark.serverStart();
            benchmark.pipeline();
        }
        benchmark.coldInvocations(runs + 2);
        System.exit(benchmark.report(options.contains("--json")));
    }

    private void add(String name, double seconds) {
        System.err.printf(Locale.ROOT, "%s: %.2f s%n", name, seconds);
        cases.computeIfAbsent(name, key -> new ArrayList<>()).add(seconds);
    }

    private static double secondsSince(long start) {
        return Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    }

    private void serverStart() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("millrace-bench");
        Files.writeString(data.resolve("millrace.properties"), "server.port=0\nstorage.embedded-port=0\n");
        long start = System.nanoTime();
        Process server = launch("serve", "--data", data.toString());
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String first = out.readLine();
            if (first == null || !first.startsWith("Millrace serves at")) {
                throw new IllegalStateException("The server did not start: " + first);
            }
            add("server start", secondsSince(start));
        } finally {
            server.destroy();
            if (!server.waitFor(30, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    /** The demo's own figures: the pipeline is all that comes after the stage's resources are there. */
    private void pipeline() throws IOException, InterruptedException {
        Process demo = launch("demo", "--json", "--rows", Integer.toString(ROWS));
        String json = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (demo.waitFor() != 0) {
            throw new IllegalStateException("The demo failed: " + json);
        }
        JsonNode seconds = new ObjectMapper().readTree(json).get("seconds");
        double start = seconds.get("start").asDouble();
        add("server and stage", start);
        add("job run", seconds.get("job").asDouble());
        add("pipeline", Math.round((seconds.get("total").asDouble() - start) * 100) / 100.0);
    }

    private Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("millrace").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Each directly after a deployment of the shipped jar, from no process to the answer. The first warms the server. */
    private void coldInvocations(int runs) throws IOException {
        SdkBytes jar = SdkBytes.fromByteArray(
                Files.readAllBytes(MillraceHome.fromSystemProperty().functionJar()));
        try (TestingServer server = TestingServer.start(Files.createTempDirectory("millrace-bench"));
                LambdaClient lambda = server.lambda()) {
            server.s3().createBucket(request -> request.bucket("raw"));
            server.glue().createDatabase(request -> request.databaseInput(input -> input.name("raw")));
            server.glue()
                    .createCrawler(request -> request.name("raw")
                            .role("arn:aws:iam::000000000000:role/bench")
                            .databaseName("raw")
                            .targets(targets -> targets.s3Targets(
                                    List.of(S3Target.builder().path("s3://raw/").build()))));
            for (int run = 0; run <= runs; run++) {
                double seconds = coldInvocation(lambda, jar);
                if (run > 0) {
                    add("cold invocation", seconds);
                }
            }
        }
    }

    private static double coldInvocation(LambdaClient lambda, SdkBytes jar) {
        lambda.createFunction(request -> request.functionName("raw-object")
                .runtime(Runtime.JAVA17)
                .handler("io.millrace.lambda.RawObjectHandler::handleRequest")
                .role("arn:aws:iam::000000000000:role/bench")
                .timeout(30)
                .memorySize(512)
                .environment(environment -> environment.variables(Map.of("CRAWLER_NAME", "raw")))
                .code(code -> code.zipFile(jar)));
        long start = System.nanoTime();
        InvokeResponse response =
                lambda.invoke(request -> request.functionName("raw-object").payload(SdkBytes.fromUtf8String(EVENT)));
        double seconds = secondsSince(start);
        if (response.functionError() != null) {
            throw new IllegalStateException(response.payload().asUtf8String());
        }
        lambda.deleteFunction(request -> request.functionName("raw-object"));
        return seconds;
    }

    private static double median(List<Double> runs) {
        return runs.stream().sorted().toList().get(runs.size() / 2);
    }

    private Map<String, Object> check(String name, double bar) {
        double value = median(cases.getOrDefault(name, List.of()));
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("name", name);
        check.put("value", value);
        check.put("bar", bar);
        check.put("holds", value < bar);
        return check;
    }

    private int report(boolean asJson) throws IOException {
        List<Map<String, Object>> checks =
                List.of(check("pipeline", PIPELINE_BAR), check("cold invocation", COLD_INVOCATION_BAR));
        Map<String, Object> machine = machine();
        if (asJson) {
            List<Map<String, Object>> listed = new ArrayList<>();
            cases.forEach((name, runs) -> listed.add(
                    Map.of("name", name, "engine", "millrace", "median", median(runs), "unit", "s", "runs", runs)));
            System.out.println(new ObjectMapper()
                    .writeValueAsString(
                            Map.of("bench", "start", "machine", machine, "cases", listed, "checks", checks)));
        } else {
            System.out.println(machine);
            cases.forEach((name, runs) ->
                    System.out.printf(Locale.ROOT, "%-18s median %6.2f s of %s%n", name, median(runs), runs));
            checks.forEach(System.out::println);
        }
        return checks.stream().allMatch(check -> Boolean.TRUE.equals(check.get("holds"))) ? 0 : 1;
    }

    private static Map<String, Object> machine() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", system.getAvailableProcessors());
        machine.put("memoryBytes", system.getTotalMemorySize());
        machine.put("loadAverage", system.getSystemLoadAverage());
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }
}
