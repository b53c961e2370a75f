CREATE TABLE lambda_functions (
    function_name TEXT NOT NULL PRIMARY KEY,
    revision_id TEXT NOT NULL,
    -- FunctionConfiguration of the Lambda API, as JSON
    configuration TEXT NOT NULL,
    -- CreateFunction's Tags, as a JSON object
    tags TEXT NOT NULL
);

-- Accepted asynchronous invocations that have not succeeded or been given up
CREATE TABLE lambda_async_invocations (
    request_id TEXT NOT NULL PRIMARY KEY,
    function_name TEXT NOT NULL,
    payload TEXT NOT NULL,
    failures INTEGER NOT NULL,
    due_millis BIGINT NOT NULL
);

CREATE INDEX lambda_async_invocations_function ON lambda_async_invocations (function_name);

-- Objects for which an event was accepted
CREATE TABLE event_object_seen (
    notification TEXT NOT NULL,
    object_key TEXT NOT NULL,
    etag TEXT NOT NULL,
    PRIMARY KEY (notification, object_key)
);

-- Notifications whose first listing is done
CREATE TABLE event_notification_started (
    notification TEXT NOT NULL PRIMARY KEY
);
