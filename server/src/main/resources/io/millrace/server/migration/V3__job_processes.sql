-- The processes of active job runs, so that the next server finds those that a dead one left. started_at is epoch milliseconds.
CREATE TABLE glue_job_process (
    run_id TEXT NOT NULL PRIMARY KEY,
    job_name TEXT NOT NULL,
    pid BIGINT NOT NULL,
    started_at BIGINT NOT NULL
);
