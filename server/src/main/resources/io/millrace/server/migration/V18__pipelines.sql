-- CodePipeline's pipelines: every version of a declaration, what is switched off, and what its sources were last
CREATE TABLE pipeline (
    name TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    created_millis BIGINT NOT NULL,
    updated_millis BIGINT NOT NULL
);
CREATE TABLE pipeline_declaration (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (name, version)
);
CREATE TABLE pipeline_closed_transition (
    pipeline TEXT NOT NULL,
    stage TEXT NOT NULL,
    direction TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_millis BIGINT NOT NULL,
    PRIMARY KEY (pipeline, stage, direction)
);
CREATE TABLE pipeline_source (
    pipeline TEXT NOT NULL,
    action TEXT NOT NULL,
    revision TEXT NOT NULL,
    PRIMARY KEY (pipeline, action)
);

-- Executions: which stage they are in (entered) or wait for. Maps are JSON, times epoch milliseconds.
CREATE TABLE pipeline_execution (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    execution_id TEXT NOT NULL UNIQUE,
    pipeline TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    stage_index INTEGER NOT NULL,
    entered INTEGER NOT NULL,
    base_execution TEXT NOT NULL,
    trigger_type TEXT NOT NULL,
    trigger_detail TEXT NOT NULL,
    variables TEXT NOT NULL,
    revisions TEXT NOT NULL,
    stop_reason TEXT NOT NULL,
    summary TEXT NOT NULL,
    client_token TEXT,
    started_millis BIGINT NOT NULL,
    updated_millis BIGINT NOT NULL
);
CREATE INDEX pipeline_execution_of_pipeline ON pipeline_execution (pipeline, number);
CREATE INDEX pipeline_execution_by_status ON pipeline_execution (status);
CREATE UNIQUE INDEX pipeline_execution_token ON pipeline_execution (pipeline, client_token);

-- Runs of actions. live: it counts for its stage; one that was repeated does not.
CREATE TABLE pipeline_action_run (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL UNIQUE,
    execution_id TEXT NOT NULL,
    pipeline TEXT NOT NULL,
    stage TEXT NOT NULL,
    action TEXT NOT NULL,
    live INTEGER NOT NULL,
    launched INTEGER NOT NULL,
    status TEXT NOT NULL,
    summary TEXT NOT NULL,
    token TEXT NOT NULL,
    external_id TEXT NOT NULL,
    error_code TEXT NOT NULL,
    error_message TEXT NOT NULL,
    revision TEXT NOT NULL,
    configuration TEXT NOT NULL,
    variables TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    started_millis BIGINT NOT NULL,
    updated_millis BIGINT NOT NULL
);
CREATE INDEX pipeline_action_run_of_execution ON pipeline_action_run (execution_id, number);
CREATE INDEX pipeline_action_run_of_pipeline ON pipeline_action_run (pipeline, number);
CREATE INDEX pipeline_action_run_by_status ON pipeline_action_run (status);
