-- What the object store does not keep of a bucket
CREATE TABLE bucket_settings (
    bucket TEXT NOT NULL PRIMARY KEY,
    -- tags and notifications as JSON
    settings TEXT NOT NULL
);
