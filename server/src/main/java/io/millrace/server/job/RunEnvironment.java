package io.millrace.server.job;

import io.millrace.catalog.job.JobRunLaunch;
import java.util.Map;

/** What a run's process gets beside a few harmless variables of ours; the place for credentials. Called by many threads. */
@FunctionalInterface
public interface RunEnvironment {
    /**
     * The variables of a run that is about to start.
     *
     * @throws io.millrace.server.identity.role.RoleRefusedException if it may not act with its role
     */
    Map<String, String> of(JobRunLaunch launch);

    /** The same for every run. */
    static RunEnvironment always(Map<String, String> variables) {
        Map<String, String> copy = Map.copyOf(variables);
        return launch -> copy;
    }
}
