-- Jobs, their runs, and triggers. The body is the JSON of the SDK model class, as in V1. Times are epoch milliseconds.
CREATE TABLE glue_job (
    name TEXT NOT NULL PRIMARY KEY,
    tags BLOB NOT NULL,
    body BLOB NOT NULL
);

-- Runs outlive their job while they are active, hence no foreign key.
-- announced: 1 once everyone who waits for the run's end has been told (and while it has none).
CREATE TABLE glue_job_run (
    id TEXT NOT NULL PRIMARY KEY,
    job_name TEXT NOT NULL,
    state TEXT NOT NULL,
    active INTEGER NOT NULL,
    announced INTEGER NOT NULL,
    started_on BIGINT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX glue_job_run_by_start ON glue_job_run (job_name, started_on, id);
CREATE INDEX glue_job_run_active ON glue_job_run (active, job_name);

CREATE TABLE glue_trigger (
    name TEXT NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    activated_on BIGINT NOT NULL,
    tags BLOB NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX glue_trigger_by_state ON glue_trigger (state, type);

-- The last state, since the trigger fired or was activated, of each job and crawler that it watches.
CREATE TABLE glue_trigger_watch (
    trigger_name TEXT NOT NULL REFERENCES glue_trigger (name) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    watched_name TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (trigger_name, kind, watched_name)
);

-- Actions of fired triggers: due until started (the row then goes) or refused (error says why).
CREATE TABLE glue_trigger_action (
    id TEXT NOT NULL PRIMARY KEY,
    trigger_name TEXT NOT NULL,
    fired_on BIGINT NOT NULL,
    position INTEGER NOT NULL,
    error TEXT,
    body BLOB NOT NULL
);
CREATE INDEX glue_trigger_action_by_time ON glue_trigger_action (fired_on, position);
