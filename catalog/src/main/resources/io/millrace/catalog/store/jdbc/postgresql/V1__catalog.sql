-- The catalog as in SQLite's V6, whose comments say what the tables mean. Text that is ordered or looked up is compared by code
-- point (COLLATE "C"), as SQLite does. Crawlers, jobs and triggers stay in each server's own SQLite file.

CREATE TABLE glue_changes (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    principal TEXT NOT NULL,
    action TEXT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX glue_changes_by_time ON glue_changes (at);

CREATE TABLE glue_change_objects (
    change_id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    database_name TEXT COLLATE "C" NOT NULL,
    table_name TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (change_id, kind, operation, database_name, table_name, name)
);
CREATE INDEX glue_change_objects_by_table ON glue_change_objects (database_name, table_name, change_id);

CREATE TABLE glue_databases (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE TABLE glue_databases_history (
    name TEXT COLLATE "C" NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (name, until)
);
CREATE INDEX glue_databases_history_by_until ON glue_databases_history (until);

CREATE TABLE glue_tables (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    database_name TEXT COLLATE "C" NOT NULL REFERENCES glue_databases (name),
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    UNIQUE (database_name, name)
);
CREATE TABLE glue_tables_history (
    id BIGINT NOT NULL,
    database_name TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (database_name, name, until)
);
CREATE INDEX glue_tables_history_by_until ON glue_tables_history (until);

CREATE TABLE glue_table_versions (
    table_id BIGINT NOT NULL REFERENCES glue_tables (id),
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (table_id, version)
);
CREATE TABLE glue_table_versions_history (
    table_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (table_id, version, until)
);
CREATE INDEX glue_table_versions_history_by_until ON glue_table_versions_history (until);

CREATE TABLE glue_partitions (
    table_id BIGINT NOT NULL REFERENCES glue_tables (id),
    values_key TEXT COLLATE "C" NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (table_id, values_key)
);
CREATE TABLE glue_partitions_history (
    table_id BIGINT NOT NULL,
    values_key TEXT COLLATE "C" NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (table_id, values_key, until)
);
CREATE INDEX glue_partitions_history_by_until ON glue_partitions_history (until);

CREATE TABLE glue_entities (
    path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT,
    PRIMARY KEY (path, kind, name)
);
CREATE TABLE glue_entities_history (
    path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (path, kind, name, until)
);
CREATE INDEX glue_entities_history_by_until ON glue_entities_history (until);
