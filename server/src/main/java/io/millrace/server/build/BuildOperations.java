package io.millrace.server.build;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.wire.CallContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsResponse;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.CloudWatchLogsConfig;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectResponse;
import software.amazon.awssdk.services.codebuild.model.ListBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsResponse;
import software.amazon.awssdk.services.codebuild.model.LogsConfig;
import software.amazon.awssdk.services.codebuild.model.LogsConfigStatusType;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SortOrderType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildResponse;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codebuild.model.StopBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StopBuildResponse;

/** CodeBuild's operations on builds. Thread-safe. */
public final class BuildOperations {
    private static final int PAGE = 100;

    private final Documents<Project> projects;
    private final Builds builds;
    private final BuildRunner runner;
    private final ServiceArns arns;
    private final ServiceArns logArns;
    private final ServicePages pages;
    private final InstantSource clock;

    BuildOperations(
            Documents<Project> projects,
            Builds builds,
            BuildRunner runner,
            ServiceArns arns,
            ServicePages pages,
            InstantSource clock) {
        this.projects = projects;
        this.builds = builds;
        this.runner = runner;
        this.arns = arns;
        this.logArns = new ServiceArns("logs", arns.region());
        this.pages = pages;
        this.clock = clock;
    }

    /** Starts a build; the same token starts it once. */
    public StartBuildResponse startBuild(CallContext context, StartBuildRequest request) {
        String name = arns.nameOf("project/", request.projectName());
        Project project = projects.find(name).orElseThrow(() -> CodeBuildErrors.noProject(name));
        refuseUnsupported(request);
        ProjectArtifacts artifacts =
                request.artifactsOverride() == null ? project.artifacts() : request.artifactsOverride();
        List<ProjectArtifacts> secondary = request.hasSecondaryArtifactsOverride()
                ? request.secondaryArtifactsOverride()
                : project.secondaryArtifacts();
        ProjectRules.check(project.toBuilder()
                .source(source(project, request))
                .artifacts(artifacts)
                .secondaryArtifacts(secondary)
                .logsConfig(request.logsConfigOverride() == null ? project.logsConfig() : request.logsConfigOverride())
                .build());
        String id = project.name() + ":" + UUID.randomUUID();
        Build build = builds.add(
                project.name(),
                request.idempotencyToken(),
                number ->
                        build(project, request, id, number, context.principal().arn()));
        if (build.id().equals(id)) {
            runner.start(new BuildRequest(build, artifacts, secondary));
        }
        return StartBuildResponse.builder().build(build).build();
    }

    private static void refuseUnsupported(StartBuildRequest request) {
        if (Boolean.TRUE.equals(request.debugSessionEnabled())) {
            throw CodeBuildErrors.unsupported("debugSessionEnabled");
        }
        if (Boolean.TRUE.equals(request.privilegedModeOverride())) {
            throw CodeBuildErrors.unsupported("privilegedModeOverride");
        }
        if (request.fleetOverride() != null) {
            throw CodeBuildErrors.unsupported("fleetOverride");
        }
    }

    private Build build(Project project, StartBuildRequest request, String id, long number, String caller) {
        return Build.builder()
                .id(id)
                .arn(arns.of("build/" + id))
                .buildNumber(number)
                .projectName(project.name())
                .startTime(clock.instant())
                .buildStatus(StatusType.IN_PROGRESS)
                .buildComplete(false)
                .currentPhase("QUEUED")
                .source(source(project, request))
                .sourceVersion(or(request.sourceVersion(), project.sourceVersion()))
                .secondarySources(
                        request.hasSecondarySourcesOverride()
                                ? request.secondarySourcesOverride()
                                : project.secondarySources())
                .environment(environment(project, request))
                .serviceRole(or(request.serviceRoleOverride(), project.serviceRole()))
                .timeoutInMinutes(
                        request.timeoutInMinutesOverride() == null
                                ? project.timeoutInMinutes()
                                : request.timeoutInMinutesOverride())
                .queuedTimeoutInMinutes(project.queuedTimeoutInMinutes())
                .encryptionKey(or(request.encryptionKeyOverride(), project.encryptionKey()))
                .initiator(caller.substring(caller.lastIndexOf(':') + 1))
                .logs(logs(project, request, id))
                .build();
    }

    /** CodeBuild API reference, CloudWatchLogsConfig: a stream name that is given comes before the build's id. */
    private LogsLocation logs(Project project, StartBuildRequest request, String id) {
        LogsConfig config = request.logsConfigOverride() == null ? project.logsConfig() : request.logsConfigOverride();
        CloudWatchLogsConfig given = config == null || config.cloudWatchLogs() == null
                ? CloudWatchLogsConfig.builder()
                        .status(LogsConfigStatusType.ENABLED)
                        .build()
                : config.cloudWatchLogs();
        LogsLocation.Builder logs = LogsLocation.builder().cloudWatchLogs(given);
        if (given.status() == LogsConfigStatusType.DISABLED) {
            return logs.build();
        }
        String group = given.groupName() == null ? "/aws/codebuild/" + project.name() : given.groupName();
        String own = id.substring(id.indexOf(':') + 1);
        String stream = given.streamName() == null ? own : given.streamName() + "/" + own;
        return logs.groupName(group)
                .streamName(stream)
                .cloudWatchLogsArn(logArns.of("log-group:" + group + ":log-stream:" + stream))
                .build();
    }

    private static ProjectSource source(Project project, StartBuildRequest request) {
        ProjectSource.Builder source = project.source().toBuilder();
        if (request.sourceTypeOverrideAsString() != null) {
            source.type(request.sourceTypeOverrideAsString());
        }
        if (request.sourceLocationOverride() != null) {
            source.location(request.sourceLocationOverride());
        }
        if (request.buildspecOverride() != null) {
            source.buildspec(request.buildspecOverride());
        }
        return source.build();
    }

    private static ProjectEnvironment environment(Project project, StartBuildRequest request) {
        Map<String, EnvironmentVariable> variables = new LinkedHashMap<>();
        project.environment().environmentVariables().forEach(variable -> variables.put(variable.name(), variable));
        request.environmentVariablesOverride().forEach(variable -> variables.put(variable.name(), variable));
        ProjectEnvironment.Builder environment =
                project.environment().toBuilder().environmentVariables(variables.values());
        if (request.computeTypeOverrideAsString() != null) {
            environment.computeType(request.computeTypeOverrideAsString());
        }
        return environment.build();
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    /** Ends a build; one that has ended stays as it is. */
    public StopBuildResponse stopBuild(StopBuildRequest request) {
        Build build = builds.find(arns.nameOf("build/", request.id()))
                .orElseThrow(() -> CodeBuildErrors.noBuild(request.id()));
        if (build.buildStatus() == StatusType.IN_PROGRESS) {
            runner.stop(build.id());
        }
        return StopBuildResponse.builder().build(build).build();
    }

    /** Builds by id or ARN. */
    public BatchGetBuildsResponse batchGetBuilds(BatchGetBuildsRequest request) {
        List<Build> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : request.ids()) {
            builds.find(arns.nameOf("build/", id)).ifPresentOrElse(found::add, () -> missing.add(id));
        }
        return BatchGetBuildsResponse.builder()
                .builds(found)
                .buildsNotFound(missing)
                .build();
    }

    /** The ids of all builds, the newest first. */
    public ListBuildsResponse listBuilds(ListBuildsRequest request) {
        newestFirst(request.sortOrder());
        Page<Builds.Numbered> page = page("", request.nextToken());
        return ListBuildsResponse.builder()
                .ids(ids(page))
                .nextToken(page.nextToken())
                .build();
    }

    /** The ids of a project's builds, the newest first. */
    public ListBuildsForProjectResponse listBuildsForProject(ListBuildsForProjectRequest request) {
        newestFirst(request.sortOrder());
        String project = arns.nameOf("project/", request.projectName());
        if (projects.find(project).isEmpty()) {
            throw CodeBuildErrors.noProject(project);
        }
        Page<Builds.Numbered> page = page(project, request.nextToken());
        return ListBuildsForProjectResponse.builder()
                .ids(ids(page))
                .nextToken(page.nextToken())
                .build();
    }

    private static void newestFirst(@Nullable SortOrderType order) {
        if (order == SortOrderType.ASCENDING) {
            throw CodeBuildErrors.unsupported("Another order than the newest first");
        }
    }

    private Page<Builds.Numbered> page(String project, @Nullable String token) {
        return pages.page(
                "ListBuilds/" + project,
                token,
                PAGE,
                (after, most) -> builds.newest(project, after.isEmpty() ? Long.MAX_VALUE : Long.parseLong(after), most),
                numbered -> String.valueOf(numbered.number()));
    }

    private static List<String> ids(Page<Builds.Numbered> page) {
        return page.items().stream().map(numbered -> numbered.build().id()).toList();
    }
}
