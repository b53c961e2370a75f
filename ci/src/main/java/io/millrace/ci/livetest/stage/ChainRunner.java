package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.Difference;
import io.millrace.ci.livetest.LiveTestException;
import io.millrace.ci.livetest.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentRunsExceededException;
import software.amazon.awssdk.services.glue.model.CrawlerRunningException;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;

/** Starts a stage's chain of crawls and job runs and waits until all of it is over. */
public final class ChainRunner {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final GlueClient glue;
    private final Duration timeout;
    private final InstantSource clock;
    private final Pause pause;
    private final Consumer<String> progress;

    /**
     * A runner through this client.
     *
     * @param glue the client
     * @param timeout how long a whole chain may take
     * @param clock tells when the time is up
     * @param pause waits between two looks
     * @param progress gets a line for each change
     */
    public ChainRunner(GlueClient glue, Duration timeout, InstantSource clock, Pause pause, Consumer<String> progress) {
        this.glue = glue;
        this.timeout = timeout;
        this.clock = clock;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Lets something happen, starts the chain and waits for its end.
     *
     * @param trigger the trigger that starts it
     * @param preparation what is done before the start, such as an upload (which may start the chain by itself)
     * @return each crawl or run that failed, with its error; empty if all succeeded
     * @throws LiveTestException if it does not end in time
     */
    public List<Difference> run(String trigger, Runnable preparation) {
        Chain chain = Chain.startedBy(glue, trigger);
        Map<ChainStep, Activity> before = look(chain);
        preparation.run();
        start(trigger);
        try {
            return await(chain, before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LiveTestException("Interrupted while waiting for the chain of " + trigger, e);
        }
    }

    private void start(String trigger) {
        try {
            glue.startTrigger(StartTriggerRequest.builder().name(trigger).build());
        } catch (ConcurrentRunsExceededException | CrawlerRunningException e) {
            progress.accept("trigger " + trigger + ": already at work");
        }
    }

    private List<Difference> await(Chain chain, Map<ChainStep, Activity> before) throws InterruptedException {
        Instant deadline = clock.instant().plus(timeout);
        Map<ChainStep, Activity> shown = before;
        while (true) {
            Map<ChainStep, Activity> now = look(chain);
            show(shown, now);
            shown = now;
            List<Difference> failures = failures(before, now);
            if (!failures.isEmpty() || chain.isSettled(before, now)) {
                return failures;
            }
            if (!clock.instant().isBefore(deadline)) {
                throw new LiveTestException("The chain of " + chain.trigger() + " did not end within "
                        + timeout.toSeconds() + " s: " + states(before, now));
            }
            pause.await(PAUSE);
        }
    }

    private Map<ChainStep, Activity> look(Chain chain) {
        Map<ChainStep, Activity> found = new LinkedHashMap<>();
        chain.steps().forEach(step -> found.put(step, step.latest(glue)));
        return found;
    }

    private void show(Map<ChainStep, Activity> before, Map<ChainStep, Activity> now) {
        now.forEach((step, activity) -> {
            if (!activity.equals(before.get(step))) {
                progress.accept(step + ": " + activity.state());
            }
        });
    }

    private static List<Difference> failures(Map<ChainStep, Activity> before, Map<ChainStep, Activity> now) {
        List<Difference> failures = new ArrayList<>();
        now.forEach((step, activity) -> {
            if (activity.isFailed() && isNew(before, step, activity)) {
                String error = activity.error() == null ? "no error message" : activity.error();
                failures.add(new Difference("The " + step + " ended with " + activity.state() + ": " + error, ""));
            }
        });
        return failures;
    }

    private static String states(Map<ChainStep, Activity> before, Map<ChainStep, Activity> now) {
        List<String> states = new ArrayList<>();
        now.forEach((step, activity) -> states.add(step + " "
                + (activity.isSucceeded() && !isNew(before, step, activity) ? "not started" : activity.state())));
        return String.join(", ", states);
    }

    private static boolean isNew(Map<ChainStep, Activity> before, ChainStep step, Activity activity) {
        return activity.started()
                .isAfter(before.getOrDefault(step, Activity.NONE).started());
    }
}
