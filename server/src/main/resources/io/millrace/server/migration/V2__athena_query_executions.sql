-- One Athena query execution each; body is the JSON of the SDK's QueryExecution, columns that of ResultSetMetadata.
CREATE TABLE athena_query_execution (
    id TEXT NOT NULL PRIMARY KEY,
    work_group TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    state TEXT NOT NULL,
    client_token TEXT UNIQUE,
    body BLOB NOT NULL,
    result_columns BLOB
);

CREATE INDEX athena_query_execution_by_time ON athena_query_execution (work_group, sequence);
