package io.millrace.server.job;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How job runs are run here.
 *
 * @param runsFolder the folder of the runs' folders, {@code <jobName>/<runId>}
 * @param javaHome the Java installation that runs them
 * @param classPathFile the text file with the class path of every job
 * @param environment what each run's process gets of the server
 * @param stopGrace how long a run may take to end after SIGTERM, before it is killed
 * @param maxParallelRuns how many runs have a process at one time; more wait in state STARTING
 * @param maxLogBytes the size up to which a run's log is kept whole; of a longer one the last half of it, at least
 */
public record JobRunnerSettings(
        Path runsFolder,
        Path javaHome,
        Path classPathFile,
        RunEnvironment environment,
        Duration stopGrace,
        int maxParallelRuns,
        long maxLogBytes) {
    /** The grace that a Spark driver needs to abort its uploads. */
    public static final Duration DEFAULT_STOP_GRACE = Duration.ofSeconds(10);

    /** Enough for a laptop; a driver takes up to two gigabytes. */
    public static final int DEFAULT_MAX_PARALLEL_RUNS = 4;

    /** 16 MiB. */
    public static final long DEFAULT_MAX_LOG_BYTES = 16L << 20;

    /** Checks the values. */
    public JobRunnerSettings {
        if (maxParallelRuns < 1 || maxLogBytes < 2 || stopGrace.isNegative()) {
            throw new IllegalArgumentException("Invalid job runner settings: %d parallel runs, %d log bytes, %s grace"
                    .formatted(maxParallelRuns, maxLogBytes, stopGrace));
        }
    }

    /** Settings with the default limits. */
    public static JobRunnerSettings of(Path runsFolder, Path javaHome, Path classPathFile, RunEnvironment environment) {
        return new JobRunnerSettings(
                runsFolder,
                javaHome,
                classPathFile,
                environment,
                DEFAULT_STOP_GRACE,
                DEFAULT_MAX_PARALLEL_RUNS,
                DEFAULT_MAX_LOG_BYTES);
    }
}
