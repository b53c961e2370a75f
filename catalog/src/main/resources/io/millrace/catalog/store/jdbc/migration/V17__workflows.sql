-- Glue's workflows, their runs, and what a run has started. Bodies are the JSON of the SDK's classes; times are epoch milliseconds.
CREATE TABLE glue_workflow (
    name TEXT NOT NULL PRIMARY KEY,
    tags BLOB NOT NULL,
    body BLOB NOT NULL
);

-- active: 1 while the run is RUNNING or STOPPING.
CREATE TABLE glue_workflow_run (
    id TEXT NOT NULL PRIMARY KEY,
    workflow_name TEXT NOT NULL REFERENCES glue_workflow (name) ON DELETE CASCADE,
    active INTEGER NOT NULL,
    started_on BIGINT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX glue_workflow_run_by_start ON glue_workflow_run (workflow_name, started_on, id);

-- One for each action of a trigger that fired in the run; the id is that of the fired action.
CREATE TABLE glue_workflow_step (
    id TEXT NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES glue_workflow_run (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    trigger_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    target_name TEXT NOT NULL,
    job_run TEXT,
    state TEXT NOT NULL,
    started_on BIGINT,
    completed_on BIGINT,
    error TEXT
);
CREATE INDEX glue_workflow_step_by_run ON glue_workflow_step (run_id, sequence);
CREATE INDEX glue_workflow_step_by_job_run ON glue_workflow_step (job_run);
CREATE INDEX glue_workflow_step_by_target ON glue_workflow_step (kind, target_name, state);

-- The last state that a conditional trigger has seen, within the run, of each thing that it watches.
CREATE TABLE glue_workflow_watch (
    run_id TEXT NOT NULL REFERENCES glue_workflow_run (id) ON DELETE CASCADE,
    trigger_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    watched_name TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (run_id, trigger_name, kind, watched_name)
);
