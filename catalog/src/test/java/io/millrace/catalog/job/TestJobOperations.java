package io.millrace.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.jdbc.JdbcJobStore;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.BatchGetJobsRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.DeleteJobRequest;
import software.amazon.awssdk.services.glue.model.GetJobRequest;
import software.amazon.awssdk.services.glue.model.GetJobResponse;
import software.amazon.awssdk.services.glue.model.GetJobsRequest;
import software.amazon.awssdk.services.glue.model.GetJobsResponse;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.ListJobsRequest;
import software.amazon.awssdk.services.glue.model.ListJobsResponse;
import software.amazon.awssdk.services.glue.model.UpdateJobRequest;
import software.amazon.awssdk.services.glue.model.WorkerType;

class TestJobOperations {
    private static final Instant CREATED = Instant.parse("2026-11-22T10:00:00Z");

    private final TestingClock clock = new TestingClock("2026-11-22T10:00:00Z");
    private SqliteDatabase database;
    private JobOperations jobs;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        jobs = new JobOperations(new JdbcJobStore(database.jdbi()), PageTokens.withChecksum(), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void fillsInGluesDefaults() {
        jobs.createJob(definition("etl").build());

        Job job = getJob("etl").job();
        assertThat(job.timeout()).isEqualTo(2880);
        assertThat(job.maxRetries()).isZero();
        assertThat(job.executionProperty().maxConcurrentRuns()).isEqualTo(1);
        assertThat(job.createdOn()).isEqualTo(CREATED);
        assertThat(job.lastModifiedOn()).isEqualTo(CREATED);
        assertThat(job.command().scriptLocation()).isEqualTo("s3://artifacts/job.jar");
        assertThat(job.defaultArguments()).containsExactly(Map.entry("--class", "a.B"));
    }

    @Test
    void acceptsTheSameDefinitionAgainAndRefusesAnotherOne() {
        jobs.createJob(definition("etl").build());
        clock.advance(Duration.ofMinutes(1));
        jobs.createJob(definition("etl").build());

        assertThat(getJob("etl").job().createdOn()).isEqualTo(CREATED);
        assertRefused(
                () -> jobs.createJob(definition("etl").timeout(5).build()),
                CatalogErrorCode.IDEMPOTENT_PARAMETER_MISMATCH,
                "Job with name 'etl' already submitted with different configuration");
    }

    @Test
    void replacesTheWholeDefinitionOnUpdate() {
        jobs.createJob(definition("etl").timeout(5).description("first").build());
        clock.advance(Duration.ofMinutes(1));

        updateJob("etl");

        Job job = getJob("etl").job();
        assertThat(job.role()).isEqualTo("other");
        assertThat(job.description()).isNull();
        assertThat(job.timeout()).isEqualTo(2880);
        assertThat(job.createdOn()).isEqualTo(CREATED);
        assertThat(job.lastModifiedOn()).isEqualTo(CREATED.plusSeconds(60));
    }

    @Test
    void saysWhichJobIsMissing() {
        assertRefused(() -> getJob("none"), CatalogErrorCode.ENTITY_NOT_FOUND, "Job none not found.");
        assertRefused(() -> updateJob("none"), CatalogErrorCode.ENTITY_NOT_FOUND, "Job none not found.");
        assertThat(jobs.deleteJob(DeleteJobRequest.builder().jobName("none").build())
                        .jobName())
                .isEqualTo("none");
    }

    @Test
    void refusesContradictorySettings() {
        assertRefused(
                () -> jobs.createJob(definition("etl")
                        .maxCapacity(2.0)
                        .workerType(WorkerType.G_1_X)
                        .build()),
                CatalogErrorCode.INVALID_INPUT,
                "Please do not set Max Capacity if using Worker Type and Number of Workers.");
        assertRefused(
                () -> jobs.createJob(definition("etl").maxRetries(11).build()),
                CatalogErrorCode.INVALID_INPUT,
                "Max Retries value should be between 0 and 10.");
        assertRefused(
                () -> jobs.createJob(definition("etl")
                        .executionProperty(property -> property.maxConcurrentRuns(0))
                        .build()),
                CatalogErrorCode.INVALID_INPUT,
                "Max concurrent runs must be at least 1.");
    }

    @Test
    void pagesThroughJobsInOrderOfTheirNames() {
        List.of("d", "a", "e", "c", "b")
                .forEach(name -> jobs.createJob(definition(name).build()));

        GetJobsResponse first = getJobs(3, null);
        GetJobsResponse second = getJobs(3, first.nextToken());

        assertThat(first.jobs()).extracting(Job::name).containsExactly("a", "b", "c");
        assertThat(second.jobs()).extracting(Job::name).containsExactly("d", "e");
        assertThat(second.nextToken()).isNull();
        assertRefused(
                () -> getJobs(3, "%%%"),
                CatalogErrorCode.INVALID_INPUT,
                "Invalid NextToken: it does not belong to this list.");
    }

    @Test
    void listsJobsWithGivenTagsOverSeveralPages() {
        for (int i = 0; i < 9; i++) {
            jobs.createJob(definition("job" + i)
                    .tags(Map.of("stage", i % 3 == 0 ? "prod" : "test"))
                    .build());
        }

        var first = listProdJobs(null);
        assertThat(first.jobNames()).containsExactly("job0", "job3");
        var second = listProdJobs(first.nextToken());
        assertThat(second.jobNames()).containsExactly("job6");
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void getsSeveralJobsAndNamesTheMissing() {
        jobs.createJob(definition("a").build());

        var response = jobs.batchGetJobs(
                BatchGetJobsRequest.builder().jobNames("a", "x").build());

        assertThat(response.jobs()).extracting(Job::name).containsExactly("a");
        assertThat(response.jobsNotFound()).containsExactly("x");
    }

    private GetJobResponse getJob(String name) {
        return jobs.getJob(GetJobRequest.builder().jobName(name).build());
    }

    private GetJobsResponse getJobs(int maxResults, @Nullable String token) {
        return jobs.getJobs(
                GetJobsRequest.builder().maxResults(maxResults).nextToken(token).build());
    }

    private ListJobsResponse listProdJobs(@Nullable String token) {
        return jobs.listJobs(ListJobsRequest.builder()
                .maxResults(2)
                .tags(Map.of("stage", "prod"))
                .nextToken(token)
                .build());
    }

    private void updateJob(String name) {
        jobs.updateJob(UpdateJobRequest.builder()
                .jobName(name)
                .jobUpdate(update -> update.role("other").command(command -> command.name("glueetl")))
                .build());
    }

    static CreateJobRequest.Builder definition(String name) {
        return CreateJobRequest.builder()
                .name(name)
                .role("arn:aws:iam::000000000000:role/etl")
                .command(command -> command.name("glueetl").scriptLocation("s3://artifacts/job.jar"))
                .defaultArguments(Map.of("--class", "a.B"));
    }

    static void assertRefused(ThrowingCallable call, CatalogErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }
}
