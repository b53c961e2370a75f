package io.millrace.server.job;

import io.millrace.catalog.job.JobRunLaunch;
import io.millrace.catalog.job.JobRunLauncher;
import io.millrace.catalog.job.JobRunOutcome;
import io.millrace.catalog.job.JobRunProgress;
import io.millrace.server.work.DaemonThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each job run as a child process with a folder and a log of its own. A child dies with this server: by the end of its
 * standard input, and if that does not help by {@link #killOrphans} of the next server. Thread-safe.
 */
public final class ProcessJobRunLauncher implements JobRunLauncher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessJobRunLauncher.class);
    private static final JobRunOutcome SERVER_STOPPED =
            JobRunOutcome.failed("The server stopped while the job run was active.");

    private static final Duration KILL_WAIT = Duration.ofSeconds(5);

    private final JobRunnerSettings settings;
    private final JobWorkerCommand command;
    private final JarSource jars;
    private final JobProcessRows rows;
    private final Map<String, JobProcess> active = new ConcurrentHashMap<>();
    private final ExecutorService runs;
    private volatile boolean closed;

    /**
     * A launcher with nothing running yet.
     *
     * @param jdbi the database that has the server's migration V3
     */
    public ProcessJobRunLauncher(JobRunnerSettings settings, JobWorkerCommand command, JarSource jars, Jdbi jdbi) {
        this.settings = settings;
        this.command = command;
        this.jars = jars;
        this.rows = new JobProcessRows(jdbi);
        this.runs = Executors.newFixedThreadPool(settings.maxParallelRuns(), DaemonThreads.named("job-run"));
    }

    /** Kills the processes that a server which died left behind. Call it once at start, before any run is launched. */
    public void killOrphans() {
        new OrphanedJobProcesses(rows, settings.runsFolder()).kill();
    }

    @Override
    public void launch(JobRunLaunch launch, JobRunProgress progress) {
        if (closed) {
            LOG.info("Job run {} of {} is left for the next server", launch.runId(), launch.jobName());
            return;
        }
        JobProcess process = new JobProcess(launch, progress, settings, command, jars, rows);
        active.put(launch.runId(), process);
        runs.execute(() -> {
            try {
                process.run();
            } finally {
                active.remove(launch.runId(), process);
            }
        });
    }

    @Override
    public void stop(String jobName, String runId) {
        JobProcess process = active.get(runId);
        if (process != null) {
            process.stop(JobRunOutcome.stopped());
        }
    }

    /** Ends all runs, as FAILED because the server stopped, and returns when their processes are gone. */
    @Override
    public void close() {
        closed = true;
        active.values().forEach(process -> process.stop(SERVER_STOPPED));
        runs.shutdown();
        try {
            if (!runs.awaitTermination(settings.stopGrace().plus(KILL_WAIT).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} job runs have not ended; their processes end with this one", active.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
