-- Who may invoke a function, a statement of its policy each
CREATE TABLE lambda_permissions (
    function_name TEXT NOT NULL,
    statement_id TEXT NOT NULL,
    -- the statement as JSON, as GetPolicy gives it
    statement TEXT NOT NULL,
    PRIMARY KEY (function_name, statement_id)
);

-- What the object store does not keep of a bucket
CREATE TABLE bucket_settings (
    bucket TEXT NOT NULL PRIMARY KEY,
    -- tags and notifications as JSON
    settings TEXT NOT NULL
);
