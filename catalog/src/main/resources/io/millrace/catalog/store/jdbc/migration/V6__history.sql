-- The catalog with its history: every row says since which change it is as it is ("since"), and a row that a change replaced
-- or removed moves into the …_history table with that change in "until". So the state after change X is what has since <= X,
-- and of the history since <= X < until. Times are epoch milliseconds. Nothing cascades: a row that vanished by a cascade
-- would leave no history.

-- One row for each transaction that changed something. Ids rise in the order of the commits, "at" never falls.
CREATE TABLE glue_changes (
    id INTEGER NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    principal TEXT NOT NULL,
    action TEXT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX glue_changes_by_time ON glue_changes (at);

-- What a change touched. Partitions are noted as their table; what went with its owner is noted as that owner.
CREATE TABLE glue_change_objects (
    change_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    operation TEXT NOT NULL,
    database_name TEXT NOT NULL,
    table_name TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (change_id, kind, operation, database_name, table_name, name)
) WITHOUT ROWID;
CREATE INDEX glue_change_objects_by_table ON glue_change_objects (database_name, table_name, change_id);

-- What was here before there was history is there since the change that this migration is.
INSERT INTO glue_changes (id, at, principal, action, request_id)
SELECT 1, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER), 'millrace', 'history begins', ''
WHERE EXISTS (SELECT 1 FROM glue_databases) OR EXISTS (SELECT 1 FROM glue_entities);

ALTER TABLE glue_partitions RENAME TO old_partitions;
ALTER TABLE glue_table_versions RENAME TO old_table_versions;
ALTER TABLE glue_tables RENAME TO old_tables;
ALTER TABLE glue_databases RENAME TO old_databases;
ALTER TABLE glue_entities RENAME TO old_entities;

CREATE TABLE glue_databases (
    name TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE TABLE glue_databases_history (
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (name, until)
);
CREATE INDEX glue_databases_history_by_until ON glue_databases_history (until);

-- "id" stays with the table for its life and is never used again (AUTOINCREMENT).
CREATE TABLE glue_tables (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    database_name TEXT NOT NULL REFERENCES glue_databases (name),
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    UNIQUE (database_name, name)
);
CREATE TABLE glue_tables_history (
    id BIGINT NOT NULL,
    database_name TEXT NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (database_name, name, until)
);
CREATE INDEX glue_tables_history_by_until ON glue_tables_history (until);

-- What updates replaced; the current version is in glue_tables alone.
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

-- "values_key" holds all values in the encoding of PartitionValuesKey, which sorts as the values do.
CREATE TABLE glue_partitions (
    table_id BIGINT NOT NULL REFERENCES glue_tables (id),
    values_key TEXT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (table_id, values_key)
);
CREATE TABLE glue_partitions_history (
    table_id BIGINT NOT NULL,
    values_key TEXT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (table_id, values_key, until)
);
CREATE INDEX glue_partitions_history_by_until ON glue_partitions_history (until);

-- "since" is null for kinds that keep no history: such a row is never compared, so it never moves.
CREATE TABLE glue_entities (
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT,
    PRIMARY KEY (path, kind, name)
);
CREATE TABLE glue_entities_history (
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (path, kind, name, until)
);
CREATE INDEX glue_entities_history_by_until ON glue_entities_history (until);

INSERT INTO glue_databases (name, definition, since)
SELECT name, definition, 1 FROM old_databases;
INSERT INTO glue_tables (database_name, name, version, definition, since)
SELECT database_name, name, version, definition, 1 FROM old_tables ORDER BY database_name, name;
INSERT INTO glue_table_versions (table_id, version, definition, since)
SELECT t.id, v.version, v.definition, 1 FROM old_table_versions v
JOIN glue_tables t ON t.database_name = v.database_name AND t.name = v.table_name;
INSERT INTO glue_partitions (table_id, values_key, definition, since)
SELECT t.id, p.values_key, p.definition, 1 FROM glue_tables t
JOIN old_partitions p ON p.database_name = t.database_name AND p.table_name = t.name
ORDER BY t.id, p.values_key;
INSERT INTO glue_entities (path, kind, name, definition, since)
SELECT path, kind, name, definition, 1 FROM old_entities;

DROP TABLE old_partitions;
DROP TABLE old_table_versions;
DROP TABLE old_tables;
DROP TABLE old_databases;
DROP TABLE old_entities;
