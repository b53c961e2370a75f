-- The smaller entities of the catalog: "path" is what they belong to in the encoding of PartitionValuesKey, "definition" JSON.
CREATE TABLE glue_entities (
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (path, kind, name)
);
