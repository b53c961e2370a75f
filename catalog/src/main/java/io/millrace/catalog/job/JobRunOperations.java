package io.millrace.catalog.job;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunError;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunRequest;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunResponse;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunSuccessfulSubmission;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GetJobRunRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunResponse;
import software.amazon.awssdk.services.glue.model.GetJobRunsRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunsResponse;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;
import software.amazon.awssdk.services.glue.model.StartJobRunResponse;

/** The Glue operations on job runs. Thread-safe. */
public final class JobRunOperations {
    /** The maximum of {@code MaxResults} in GetJobRuns (Glue API model, {@code OrchestrationPageSize200}), and its default. */
    private static final int MAX_PAGE_SIZE = 200;

    private final PageTokens tokens;
    private final JobStore store;
    private final JobRunLifecycle lifecycle;

    /** Operations on the runs in {@code store}, which {@code lifecycle} starts and ends. */
    public JobRunOperations(JobStore store, PageTokens tokens, JobRunLifecycle lifecycle) {
        this.store = store;
        this.tokens = tokens;
        this.lifecycle = lifecycle;
    }

    /** Starts a run; with the id of an ended run, the next attempt of that one. Returns before the run's process is there. */
    public StartJobRunResponse startJobRun(StartJobRunRequest request) {
        JobRun run = lifecycle.start(JobRunStart.of(request));
        return StartJobRunResponse.builder().jobRunId(run.id()).build();
    }

    /**
     * Starts a run for a trigger, unless the same firing has started one already.
     *
     * @param firing what names the firing; the run's id follows from it
     * @param timeoutMinutes null for the job's own
     * @return the run's id
     */
    public String startTriggeredRun(
            String firing,
            String jobName,
            Map<String, String> arguments,
            @Nullable Integer timeoutMinutes,
            String triggerName) {
        return lifecycle
                .start(JobRunStart.triggered(firing, jobName, arguments, timeoutMinutes, triggerName))
                .id();
    }

    /**
     * Starts a run as a schedule's target, unless the same due time has started one already.
     *
     * @param firing what names the due time; the run's id follows from it
     * @return the run's id
     */
    public String startScheduledRun(String firing, StartJobRunRequest request) {
        return lifecycle.start(new JobRunStart(request, null, firing)).id();
    }

    /** One run. */
    public GetJobRunResponse getJobRun(GetJobRunRequest request) {
        JobRun run = store.read(transaction -> JobRunLifecycle.load(transaction, request.jobName(), request.runId()));
        return GetJobRunResponse.builder().jobRun(run).build();
    }

    /** A page of the job's runs, the newest first. */
    public GetJobRunsResponse getJobRuns(GetJobRunsRequest request) {
        int pageSize = request.maxResults() == null
                ? MAX_PAGE_SIZE
                : Math.max(1, Math.min(request.maxResults(), MAX_PAGE_SIZE));
        Page<JobRun> page = tokens.page(
                "GetJobRuns/" + request.jobName(),
                request.nextToken(),
                pageSize,
                (key, limit) -> list(request.jobName(), RunPosition.of(key), limit),
                run -> List.of(Long.toString(run.startedOn().toEpochMilli()), run.id()));
        return GetJobRunsResponse.builder()
                .jobRuns(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private List<JobRun> list(String jobName, RunPosition after, int limit) {
        return store.read(transaction -> {
            if (transaction.jobs().find(jobName).isEmpty()) {
                throw new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, "Job %s not found.".formatted(jobName));
            }
            return transaction.runs().list(jobName, after.start(), after.id(), limit);
        });
    }

    /** Asks several runs of a job to stop. Each gets its own answer; none stops the others. */
    public BatchStopJobRunResponse batchStopJobRun(BatchStopJobRunRequest request) {
        List<BatchStopJobRunSuccessfulSubmission> stopping = new ArrayList<>();
        List<BatchStopJobRunError> errors = new ArrayList<>();
        for (String runId : request.jobRunIds()) {
            try {
                lifecycle.stop(request.jobName(), runId);
                stopping.add(BatchStopJobRunSuccessfulSubmission.builder()
                        .jobName(request.jobName())
                        .jobRunId(runId)
                        .build());
            } catch (CatalogException e) {
                errors.add(stopError(request.jobName(), runId, e));
            }
        }
        return BatchStopJobRunResponse.builder()
                .successfulSubmissions(stopping)
                .errors(errors)
                .build();
    }

    private static BatchStopJobRunError stopError(String jobName, String runId, CatalogException error) {
        // Glue names this one case in the item and has no exception of that name in its model.
        String name = error.code() == CatalogErrorCode.INVALID_INPUT
                ? "JobRunCannotBeStoppedException"
                : error.code().wireName();
        return BatchStopJobRunError.builder()
                .jobName(jobName)
                .jobRunId(runId)
                .errorDetail(ErrorDetail.builder()
                        .errorCode(name)
                        .errorMessage(error.getMessage())
                        .build())
                .build();
    }

    /** Where a page of runs ended. */
    private record RunPosition(Instant start, String id) {
        private static final Instant AFTER_ALL = Instant.ofEpochMilli(Long.MAX_VALUE);

        static RunPosition of(List<String> key) {
            return key.isEmpty()
                    ? new RunPosition(AFTER_ALL, "")
                    : new RunPosition(Instant.ofEpochMilli(Long.parseLong(key.get(0))), key.get(1));
        }
    }
}
