-- CloudFormation's stacks. Documents are JSON; all but those of events are sealed under the master key, for they may hold secrets.
CREATE TABLE cloudformation_stacks (
    stack_id TEXT NOT NULL PRIMARY KEY,
    stack_name TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_millis BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX cloudformation_active_stacks ON cloudformation_stacks (stack_name) WHERE active = 1;
CREATE TABLE cloudformation_resources (
    stack_id TEXT NOT NULL,
    logical_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (stack_id, logical_id)
);
CREATE TABLE cloudformation_events (
    event_number INTEGER PRIMARY KEY AUTOINCREMENT,
    stack_id TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX cloudformation_events_of_stack ON cloudformation_events (stack_id, event_number);
CREATE TABLE cloudformation_change_sets (
    change_set_id TEXT NOT NULL PRIMARY KEY,
    stack_id TEXT NOT NULL,
    created_millis BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX cloudformation_change_sets_of_stack ON cloudformation_change_sets (stack_id);
