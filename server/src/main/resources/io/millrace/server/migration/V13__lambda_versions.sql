-- Published versions: FunctionConfiguration, sealed
CREATE TABLE lambda_versions (
    function_name TEXT NOT NULL,
    version BIGINT NOT NULL,
    configuration TEXT NOT NULL,
    PRIMARY KEY (function_name, version)
);

-- AliasConfiguration, as JSON
CREATE TABLE lambda_aliases (
    function_name TEXT NOT NULL,
    alias TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (function_name, alias)
);

-- One statement each of the functions' resource policies
CREATE TABLE lambda_permissions (
    function_name TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    statement_id TEXT NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (function_name, qualifier, statement_id)
);

-- FunctionEventInvokeConfig, as JSON
CREATE TABLE lambda_event_invoke (
    function_name TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (function_name, qualifier)
);

-- The number of the last version that was published, also of one that is deleted; NULL: no concurrency is reserved
ALTER TABLE lambda_functions ADD COLUMN last_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lambda_functions ADD COLUMN reserved_concurrency INTEGER;

ALTER TABLE lambda_async_invocations ADD COLUMN qualifier TEXT NOT NULL DEFAULT '$LATEST';
