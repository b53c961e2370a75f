-- As V12 of SQLite's migrations.
ALTER TABLE glue_partition_indexes ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0;
ALTER TABLE glue_partition_indexes ADD COLUMN built_to TEXT COLLATE "C";
