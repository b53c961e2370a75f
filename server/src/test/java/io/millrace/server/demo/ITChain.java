package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.ci.livetest.AthenaQueries;
import io.millrace.ci.livetest.Pause;
import io.millrace.ci.livetest.RawLakeComparison;
import io.millrace.ci.livetest.TableName;
import io.millrace.server.MillraceHome;
import io.millrace.server.TestingServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** The chain of the test stage under events that come while it runs, and under a stop of the server. */
class ITChain {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private TestingServer server;

    @BeforeEach
    void open() {
        server = start();
        new DemoStage(server.configure(CloudFormationClient.builder()).build(), server.s3())
                .create(MillraceHome.fromSystemProperty());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private TestingServer start() {
        return TestingServer.start(folder);
    }

    @Test
    void losesNoEventThatComesDuringACrawlOrARunNorWhatAStopOfTheServerCutShort() throws Exception {
        upload("a.csv", 10);
        // Two more reasons for a crawl: one at least finds the crawler busy.
        startTrigger();
        startTrigger();
        upload("b.csv", 20);
        awaitRunning();
        upload("c.csv", 40);
        awaitRows(70);

        upload("d.csv", 80);
        awaitRunning();
        Instant stopping = Instant.now();
        server.close();
        assertThat(Duration.between(stopping, Instant.now())).isLessThan(STOP_PATIENCE);

        server = start();
        assertThat(runs()).allSatisfy(run -> assertThat(run.completedOn()).isNotNull());
        assertThat(runs().get(0).jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(runs().get(0).errorMessage()).isEqualTo("The server stopped while the job run was active.");
        startTrigger();
        awaitRows(150);
    }

    private void upload(String name, int rows) throws IOException {
        StringBuilder csv = new StringBuilder("tpep_pickup_datetime,fare_amount\n");
        for (int row = 0; row < rows; row++) {
            csv.append("2026-0%d-01 00:00:00,%d.25\n".formatted(row % 9 + 1, row));
        }
        server.s3()
                .putObject(
                        request -> request.bucket(DemoStage.RAW_BUCKET).key(DemoStage.RAW_PREFIX + name),
                        RequestBody.fromString(csv.toString()));
    }

    private void startTrigger() {
        server.glue().startTrigger(request -> request.name(DemoStage.START_TRIGGER));
    }

    private void awaitRunning() {
        await().atMost(PATIENCE).until(() -> runs().stream().anyMatch(run -> run.jobRunState() == JobRunState.RUNNING));
    }

    /** Waits until the lake has so many rows, and sees that the chain is at rest then and the tables are the same. */
    private void awaitRows(int rows) {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> isAtRest() && lakeRows() == rows);
        var compared = new RawLakeComparison(server.glue(), queries())
                .compare(
                        new TableName(DemoStage.RAW_DATABASE, DemoStage.RAW_TABLE),
                        new TableName(DemoStage.LAKE_DATABASE, DemoStage.LAKE_TABLE),
                        "fare_amount");
        assertThat(compared.differences()).isEmpty();
        assertThat(compared.rawRows()).isEqualTo(rows);
    }

    private boolean isAtRest() {
        GlueClient glue = server.glue();
        return !runs().isEmpty()
                && runs().stream().allMatch(run -> run.completedOn() != null)
                && glue.getCrawlers(request -> {}).crawlers().stream()
                        .allMatch(crawler -> crawler.state() == CrawlerState.READY && crawler.lastCrawl() != null);
    }

    private long lakeRows() {
        return new RawLakeComparison(server.glue(), queries())
                .compare(
                        new TableName(DemoStage.RAW_DATABASE, DemoStage.RAW_TABLE),
                        new TableName(DemoStage.LAKE_DATABASE, DemoStage.LAKE_TABLE),
                        "fare_amount")
                .lakeRows();
    }

    private List<JobRun> runs() {
        return server.glue()
                .getJobRuns(request -> request.jobName(DemoStage.JOB))
                .jobRuns();
    }

    private AthenaQueries queries() {
        return new AthenaQueries(
                server.athena(), DemoStage.RESULT_LOCATION, PATIENCE, InstantSource.system(), Pause.blocking());
    }
}
