package io.millrace.server.job;

import io.millrace.server.job.JobProcessRows.JobProcessRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of job runs whose server is gone. */
final class OrphanedJobProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedJobProcesses.class);

    /**
     * Java computes a process's start from the kernel's boot time, which moves when the clock is set. No process id comes
     * back within this time.
     */
    private static final long START_TOLERANCE_MILLIS = 2_000;

    private final JobProcessRows rows;
    private final Path runsFolder;

    OrphanedJobProcesses(JobProcessRows rows, Path runsFolder) {
        this.rows = rows;
        this.runsFolder = runsFolder;
    }

    void kill() {
        try {
            for (JobProcessRow row : rows.list()) {
                Optional<ProcessHandle> process = ProcessHandle.of(row.pid()).filter(handle -> isSame(handle, row));
                if (process.isPresent()) {
                    LOG.warn("Killing process {} of job run {}, left by a dead server", row.pid(), row.runId());
                    ProcessTree.kill(process.get(), process.get().descendants().toList());
                }
                cleanUp(row);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isSame(ProcessHandle handle, JobProcessRow row) {
        Optional<Instant> start = handle.info().startInstant();
        return start.isPresent() && Math.abs(start.get().toEpochMilli() - row.startedAt()) <= START_TOLERANCE_MILLIS;
    }

    private void cleanUp(JobProcessRow row) {
        try {
            RunFolder.of(runsFolder, row.jobName(), row.runId()).deleteTemporaryFiles();
        } catch (IOException e) {
            LOG.warn("Cannot delete the temporary files of job run {}", row.runId(), e);
        }
        rows.delete(row.runId());
    }
}
