package io.millrace.server.job;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The table {@code glue_job_process}: which process runs which run. */
final class JobProcessRows {
    private final Jdbi jdbi;

    JobProcessRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A recorded process; {@code startedAt} is its start in epoch milliseconds, 0 if the system did not tell. */
    record JobProcessRow(String runId, String jobName, long pid, long startedAt) {}

    void insert(JobProcessRow row) {
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO glue_job_process (run_id, job_name, pid, started_at)"
                        + " VALUES (:run, :job, :pid, :start)")
                .bind("run", row.runId())
                .bind("job", row.jobName())
                .bind("pid", row.pid())
                .bind("start", row.startedAt())
                .execute());
    }

    List<JobProcessRow> list() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT run_id, job_name, pid, started_at FROM glue_job_process")
                        .map((row, context) -> new JobProcessRow(
                                row.getString("run_id"),
                                row.getString("job_name"),
                                row.getLong("pid"),
                                row.getLong("started_at")))
                        .list());
    }

    void delete(String runId) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM glue_job_process WHERE run_id = :run")
                .bind("run", runId)
                .execute());
    }
}
