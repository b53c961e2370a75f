-- Databases, tables, table versions and partitions. "definition" is the JSON of the SDK's model class; the other columns are
-- what is looked up. Names are lower-cased by the operations. Text is compared by code point (SQLite's BINARY collation).

CREATE TABLE glue_databases (
    name TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL
);

CREATE TABLE glue_tables (
    database_name TEXT NOT NULL REFERENCES glue_databases (name) ON DELETE CASCADE,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (database_name, name)
);

-- What updates replaced; the current version is in glue_tables alone.
CREATE TABLE glue_table_versions (
    database_name TEXT NOT NULL,
    table_name TEXT NOT NULL,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (database_name, table_name, version),
    FOREIGN KEY (database_name, table_name) REFERENCES glue_tables (database_name, name) ON DELETE CASCADE
);

-- "values_key" holds all values in the encoding of PartitionValuesKey, which sorts as the values do.
CREATE TABLE glue_partitions (
    database_name TEXT NOT NULL,
    table_name TEXT NOT NULL,
    values_key TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (database_name, table_name, values_key),
    FOREIGN KEY (database_name, table_name) REFERENCES glue_tables (database_name, name) ON DELETE CASCADE
);
