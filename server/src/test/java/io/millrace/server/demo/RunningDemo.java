package io.millrace.server.demo;

import static org.awaitility.Awaitility.await;

import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** Watches, from outside, the demo that runs in another process on a data folder. */
final class RunningDemo {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MillraceProcess process;
    private final Path data;

    RunningDemo(MillraceProcess process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** Returns when the raw crawler runs, or has run since the demo began. */
    void awaitCrawl() {
        try (GlueClient glue = glue()) {
            int before = crawls(glue);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> crawls(glue) != before);
        }
    }

    /** What changes when a crawl starts and when it ends; 0 if there is no crawler yet. */
    private int crawls(GlueClient glue) {
        try {
            Crawler crawler = glue.getCrawler(request -> request.name(DemoStage.RAW_CRAWLER))
                    .crawler();
            return crawler.state() == CrawlerState.READY && crawler.lastCrawl() == null
                    ? 0
                    : (crawler.state() + " " + crawler.lastCrawl()).hashCode();
        } catch (SdkException e) {
            return aliveElse(e, 0);
        }
    }

    /** Returns when a run of the demo's job is RUNNING. */
    void awaitJobRun() {
        try (GlueClient glue = glue()) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> hasRunningJob(glue));
        }
    }

    private boolean hasRunningJob(GlueClient glue) {
        try {
            return glue.getJobRuns(request -> request.jobName(DemoStage.JOB)).jobRuns().stream()
                    .anyMatch(run -> run.jobRunState() == JobRunState.RUNNING);
        } catch (SdkException e) {
            return aliveElse(e, false);
        }
    }

    private <T> T aliveElse(SdkException e, T value) {
        if (!process.isAlive()) {
            throw new AssertionError("The demo has ended: " + process.err(), e);
        }
        return value;
    }

    private GlueClient glue() {
        await().atMost(PATIENCE).until(() -> ServerNote.read(data).isPresent() || !process.isAlive());
        ServerNote note =
                ServerNote.read(data).orElseThrow(() -> new AssertionError("The demo has ended: " + process.err()));
        AdministratorKey key = AdministratorKey.loadOrCreate(data);
        return GlueClient.builder()
                .endpointOverride(note.endpoint())
                .region(Region.of(note.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                .build();
    }
}
