-- What rules, schedules and topics have sent and its target has not yet taken. Times are epoch milliseconds.
CREATE TABLE delivery (
    id TEXT NOT NULL PRIMARY KEY,
    sender TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    max_retries INTEGER NOT NULL,
    due_millis BIGINT NOT NULL,
    expires_millis BIGINT NOT NULL
);

CREATE INDEX delivery_due ON delivery (due_millis);

-- When a schedule is due next
CREATE TABLE due_time (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    scheduled_millis BIGINT NOT NULL,
    due_millis BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE INDEX due_time_due ON due_time (due_millis);
