-- The tags of a crawler as the JSON of GetTagsResponse.
ALTER TABLE glue_crawlers ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
