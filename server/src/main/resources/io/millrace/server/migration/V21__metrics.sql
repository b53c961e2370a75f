-- CloudWatch's data points, those of one minute added up. Dimensions are a JSON object, its names sorted.
CREATE TABLE metric_minute (
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    dimensions TEXT NOT NULL,
    unit TEXT NOT NULL,
    minute_millis BIGINT NOT NULL,
    samples DOUBLE PRECISION NOT NULL,
    total DOUBLE PRECISION NOT NULL,
    smallest DOUBLE PRECISION NOT NULL,
    largest DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (namespace, name, dimensions, unit, minute_millis)
);
CREATE INDEX metric_minute_by_time ON metric_minute (minute_millis);
-- What has happened to alarms, each as the JSON of the SDK's AlarmHistoryItem.
CREATE TABLE alarm_history (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    alarm TEXT NOT NULL,
    kind TEXT NOT NULL,
    at_millis BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX alarm_history_of_alarm ON alarm_history (alarm, at_millis);
-- The newest commit of each branch of each repository, as the bus was last told of it.
CREATE TABLE repository_branch (
    repository TEXT NOT NULL,
    branch TEXT NOT NULL,
    commit_id TEXT NOT NULL,
    PRIMARY KEY (repository, branch)
);
