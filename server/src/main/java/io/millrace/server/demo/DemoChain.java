package io.millrace.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** Watches, through the Glue API alone, what the upload's event set going: crawl, job, crawl. */
final class DemoChain {
    /** Lambda tries a failing event again after one and after two more minutes; a busy machine may need the second try. */
    private static final Duration EVENT_PATIENCE = Duration.ofMinutes(4);

    private static final Duration STEP_PATIENCE = Duration.ofMinutes(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final GlueClient glue;
    private final DemoProgress progress;

    DemoChain(GlueClient glue, DemoProgress progress) {
        this.glue = glue;
        this.progress = progress;
    }

    /**
     * A crawl or run that succeeded.
     *
     * @param began when the service says that it began
     * @param ended when its end was seen here
     */
    record Passed(Instant began, Instant ended) {}

    /** The crawler's crawl that began no earlier than {@code after}, when it has ended. Fails with the crawl's own message. */
    Passed awaitCrawl(String crawler, Instant after) {
        Instant noEventBy = Instant.now().plus(EVENT_PATIENCE);
        Crawler done = await("the crawl of " + crawler, () -> {
            Crawler state = glue.getCrawler(request -> request.name(crawler)).crawler();
            LastCrawlInfo last = state.lastCrawl();
            if (state.state() == CrawlerState.READY
                    && last != null
                    && !last.startTime().isBefore(after)) {
                return Optional.of(state);
            }
            if (state.state() == CrawlerState.READY && Instant.now().isAfter(noEventBy)) {
                throw new IllegalStateException("The crawler " + crawler + " was not started within "
                        + EVENT_PATIENCE.toSeconds()
                        + " s. The data folder's functions folder has the log of the function that starts it.");
            }
            return Optional.empty();
        });
        if (done.lastCrawl().status() != LastCrawlStatus.SUCCEEDED) {
            throw new IllegalStateException(
                    "The crawl of " + crawler + " ended " + done.lastCrawl().statusAsString() + ": "
                            + done.lastCrawl().errorMessage());
        }
        return new Passed(done.lastCrawl().startTime(), Instant.now());
    }

    /** The job's run that began no earlier than {@code after}, when it has ended. Fails with the run's own message. */
    Passed awaitJobRun(String job, Instant after) {
        JobRun done = await(
                "the run of " + job,
                () -> glue.getJobRuns(request -> request.jobName(job)).jobRuns().stream()
                        .filter(run -> !run.startedOn().isBefore(after))
                        .filter(run -> run.completedOn() != null)
                        .min(Comparator.comparing(JobRun::startedOn)));
        if (done.jobRunState() != JobRunState.SUCCEEDED) {
            throw new IllegalStateException("The run " + done.id() + " of " + job + " ended "
                    + done.jobRunStateAsString() + ": " + done.errorMessage());
        }
        return new Passed(done.startedOn(), Instant.now());
    }

    private <T> T await(String what, Supplier<Optional<T>> probe) {
        Instant deadline = Instant.now().plus(STEP_PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Optional<T> found = probe.get();
            if (found.isPresent()) {
                return found.get();
            }
            progress.tick();
            pause();
        }
        throw new IllegalStateException("Waited " + STEP_PATIENCE.toMinutes() + " minutes for " + what + " in vain.");
    }

    private static void pause() {
        try {
            // Nobody counts this latch down: awaiting it is a pause that an interrupt ends.
            new CountDownLatch(1).await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was interrupted.", e);
        }
    }
}
