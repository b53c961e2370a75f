-- CodeBuild's builds, each as the JSON of the SDK's Build. A token names the request that started one.
CREATE TABLE codebuild_build (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    build_id TEXT NOT NULL UNIQUE,
    project TEXT NOT NULL,
    project_number BIGINT NOT NULL,
    status TEXT NOT NULL,
    token TEXT,
    document TEXT NOT NULL
);
CREATE INDEX codebuild_build_of_project ON codebuild_build (project, number);
CREATE INDEX codebuild_build_by_status ON codebuild_build (status);
CREATE UNIQUE INDEX codebuild_build_token ON codebuild_build (project, token);
