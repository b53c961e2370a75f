package io.millrace.server.build;

import io.millrace.catalog.page.PageTokens;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.source.GitRepositories;
import java.time.InstantSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * CodeBuild of one server.
 *
 * @param runner runs what {@code builds} starts
 */
public record CodeBuild(ProjectOperations projects, BuildOperations builds, BuildRunner runner) {
    /**
     * CodeBuild over a store of builds.
     *
     * @param region of its ARNs
     */
    public static CodeBuild of(
            BuildStore store,
            S3Client s3,
            GitRepositories repositories,
            BuildRole role,
            BuildRunnerSettings settings,
            PageTokens tokens,
            String region,
            InstantSource clock) {
        Builds builds = new Builds(store.jdbi(), new BuildEvents(store.listener()));
        Documents<Project> projects =
                new Documents<>(store.jdbi(), "codebuild/project", Project.class, () -> (SdkPojo) Project.builder());
        BuildRunner runner = new BuildRunner(settings, builds, s3, repositories, role, clock);
        ServiceArns arns = new ServiceArns("codebuild", region);
        ServicePages pages = new ServicePages(tokens, "InvalidInputException");
        return new CodeBuild(
                new ProjectOperations(store.jdbi(), projects, arns, pages, clock),
                new BuildOperations(projects, builds, runner, arns, pages, clock),
                runner);
    }
}
