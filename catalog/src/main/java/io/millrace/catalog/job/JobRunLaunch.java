package io.millrace.catalog.job;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.JobCommand;

/**
 * What a launcher needs to run a job.
 *
 * @param role what the run acts as: the job's role, an ARN or a name
 * @param command the job's command, with the script's location
 * @param arguments the job's default arguments, overridden by the run's, overridden by the job's non-overridable ones; the
 *     keys as given ({@code --key}), in this order
 * @param timeout how long the run may take
 */
public record JobRunLaunch(
        String jobName,
        String runId,
        String role,
        JobCommand command,
        Map<String, String> arguments,
        Duration timeout) {
    /** Copies the arguments and keeps their order. */
    public JobRunLaunch {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
}
