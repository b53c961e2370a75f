package io.millrace.catalog.job;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** Makes the records of new runs. Ids are {@code jr_} and 64 hexadecimal digits, with {@code _attempt_<n>} for a retry, as Glue's. */
final class JobRunFactory {
    private static final String LOG_GROUP_NAME = "/aws-glue/jobs";
    private static final int ID_BYTES = 32;
    private static final Pattern ATTEMPT_SUFFIX = Pattern.compile("_attempt_\\d+$");

    private final SecureRandom random = new SecureRandom();

    /** The id of a new run: that of its firing, or a random one. */
    String newId(JobRunStart start) {
        byte[] id = new byte[ID_BYTES];
        if (start.firing() == null) {
            random.nextBytes(id);
        } else {
            id = sha256(start.firing());
        }
        return "jr_" + HexFormat.of().formatHex(id);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
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
        Matcher suffix = ATTEMPT_SUFFIX.matcher(previous.id());
        return run.id(suffix.replaceFirst("") + "_attempt_" + attempt)
                .attempt(attempt)
                .previousRunId(previous.id())
                .jobRunState(JobRunState.STARTING)
                .executionTime(0)
                .startedOn(now)
                .lastModifiedOn(now)
                .build();
    }
}
