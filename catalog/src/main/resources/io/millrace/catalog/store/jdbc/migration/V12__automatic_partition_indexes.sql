-- Partition indexes that the store makes of itself, where filters would otherwise read much (docs/decisions/0147). "built_to" is
-- the values_key up to which an index has its entries while it is being built, the empty text at first; NULL when it is complete.
ALTER TABLE glue_partition_indexes ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0;
ALTER TABLE glue_partition_indexes ADD COLUMN built_to TEXT;
