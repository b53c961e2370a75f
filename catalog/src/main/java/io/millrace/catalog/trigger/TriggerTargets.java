package io.millrace.catalog.trigger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What triggers can start. A call returns once the start is recorded, and throws if it is refused. */
public interface TriggerTargets {
    /** Starts a crawl. */
    void startCrawler(String name);

    /** Stops the crawl of a crawler. */
    void stopCrawler(String name);

    /** Stops a run of a job, whichever of its attempts it is at. */
    void stopJobRun(String jobName, String runId);

    /**
     * Starts a job run, unless this firing has started it already.
     *
     * @param firing what names the firing for ever; of several calls with the same one the first alone starts a run
     * @param timeoutMinutes null for the job's own
     * @param triggerName becomes the run's {@code TriggerName}
     * @return the run's id
     */
    String startJob(
            String firing,
            String jobName,
            Map<String, String> arguments,
            @Nullable Integer timeoutMinutes,
            String triggerName);
}
