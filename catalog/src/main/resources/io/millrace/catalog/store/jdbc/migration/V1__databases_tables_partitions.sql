-- Entities are kept as the JSON of their SDK model class; columns beside it are what is looked up, ordered or compared.
CREATE TABLE glue_database (
    name TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
);
