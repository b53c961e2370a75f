package io.millrace.catalog.job;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** Makes the records of new runs. */
final class JobRunFactory {
    private static final String LOG_GROUP_NAME = "/aws-glue/jobs";
    private static final int ID_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** The id of a new run: that of its firing, or a random one. */
    String newId(JobRunStart start) {
        if (start.firing() != null) {
            return JobRunIds.ofFiring(start.firing());
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return JobRunIds.of(id);
    }

    /** A new run of {@code job}, in state STARTING. */
    JobRun first(Job job, JobRunStart start, String id, Instant now) {
        return members(job, start).id(id).startedOn(now).lastModifiedOn(now).build();
    }

    /** The run that {@code StartJobRun} with the id of {@code previous} asks for: its next attempt, with its arguments unless others are given. */
    JobRun retry(Job job, JobRunStart start, JobRun previous, Instant now) {
        JobRun.Builder run = members(job, start);
        if (!start.request().hasArguments()) {
            run.arguments(previous.arguments());
        }
        return attemptAfter(run, previous, now);
    }

    /** The next attempt of a failed run, with everything that it had. */
    JobRun retry(JobRun previous, Instant now) {
        JobRun.Builder run = previous.toBuilder().completedOn(null).errorMessage(null);
        return attemptAfter(run, previous, now);
    }

    /** What a launcher needs for this run of {@code job}. */
    static JobRunLaunch launch(Job job, JobRun run) {
        Map<String, String> arguments = new LinkedHashMap<>(job.defaultArguments());
        arguments.putAll(run.arguments());
        arguments.putAll(job.nonOverridableArguments());
        return new JobRunLaunch(
                job.name(),
                run.id(),
                job.role() == null ? "" : job.role(),
                job.command(),
                arguments,
                Duration.ofMinutes(run.timeout()));
    }

    private static JobRun.Builder members(Job job, JobRunStart start) {
        JobRun.Builder run = JobRun.builder();
        // The run inherits the members that it shares with the job, and those of the request override them.
        SdkJsonReader.readInto(SdkJsonWriter.write(job), run);
        SdkJsonReader.readInto(SdkJsonWriter.write(start.request()), run);
        if (run.build().timeout() == null) {
            run.timeout(JobDefinitions.DEFAULT_TIMEOUT_MINUTES);
        }
        return run.jobName(job.name())
                .triggerName(start.triggerName())
                .attempt(0)
                .jobRunState(JobRunState.STARTING)
                .executionTime(0)
                .logGroupName(LOG_GROUP_NAME);
    }

    private static JobRun attemptAfter(JobRun.Builder run, JobRun previous, Instant now) {
        int attempt = previous.attempt() + 1;
        return run.id(JobRunIds.firstAttempt(previous.id()) + "_attempt_" + attempt)
                .attempt(attempt)
                .previousRunId(previous.id())
                .jobRunState(JobRunState.STARTING)
                .executionTime(0)
                .startedOn(now)
                .lastModifiedOn(now)
                .build();
    }
}
