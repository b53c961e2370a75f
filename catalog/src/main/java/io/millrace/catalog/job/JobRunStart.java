package io.millrace.catalog.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

/**
 * A wish to start a run.
 *
 * @param request the job, the run's own arguments and settings
 * @param triggerName the trigger whose action this is, or null
 * @param firing names the firing of the trigger, which starts at most one run; null without a trigger
 */
record JobRunStart(
        StartJobRunRequest request,
        @Nullable String triggerName,
        @Nullable String firing) {
    static JobRunStart of(StartJobRunRequest request) {
        return new JobRunStart(request, null, null);
    }

    static JobRunStart triggered(
            String firing,
            String jobName,
            Map<String, String> arguments,
            @Nullable Integer timeoutMinutes,
            String triggerName) {
        StartJobRunRequest request = StartJobRunRequest.builder()
                .jobName(jobName)
                .arguments(Collections.unmodifiableMap(new LinkedHashMap<>(arguments)))
                .timeout(timeoutMinutes)
                .build();
        return new JobRunStart(request, triggerName, firing);
    }
}
