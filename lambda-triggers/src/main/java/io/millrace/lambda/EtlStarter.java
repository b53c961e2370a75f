package io.millrace.lambda;

import io.millrace.lambda.StartResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentRunsExceededException;
import software.amazon.awssdk.services.glue.model.CrawlerRunningException;
import software.amazon.awssdk.services.glue.model.JobRun;

/** Starts a crawler, a job run or a trigger through the Glue API. Thread-safe. */
final class EtlStarter {
    /** Longer than Lambda keeps an event (six hours) and SNS tries to deliver one. */
    private static final Duration REDELIVERED_WITHIN = Duration.ofDays(1);

    private final GlueClient glue;
    private final InstantSource clock;

    EtlStarter(GlueClient glue, InstantSource clock) {
        this.glue = glue;
        this.clock = clock;
    }

    /** With the SDK's own configuration: region, key and {@code AWS_ENDPOINT_URL_GLUE} come from the environment. */
    static EtlStarter fromEnvironment() {
        return new EtlStarter(
                GlueClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build(),
                InstantSource.system());
    }

    /**
     * Starts the target once. That it runs already, or as often as it may, is an outcome; every other error of Glue is
     * thrown, so that Lambda's own retries take it up.
     *
     * <p>A crawl or a trigger that is started a second time by the same event finds nothing new. A job run does its work again, so an
     * event that has started one already starts no other.
     */
    StartResult start(EtlTarget target, Map<String, String> jobArguments, EventKey event) {
        return switch (target.kind()) {
            case CRAWLER -> startCrawler(target);
            case JOB -> startJobRun(target, jobArguments, event);
            case TRIGGER -> {
                glue.startTrigger(request -> request.name(target.name()));
                yield result(Outcome.STARTED, target, "");
            }
        };
    }

    private StartResult startCrawler(EtlTarget target) {
        try {
            glue.startCrawler(request -> request.name(target.name()));
            return result(Outcome.STARTED, target, "");
        } catch (CrawlerRunningException e) {
            return result(Outcome.ALREADY_RUNNING, target, "");
        }
    }

    private StartResult startJobRun(EtlTarget target, Map<String, String> given, EventKey event) {
        Map<String, String> arguments = new LinkedHashMap<>(given);
        if (event.isKnown()) {
            Optional<JobRun> started = findRun(target, event);
            if (started.isPresent()) {
                return result(Outcome.ALREADY_STARTED, target, started.get().id());
            }
            arguments.put(EventKey.ARGUMENT, event.value());
        }
        try {
            String id = glue.startJobRun(
                            request -> request.jobName(target.name()).arguments(arguments))
                    .jobRunId();
            return result(Outcome.STARTED, target, id);
        } catch (ConcurrentRunsExceededException e) {
            return result(Outcome.SKIPPED_CONCURRENT_RUNS, target, "");
        }
    }

    private Optional<JobRun> findRun(EtlTarget target, EventKey event) {
        Instant since = clock.instant().minus(REDELIVERED_WITHIN);
        // The newest come first.
        for (JobRun run : glue.getJobRunsPaginator(request -> request.jobName(target.name()))
                .jobRuns()) {
            if (run.startedOn() != null && run.startedOn().isBefore(since)) {
                break;
            }
            if (event.value().equals(run.arguments().get(EventKey.ARGUMENT))) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    private static StartResult result(Outcome outcome, EtlTarget target, String jobRunId) {
        return new StartResult(outcome, target.toString(), jobRunId, 0);
    }
}
