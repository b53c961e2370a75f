-- Keys of partitions sort as their types do: "key_types" has a letter for each partition key, as PartitionKeyTypes.signature()
-- gives it. With the empty text, as here, values_key is all text; V8 (TypedKeysMigration) encodes what exists anew.
ALTER TABLE glue_tables ADD COLUMN key_types TEXT NOT NULL DEFAULT '';
ALTER TABLE glue_tables_history ADD COLUMN key_types TEXT NOT NULL DEFAULT '';

-- Partition indexes, without history. "key_positions" are the index's keys by their positions among the table's, as "2,0".
CREATE TABLE glue_partition_indexes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    table_id BIGINT NOT NULL REFERENCES glue_tables (id),
    name TEXT NOT NULL,
    key_positions TEXT NOT NULL,
    UNIQUE (table_id, name)
);

-- One for each index and partition: "entry_key" holds all values as values_key does, the index's keys first.
CREATE TABLE glue_partition_index_entries (
    index_id BIGINT NOT NULL,
    entry_key TEXT NOT NULL,
    PRIMARY KEY (index_id, entry_key)
) WITHOUT ROWID;
