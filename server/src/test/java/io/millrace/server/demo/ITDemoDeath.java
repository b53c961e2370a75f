package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.TestingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** {@code kill -9} and Ctrl-C of the demo while it works. */
class ITDemoDeath {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration WORKER_PATIENCE = Duration.ofSeconds(10);
    private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(15);
    private static final Pattern FOLDER = Pattern.compile("Millrace demo in (\\S+)\\R");

    @TempDir
    private Path folder;

    @RegisterExtension
    final MillraceProcesses processes = new MillraceProcesses();

    @Test
    void afterAKillDuringTheCrawlAndOneDuringTheJobTheFolderIsSoundAndANewDemoMatches() throws Exception {
        Path data = folder.resolve("data");
        MillraceProcess first = demo(data);
        new RunningDemo(first, data).awaitCrawl();
        kill(first);

        MillraceProcess second = demo(data);
        new RunningDemo(second, data).awaitJobRun();
        kill(second);

        assertNothingRunsOn(data);
        long logged = Files.size(data.resolve("server.log"));
        MillraceProcess third = demo(data);
        assertThat(third.await(PATIENCE)).as(third.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(third.out());
        assertThat(result.at("/match").asBoolean()).isTrue();
        assertThat(result.at("/lake/rows").asLong()).isEqualTo(20_000);
        String log = Files.readString(data.resolve("server.log")).substring((int) logged);
        assertThat(log).doesNotContain(" WARN ").doesNotContain(" ERROR ").doesNotContain("\tat ");
    }

    private MillraceProcess demo(Path data) throws Exception {
        return start("--data", data.toString());
    }

    private MillraceProcess start(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("demo", "--rows", "20000", "--json"));
        arguments.addAll(List.of(options));
        return processes.start(folder, arguments.toArray(String[]::new));
    }

    private static void kill(MillraceProcess process) throws Exception {
        List<ProcessHandle> children = process.descendants();
        process.kill();
        await().atMost(WORKER_PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void assertNothingRunsOn(Path data) {
        Instant start = Instant.now();
        try (TestingServer server = TestingServer.start(data);
                GlueClient glue = server.glue()) {
            assertThat(runs(glue).filter(run -> run.startedOn().isBefore(start)))
                    .isNotEmpty()
                    .allSatisfy(run -> assertThat(run.completedOn()).isNotNull())
                    .anySatisfy(run -> {
                        assertThat(run.jobRunState()).isEqualTo(JobRunState.FAILED);
                        assertThat(run.errorMessage()).isEqualTo("The server stopped while the job run was active.");
                    });
            assertThat(glue.getCrawlers(request -> {}).crawlers()).hasSize(2);
            // What was due when the server died is started now, and ends.
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> isIdle(glue));
        }
    }

    private static boolean isIdle(GlueClient glue) {
        return runs(glue).allMatch(run -> run.completedOn() != null)
                && glue.getCrawlers(request -> {}).crawlers().stream()
                        .allMatch(crawler -> crawler.state() == CrawlerState.READY);
    }

    private static Stream<JobRun> runs(GlueClient glue) {
        return glue.getJobRuns(request -> request.jobName(DemoStage.JOB)).jobRuns().stream();
    }

    @Test
    @Tag("long")
    void controlCDuringTheJobEndsSoonAndLeavesNothing() throws Exception {
        MillraceProcess process = start();
        await().atMost(PATIENCE).until(() -> FOLDER.matcher(process.err()).find());
        Matcher matcher = FOLDER.matcher(process.err());
        assertThat(matcher.find()).isTrue();
        Path data = Path.of(matcher.group(1));
        new RunningDemo(process, data).awaitJobRun();
        List<ProcessHandle> children = process.descendants();
        assertThat(children).isNotEmpty();

        process.interrupt();

        assertThat(process.await(INTERRUPT_PATIENCE)).isEqualTo(130);
        assertThat(process.err())
                .endsWith("millrace: interrupted, stopping ..." + System.lineSeparator())
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
        assertThat(process.out()).isEmpty();
        assertThat(Files.exists(data)).isFalse();
        await().atMost(WORKER_PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
}
