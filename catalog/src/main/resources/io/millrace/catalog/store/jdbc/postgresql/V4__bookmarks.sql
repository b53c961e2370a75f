-- As V13 of SQLite's migrations.
CREATE TABLE glue_bookmarks (
    id BIGINT NOT NULL PRIMARY KEY,
    job TEXT COLLATE "C" NOT NULL,
    database_name TEXT COLLATE "C" NOT NULL,
    table_name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    UNIQUE (job, database_name, table_name)
);

CREATE TABLE glue_batches (
    id BIGINT NOT NULL PRIMARY KEY,
    bookmark_id BIGINT NOT NULL REFERENCES glue_bookmarks (id),
    name TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    run_id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    committed_at BIGINT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    inputs BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_written BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    files BIGINT NOT NULL,
    UNIQUE (bookmark_id, name)
);
CREATE INDEX glue_batches_by_state ON glue_batches (bookmark_id, state, version);

CREATE TABLE glue_batch_inputs (
    bookmark_id BIGINT NOT NULL,
    uri TEXT COLLATE "C" NOT NULL,
    batch_id BIGINT NOT NULL,
    etag TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (bookmark_id, uri, batch_id)
);
