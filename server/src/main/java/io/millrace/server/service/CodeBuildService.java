package io.millrace.server.service;

import io.millrace.server.build.BuildOperations;
import io.millrace.server.build.ProjectOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.ListProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StopBuildRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;

/** CodeBuild on the wire. */
public final class CodeBuildService {
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private CodeBuildService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(ProjectOperations projects, BuildOperations builds) {
        return ServiceDefinition.builder("codebuild")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(CreateProjectRequest.class, projects::createProject)
                .operation(UpdateProjectRequest.class, projects::updateProject)
                .operation(DeleteProjectRequest.class, projects::deleteProject)
                .operation(BatchGetProjectsRequest.class, projects::batchGetProjects)
                .operation(ListProjectsRequest.class, projects::listProjects)
                .operationWithContext(StartBuildRequest.class, builds::startBuild)
                .operation(StopBuildRequest.class, builds::stopBuild)
                .operation(BatchGetBuildsRequest.class, builds::batchGetBuilds)
                .operation(ListBuildsRequest.class, builds::listBuilds)
                .operation(ListBuildsForProjectRequest.class, builds::listBuildsForProject)
                .build();
    }
}
