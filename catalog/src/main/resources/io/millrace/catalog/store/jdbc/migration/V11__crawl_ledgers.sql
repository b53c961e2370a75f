-- What crawls saw, so that the next one opens only what is new. A target's ledger is the chunks of its generations up to
-- "generation", later chunks before earlier ones; chunks of a later generation were left by a crawl that did not end.
CREATE TABLE glue_crawl_ledgers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    crawler TEXT NOT NULL,
    target TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    generation BIGINT NOT NULL,
    catalog_state TEXT NOT NULL,
    UNIQUE (crawler, target)
);

-- "folders": folders with their digests and schemas. "objects": twelve bytes for each object, in the order of the folders.
CREATE TABLE glue_crawl_ledger_chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ledger_id BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    folders BLOB NOT NULL,
    objects BLOB NOT NULL
);
CREATE INDEX glue_crawl_ledger_chunks_by_ledger ON glue_crawl_ledger_chunks (ledger_id, generation);

-- A ledger goes with its crawler.
CREATE TRIGGER glue_crawl_ledgers_of_deleted AFTER DELETE ON glue_crawlers BEGIN
    DELETE FROM glue_crawl_ledger_chunks WHERE ledger_id IN (SELECT id FROM glue_crawl_ledgers WHERE crawler = OLD.name);
    DELETE FROM glue_crawl_ledgers WHERE crawler = OLD.name;
END;
