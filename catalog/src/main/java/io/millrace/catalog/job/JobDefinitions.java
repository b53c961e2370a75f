package io.millrace.catalog.job;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.time.Instant;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.ExecutionProperty;
import software.amazon.awssdk.services.glue.model.Job;

/** Makes job definitions of requests: Glue's defaults and its rules. Limits are those of the Glue API reference, "Jobs". */
final class JobDefinitions {
    static final int DEFAULT_TIMEOUT_MINUTES = 2880;
    static final int DEFAULT_MAX_CONCURRENT_RUNS = 1;
    static final int MAX_RETRIES_LIMIT = 10;

    private JobDefinitions() {}

    /** The job that {@code definition} (a CreateJobRequest or a JobUpdate, whose members are named as the job's) describes. */
    static Job of(String name, SdkPojo definition, Instant createdOn, Instant modifiedOn) {
        Job.Builder job = Job.builder();
        SdkJsonReader.readInto(SdkJsonWriter.write(definition), job);
        Job given = job.name(name).build();
        check(given);
        if (given.timeout() == null) {
            job.timeout(DEFAULT_TIMEOUT_MINUTES);
        }
        if (given.maxRetries() == null) {
            job.maxRetries(0);
        }
        return job.executionProperty(ExecutionProperty.builder()
                        .maxConcurrentRuns(maxConcurrentRuns(given))
                        .build())
                .createdOn(createdOn)
                .lastModifiedOn(modifiedOn)
                .build();
    }

    static int maxConcurrentRuns(Job job) {
        ExecutionProperty property = job.executionProperty();
        return property == null || property.maxConcurrentRuns() == null
                ? DEFAULT_MAX_CONCURRENT_RUNS
                : property.maxConcurrentRuns();
    }

    /** Whether both say the same, whenever they were made. */
    static boolean sameDefinition(Job one, Job other) {
        return one.toBuilder()
                .createdOn(null)
                .lastModifiedOn(null)
                .build()
                .equals(other.toBuilder().createdOn(null).lastModifiedOn(null).build());
    }

    private static void check(Job job) {
        if (job.command() == null) {
            throw invalid("Command cannot be null or empty.");
        }
        if (job.maxCapacity() != null && (job.workerType() != null || job.numberOfWorkers() != null)) {
            throw invalid("Please do not set Max Capacity if using Worker Type and Number of Workers.");
        }
        if (job.maxRetries() != null && (job.maxRetries() < 0 || job.maxRetries() > MAX_RETRIES_LIMIT)) {
            throw invalid("Max Retries value should be between 0 and %d.".formatted(MAX_RETRIES_LIMIT));
        }
        if (job.timeout() != null && job.timeout() < 1) {
            throw invalid("Timeout must be at least 1 minute.");
        }
        if (maxConcurrentRuns(job) < 1) {
            throw invalid("Max concurrent runs must be at least 1.");
        }
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }
}
