-- The expression of a crawler's own schedule and when it was switched on (milliseconds), null unless its state is SCHEDULED.
ALTER TABLE glue_crawlers ADD COLUMN schedule TEXT;
ALTER TABLE glue_crawlers ADD COLUMN scheduled_since BIGINT;
CREATE INDEX glue_crawlers_scheduled ON glue_crawlers (name) WHERE schedule IS NOT NULL;

-- The crawls that have ended, as the JSON of the SDK's CrawlerHistory. Times are milliseconds; runtime_millis is null
-- unless the crawl succeeded.
CREATE TABLE glue_crawls (
    crawler TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    crawl_id TEXT NOT NULL,
    runtime_millis BIGINT,
    definition TEXT NOT NULL,
    PRIMARY KEY (crawler, started_at, crawl_id)
) WITHOUT ROWID;

-- Objects that were created or removed since the crawler's last crawl, for crawlers in event mode. A later event of an object
-- replaces the earlier one and has a higher number.
CREATE TABLE glue_crawl_events (
    crawler TEXT NOT NULL,
    bucket TEXT NOT NULL,
    object_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    etag TEXT NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (crawler, bucket, object_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX glue_crawl_events_number ON glue_crawl_events (crawler, number);
