-- A crawler as the JSON of the SDK's model class. The revision rises with each change and makes one conditional;
-- crawl_id and started_at (milliseconds) are those of the crawl that runs, null between crawls.
CREATE TABLE glue_crawlers (
    name TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    definition TEXT NOT NULL,
    metrics TEXT NOT NULL,
    crawl_id TEXT,
    started_at BIGINT
);
