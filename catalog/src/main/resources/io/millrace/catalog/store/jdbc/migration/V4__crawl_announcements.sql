-- The crawl whose end is in the definition but has not yet been told to everyone who waits for it, and how it ended; else null.
ALTER TABLE glue_crawlers ADD COLUMN unannounced_id TEXT;
ALTER TABLE glue_crawlers ADD COLUMN unannounced_status TEXT;
