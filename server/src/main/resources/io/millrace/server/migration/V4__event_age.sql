-- When the event was accepted; what an earlier version accepted was due about then.
ALTER TABLE lambda_async_invocations ADD COLUMN accepted_millis BIGINT NOT NULL DEFAULT 0;
UPDATE lambda_async_invocations SET accepted_millis = due_millis;
