-- How far jobs are (docs/decisions/0149, 0159). They have no history, and stay when their table goes: its objects may still be there.
CREATE TABLE glue_bookmarks (
    id BIGINT NOT NULL PRIMARY KEY,
    job TEXT NOT NULL,
    database_name TEXT NOT NULL,
    table_name TEXT NOT NULL,
    version BIGINT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (job, database_name, table_name)
);

-- "version", "committed_at" (milliseconds) and "digest": the bookmark's after the batch was committed; 0 and empty before.
CREATE TABLE glue_batches (
    id BIGINT NOT NULL PRIMARY KEY,
    bookmark_id BIGINT NOT NULL REFERENCES glue_bookmarks (id),
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    run_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    committed_at BIGINT NOT NULL,
    digest TEXT NOT NULL,
    inputs BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_written BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    files BIGINT NOT NULL,
    UNIQUE (bookmark_id, name)
);
CREATE INDEX glue_batches_by_state ON glue_batches (bookmark_id, state, version);

-- One tree of a million objects a bookmark: what an object is to a bookmark is asked by its URI, hardly ever by its batch.
CREATE TABLE glue_batch_inputs (
    bookmark_id BIGINT NOT NULL,
    uri TEXT NOT NULL,
    batch_id BIGINT NOT NULL,
    etag TEXT NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (bookmark_id, uri, batch_id)
) WITHOUT ROWID;
