package io.millrace.server.job;

import io.millrace.catalog.job.JobRunLaunch;
import io.millrace.catalog.job.JobRunOutcome;
import io.millrace.catalog.job.JobRunProgress;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.job.JobProcessRows.JobProcessRow;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, from its folder to its outcome. {@link #run} is called once; {@link #stop} at any time, from any thread. */
final class JobProcess {
    private static final Logger LOG = LoggerFactory.getLogger(JobProcess.class);
    private static final Set<String> INHERITED_VARIABLES =
            Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "SystemRoot", "TEMP", "TMP");
    private static final long LOG_END_WAIT_MILLIS = 5_000;

    private final JobRunLaunch launch;
    private final JobRunProgress progress;
    private final JobRunnerSettings settings;
    private final JobWorkerCommand command;
    private final JarSource jars;
    private final JobProcessRows rows;
    private final RunFolder folder;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<JobRunOutcome> stopRequest = new CompletableFuture<>();

    JobProcess(
            JobRunLaunch launch,
            JobRunProgress progress,
            JobRunnerSettings settings,
            JobWorkerCommand command,
            JarSource jars,
            JobProcessRows rows) {
        this.launch = launch;
        this.progress = progress;
        this.settings = settings;
        this.command = command;
        this.jars = jars;
        this.rows = rows;
        this.folder = RunFolder.of(settings.runsFolder(), launch.jobName(), launch.runId());
    }

    /** Runs the job to its end and reports it, unless it was stopped before. */
    void run() {
        if (claimed.compareAndSet(false, true)) {
            progress.ended(outcome());
        }
    }

    /** Asks the run to end; {@code outcome} is how it is reported, unless it has ended already. Does not wait for the process. */
    void stop(JobRunOutcome outcome) {
        stopRequest.complete(outcome);
        if (claimed.compareAndSet(false, true)) {
            progress.ended(outcome);
        }
    }

    // A run loop: whatever goes wrong with one run must end that run and nothing else.
    private JobRunOutcome outcome() {
        try {
            folder.create();
            RunLogFiles.note(folder, launch);
            return execute();
        } catch (JobRunRefusedException | RoleRefusedException e) {
            return JobRunOutcome.failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn("Job run {} of {} cannot be run", launch.runId(), launch.jobName(), e);
            return JobRunOutcome.failed("The job run could not be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JobRunOutcome.failed("The server stopped while the job run was active.");
        } catch (RuntimeException e) {
            LOG.error("Job run {} of {} cannot be run", launch.runId(), launch.jobName(), e);
            return JobRunOutcome.failed("The job run failed with an internal error.");
        } finally {
            cleanUp();
        }
    }

    private JobRunOutcome execute() throws JobRunRefusedException, IOException, InterruptedException {
        JobProgram program = JobProgram.of(launch, Files.readString(settings.classPathFile()), jars, folder);
        if (stopRequest.isDone()) {
            return stopRequest.join();
        }
        Map<String, String> own = settings.environment().of(launch);
        Process process = start(program, own);
        try {
            return watch(process, own);
        } finally {
            // After an orderly end there is nothing left to kill; after an exception of ours there is.
            ProcessTree.kill(process.toHandle(), process.descendants().toList());
        }
    }

    private Process start(JobProgram program, Map<String, String> own) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        command.of(settings.javaHome(), program.classPath(), program.mainClass(), program.arguments()))
                .directory(folder.path().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED_VARIABLES);
        environment.put("SPARK_LOCAL_DIRS", folder.scratch().toString());
        environment.put("MILLRACE_RUN_RESULT", folder.result().toString());
        environment.putAll(own);
        // The child's standard input stays open as long as we live: its end tells the worker that we died.
        return builder.start();
    }

    private JobRunOutcome watch(Process process, Map<String, String> own) throws IOException, InterruptedException {
        BoundedLog log = new BoundedLog(folder.log(), settings.maxLogBytes());
        Thread logger = new Thread(() -> log.copy(process.getInputStream()), "job-log-" + process.pid());
        logger.setDaemon(true);
        logger.start();
        long startedAt =
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        rows.insert(new JobProcessRow(launch.runId(), launch.jobName(), process.pid(), startedAt));
        if (!progress.started()) {
            stopRequest.complete(JobRunOutcome.stopped());
        }
        try {
            CompletableFuture.anyOf(process.onExit(), stopRequest)
                    .get(launch.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stopRequest.complete(
                    JobRunOutcome.timedOut("The job run took longer than its timeout of %s.".formatted(timeoutText())));
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        }
        if (stopRequest.isDone()) {
            ProcessTree.terminate(process.toHandle(), settings.stopGrace());
            return stopRequest.join();
        }
        logger.join(LOG_END_WAIT_MILLIS);
        int exitCode = process.waitFor();
        return exitCode == 0
                ? JobRunOutcome.succeeded()
                : JobRunOutcome.failed(RunErrorMessage.of(folder, exitCode, own));
    }

    private String timeoutText() {
        long seconds = launch.timeout().toSeconds();
        return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " seconds";
    }

    private void cleanUp() {
        rows.delete(launch.runId());
        try {
            folder.deleteTemporaryFiles();
        } catch (IOException e) {
            LOG.warn("Cannot delete the temporary files of job run {}", launch.runId(), e);
        }
    }
}
