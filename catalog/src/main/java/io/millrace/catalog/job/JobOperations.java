package io.millrace.catalog.job;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.tag.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchGetJobsRequest;
import software.amazon.awssdk.services.glue.model.BatchGetJobsResponse;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateJobResponse;
import software.amazon.awssdk.services.glue.model.DeleteJobRequest;
import software.amazon.awssdk.services.glue.model.DeleteJobResponse;
import software.amazon.awssdk.services.glue.model.GetJobRequest;
import software.amazon.awssdk.services.glue.model.GetJobResponse;
import software.amazon.awssdk.services.glue.model.GetJobsRequest;
import software.amazon.awssdk.services.glue.model.GetJobsResponse;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.ListJobsRequest;
import software.amazon.awssdk.services.glue.model.ListJobsResponse;
import software.amazon.awssdk.services.glue.model.UpdateJobRequest;
import software.amazon.awssdk.services.glue.model.UpdateJobResponse;

/**
 * The Glue operations on job definitions. A job is accepted whatever its script is, as in Glue; what cannot be run fails when
 * it is run. Thread-safe.
 */
public final class JobOperations {
    private static final int MAX_PAGE_SIZE = 1000;
    private static final int DEFAULT_PAGE_SIZE = 100;

    private final PageTokens tokens;
    private final JobStore store;
    private final InstantSource clock;

    /** Operations on the jobs in {@code store}. */
    public JobOperations(JobStore store, PageTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Makes a job. The same definition again changes nothing; another one under the same name is refused. */
    public CreateJobResponse createJob(CreateJobRequest request) {
        Instant now = clock.instant();
        Job job = JobDefinitions.of(request.name(), request, now, now);
        Map<String, String> tags = Tags.checked(request.tags());
        store.write(transaction -> {
            if (!transaction.jobs().insert(job, tags)) {
                Job existing = transaction.jobs().find(job.name()).orElseThrow();
                if (!JobDefinitions.sameDefinition(existing, job)
                        || !transaction.jobs().tags(job.name()).equals(tags)) {
                    throw new CatalogException(
                            CatalogErrorCode.IDEMPOTENT_PARAMETER_MISMATCH,
                            "Job with name '%s' already submitted with different configuration".formatted(job.name()));
                }
            }
            return job;
        });
        return CreateJobResponse.builder().name(job.name()).build();
    }

    /** The job's definition. */
    public GetJobResponse getJob(GetJobRequest request) {
        Job job = store.read(transaction -> load(transaction, request.jobName()));
        return GetJobResponse.builder().job(job).build();
    }

    /** A page of definitions in order of their names. */
    public GetJobsResponse getJobs(GetJobsRequest request) {
        int pageSize = pageSize(request.maxResults());
        Page<Job> page = list("GetJobs", request.nextToken(), pageSize, Map.of());
        return GetJobsResponse.builder()
                .jobs(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** A page of names. */
    public ListJobsResponse listJobs(ListJobsRequest request) {
        int pageSize = pageSize(request.maxResults());
        Page<Job> page = list("ListJobs", request.nextToken(), pageSize, request.tags());
        return ListJobsResponse.builder()
                .jobNames(page.items().stream().map(Job::name).toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** The definitions of several jobs, and the names that have none. */
    public BatchGetJobsResponse batchGetJobs(BatchGetJobsRequest request) {
        List<Job> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        store.read(transaction -> {
            for (String name : request.jobNames()) {
                Optional<Job> job = transaction.jobs().find(name);
                job.ifPresentOrElse(found::add, () -> missing.add(name));
            }
            return found;
        });
        return BatchGetJobsResponse.builder().jobs(found).jobsNotFound(missing).build();
    }

    /** Replaces the whole definition: members that the update does not have fall back to their defaults, as in Glue. */
    public UpdateJobResponse updateJob(UpdateJobRequest request) {
        Instant now = clock.instant();
        store.write(transaction -> {
            Job existing = load(transaction, request.jobName());
            Job job = JobDefinitions.of(existing.name(), request.jobUpdate(), existing.createdOn(), now);
            return transaction.jobs().update(job);
        });
        return UpdateJobResponse.builder().jobName(request.jobName()).build();
    }

    /** Removes the job; no error if there is none. An active run goes on to its end. */
    public DeleteJobResponse deleteJob(DeleteJobRequest request) {
        store.write(transaction -> transaction.jobs().delete(request.jobName()));
        return DeleteJobResponse.builder().jobName(request.jobName()).build();
    }

    private Page<Job> list(String scope, @Nullable String token, int pageSize, Map<String, String> tags) {
        return tokens.page(
                scope,
                token,
                pageSize,
                (key, limit) -> store.read(
                        transaction -> transaction.jobs().list(key.isEmpty() ? "" : key.get(0), limit, tags)),
                job -> List.of(job.name()));
    }

    private static Job load(JobTransaction transaction, String name) {
        return transaction
                .jobs()
                .find(name)
                .orElseThrow(() ->
                        new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, "Job %s not found.".formatted(name)));
    }

    private static int pageSize(@Nullable Integer maxResults) {
        return maxResults == null ? DEFAULT_PAGE_SIZE : Math.max(1, Math.min(maxResults, MAX_PAGE_SIZE));
    }
}
