-- Where CloudWatch Logs shows a build's log; empty where it does not. Lambda actions may ask to be invoked again with a token of theirs.
ALTER TABLE codebuild_build ADD COLUMN log_group TEXT NOT NULL DEFAULT '';
ALTER TABLE codebuild_build ADD COLUMN log_stream TEXT NOT NULL DEFAULT '';
UPDATE codebuild_build SET log_group = COALESCE(json_extract(document, '$.logs.groupName'), ''),
    log_stream = COALESCE(json_extract(document, '$.logs.streamName'), '');
CREATE INDEX codebuild_build_by_log ON codebuild_build (log_group, log_stream);
ALTER TABLE pipeline_action_run ADD COLUMN continuation TEXT NOT NULL DEFAULT '';
CREATE INDEX pipeline_action_run_by_external_id ON pipeline_action_run (external_id);
