package io.millrace.lambda;

import io.millrace.lambda.StartResult.Outcome;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentRunsExceededException;
import software.amazon.awssdk.services.glue.model.CrawlerRunningException;

/** Starts a crawler, a job run or a trigger through the Glue API. Thread-safe. */
final class EtlStarter {
    private final GlueClient glue;

    EtlStarter(GlueClient glue) {
        this.glue = glue;
    }

    /** With the SDK's own configuration: region, key and {@code AWS_ENDPOINT_URL_GLUE} come from the environment. */
    static EtlStarter fromEnvironment() {
        return new EtlStarter(GlueClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build());
    }

    /**
     * Starts the target once. That it runs already, or as often as it may, is an outcome; every other error of Glue is
     * thrown, so that Lambda's own retries take it up.
     */
    StartResult start(EtlTarget target, Map<String, String> jobArguments) {
        return switch (target.kind()) {
            case CRAWLER -> startCrawler(target);
            case JOB -> startJobRun(target, jobArguments);
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

    private StartResult startJobRun(EtlTarget target, Map<String, String> arguments) {
        try {
            String id = glue.startJobRun(
                            request -> request.jobName(target.name()).arguments(arguments))
                    .jobRunId();
            return result(Outcome.STARTED, target, id);
        } catch (ConcurrentRunsExceededException e) {
            return result(Outcome.SKIPPED_CONCURRENT_RUNS, target, "");
        }
    }

    private static StartResult result(Outcome outcome, EtlTarget target, String jobRunId) {
        return new StartResult(outcome, target.toString(), jobRunId, 0);
    }
}
