package io.millrace.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ci.livetest.suite.LiveTestClients;
import io.millrace.ci.livetest.suite.LiveTestRun;
import io.millrace.ci.livetest.suite.LiveTestSettings;
import io.millrace.server.TestingServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.glue.model.Job;

/** The live test on a stage of {@code etl-stage.yaml}: green, and red with names and counts once the job silently loses rows. */
class ITLiveTest {
    private static final String STACK = "live";
    private static final String JOB = "millrace-test-raw-to-parquet";

    @TempDir
    private Path folder;

    @Tag("long")
    @Test
    void passesAStageAndNamesTheRowsThatAJobLoses() throws IOException {
        writeFiles();
        try (TestingServer server = TestingServer.start(folder.resolve("server"));
                CloudFormationClient stacks =
                        server.configure(CloudFormationClient.builder()).build()) {
            TestingEtlStage.uploadFunctions(server);
            new TestingEtlStage(stacks, STACK).create(Map.of(), List.of());
            LiveTestClients clients = new LiveTestClients(stacks, server.glue(), server.athena(), server.s3());

            assertThat(test(clients, Optional.of(folder.resolve("raw"))))
                    .contains(
                            "1 files put into s3://millrace-test-raw-000000000000-us-east-1/data/",
                            "job " + JOB + ": SUCCEEDED",
                            "passed   A second run adds nothing",
                            "passed   No fare is negative",
                            "9 checks passed, 0 failed, 0 left out");
            assertThat(folder.resolve("reports/TEST-junit-jupiter.xml"))
                    .content()
                    .contains("tests=\"9\"", "failures=\"0\"", "countsAndSumsOfRawAndLakeAgree");

            filter(server);
            assertThat(test(clients, Optional.empty()))
                    .contains(
                            "FAILED   Counts and sums of raw and lake agree",
                            "nycitytaxi_test.data has 40 rows, nytaxiparquet_test.datalake has 30",
                            "query: SELECT count(*), sum(CAST(\"fare_amount\" AS decimal(18,2)))",
                            "The partition year=2026/month=1 has 20 rows in nycitytaxi_test.data and 15 in",
                            "FAILED   All trips are there",
                            "expected value = 40, but it is 30",
                            "passed   A second run adds nothing",
                            "6 checks passed, 3 failed, 0 left out");
            assertThat(folder.resolve("reports/TEST-junit-jupiter.xml"))
                    .content()
                    .contains("failures=\"3\"", "has 40 rows, nytaxiparquet_test.datalake has 30");
        }
    }

    private String test(LiveTestClients clients, Optional<Path> data) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        LiveTestSettings settings = new LiveTestSettings(
                Optional.of(STACK),
                Map.of(),
                folder.resolve("checks"),
                data,
                folder.resolve("reports"),
                Duration.ofSeconds(90));
        boolean green = LiveTestRun.run(settings, clients, new PrintStream(text, true, StandardCharsets.UTF_8));
        String shown = text.toString(StandardCharsets.UTF_8);
        assertThat(green).as(shown).isEqualTo(!shown.contains("FAILED"));
        return shown;
    }

    /** Nothing fails: the job just leaves a quarter of the rows out. */
    private static void filter(TestingServer server) {
        Job job = server.glue().getJob(request -> request.jobName(JOB)).job();
        Map<String, String> arguments = new HashMap<>(job.defaultArguments());
        arguments.put("--where", "fare_amount >= 10");
        server.glue()
                .updateJob(request -> request.jobName(JOB)
                        .jobUpdate(update -> update.role(job.role())
                                .command(job.command())
                                .glueVersion(job.glueVersion())
                                .workerType(job.workerType())
                                .numberOfWorkers(job.numberOfWorkers())
                                .executionProperty(job.executionProperty())
                                .defaultArguments(arguments)));
    }

    private void writeFiles() throws IOException {
        StringBuilder csv = new StringBuilder("pickup_datetime,fare_amount\n");
        for (int row = 0; row < 40; row++) {
            csv.append("2026-0%d-01 00:00:00,%d.25\n".formatted(row % 2 + 1, row));
        }
        write("raw/a.csv", csv.toString());
        write("checks/expectations.yaml", """
                money-column: fare_amount
                max-objects-per-partition: 2
                min-median-object-bytes: 100
                partitions:
                  year: year(CAST(pickup_datetime AS timestamp))
                  month: month(CAST(pickup_datetime AS timestamp))
                raw-columns: {pickup_datetime: timestamp, fare_amount: double}
                lake-columns: {pickup_datetime: timestamp, fare_amount: double, year: string, month: string}
                """);
        write("checks/fares.sql", """
                -- name: No fare is negative
                -- expect: no rows
                SELECT * FROM ${LakeTable} WHERE fare_amount < 0;
                """);
        write("checks/trips.sql", """
                -- name: All trips are there
                -- expect: value = 40
                SELECT count(*) FROM datalake
                """);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
