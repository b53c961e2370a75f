package io.millrace.server.build;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsResponse;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.CreateProjectResponse;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectRequest;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectResponse;
import software.amazon.awssdk.services.codebuild.model.ListProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.ListProjectsResponse;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.SortOrderType;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectResponse;

/** CodeBuild's operations on projects. Thread-safe. */
public final class ProjectOperations {
    private static final int DEFAULT_TIMEOUT_MINUTES = 60;
    private static final int DEFAULT_QUEUED_TIMEOUT_MINUTES = 480;
    private static final int PAGE = 100;

    private final Jdbi jdbi;
    private final Documents<Project> projects;
    private final ServiceArns arns;
    private final ServicePages pages;
    private final InstantSource clock;

    ProjectOperations(
            Jdbi jdbi, Documents<Project> projects, ServiceArns arns, ServicePages pages, InstantSource clock) {
        this.jdbi = jdbi;
        this.projects = projects;
        this.arns = arns;
        this.pages = pages;
        this.clock = clock;
    }

    /** Makes a project. */
    public CreateProjectResponse createProject(CreateProjectRequest request) {
        Project project = Project.builder()
                .name(request.name())
                .arn(arns.of("project/" + request.name()))
                .description(request.description())
                .source(request.source())
                .secondarySources(request.secondarySources())
                .sourceVersion(request.sourceVersion())
                .artifacts(request.artifacts())
                .secondaryArtifacts(request.secondaryArtifacts())
                .cache(request.cache())
                .environment(request.environment())
                .serviceRole(request.serviceRole())
                .timeoutInMinutes(or(request.timeoutInMinutes(), DEFAULT_TIMEOUT_MINUTES))
                .queuedTimeoutInMinutes(or(request.queuedTimeoutInMinutes(), DEFAULT_QUEUED_TIMEOUT_MINUTES))
                .encryptionKey(request.encryptionKey())
                .tags(request.tags())
                .vpcConfig(request.vpcConfig())
                .logsConfig(request.logsConfig())
                .fileSystemLocations(request.fileSystemLocations())
                .buildBatchConfig(request.buildBatchConfig())
                .created(clock.instant())
                .lastModified(clock.instant())
                .build();
        ProjectRules.check(project);
        if (!projects.insert(project.name(), project)) {
            throw CodeBuildErrors.exists(arns.of("project/" + request.name()));
        }
        return CreateProjectResponse.builder().project(project).build();
    }

    /** Changes what the request names; the rest stays. */
    public UpdateProjectResponse updateProject(UpdateProjectRequest request) {
        String name = arns.nameOf("project/", request.name());
        Project project = jdbi.inTransaction(handle -> {
            Project changed =
                    changed(projects.find(name).orElseThrow(() -> CodeBuildErrors.noProject(request.name())), request);
            ProjectRules.check(changed);
            projects.put(changed.name(), changed);
            return changed;
        });
        return UpdateProjectResponse.builder().project(project).build();
    }

    private Project changed(Project before, UpdateProjectRequest request) {
        Project.Builder after = before.toBuilder().lastModified(clock.instant());
        Optional.ofNullable(request.description()).ifPresent(after::description);
        Optional.ofNullable(request.source()).ifPresent(after::source);
        Optional.ofNullable(request.sourceVersion()).ifPresent(after::sourceVersion);
        Optional.ofNullable(request.artifacts()).ifPresent(after::artifacts);
        Optional.ofNullable(request.cache()).ifPresent(after::cache);
        Optional.ofNullable(request.environment()).ifPresent(after::environment);
        Optional.ofNullable(request.serviceRole()).ifPresent(after::serviceRole);
        Optional.ofNullable(request.timeoutInMinutes()).ifPresent(after::timeoutInMinutes);
        Optional.ofNullable(request.queuedTimeoutInMinutes()).ifPresent(after::queuedTimeoutInMinutes);
        Optional.ofNullable(request.encryptionKey()).ifPresent(after::encryptionKey);
        Optional.ofNullable(request.logsConfig()).ifPresent(after::logsConfig);
        Optional.ofNullable(request.vpcConfig()).ifPresent(after::vpcConfig);
        Optional.ofNullable(request.buildBatchConfig()).ifPresent(after::buildBatchConfig);
        if (request.hasSecondarySources()) {
            after.secondarySources(request.secondarySources());
        }
        if (request.hasSecondaryArtifacts()) {
            after.secondaryArtifacts(request.secondaryArtifacts());
        }
        if (request.hasTags()) {
            after.tags(request.tags());
        }
        return after.build();
    }

    private static Integer or(@org.jspecify.annotations.Nullable Integer value, int other) {
        return value == null ? Integer.valueOf(other) : value;
    }

    /** Forgets a project; its builds stay. One that is not there is no error. */
    public DeleteProjectResponse deleteProject(DeleteProjectRequest request) {
        projects.delete(arns.nameOf("project/", request.name()));
        return DeleteProjectResponse.builder().build();
    }

    /** Projects by name or ARN. */
    public BatchGetProjectsResponse batchGetProjects(BatchGetProjectsRequest request) {
        List<Project> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : request.names()) {
            projects.find(arns.nameOf("project/", name)).ifPresentOrElse(found::add, () -> missing.add(name));
        }
        return BatchGetProjectsResponse.builder()
                .projects(found)
                .projectsNotFound(missing)
                .build();
    }

    /** The names of all projects; other orders than by name are refused. */
    public ListProjectsResponse listProjects(ListProjectsRequest request) {
        boolean byName =
                request.sortByAsString() == null || request.sortByAsString().equals("NAME");
        if (!byName || request.sortOrder() == SortOrderType.DESCENDING) {
            throw CodeBuildErrors.unsupported("Another order than by name, ascending,");
        }
        Page<Project> page = pages.page(
                "ListProjects",
                request.nextToken(),
                PAGE,
                (after, most) -> projects.list("", after, most),
                Project::name);
        return ListProjectsResponse.builder()
                .projects(page.items().stream().map(Project::name).toList())
                .nextToken(page.nextToken())
                .build();
    }
}
