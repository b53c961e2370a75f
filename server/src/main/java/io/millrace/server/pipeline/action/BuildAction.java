package io.millrace.server.pipeline.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.server.pipeline.ActionConfiguration;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;

/** A build of a CodeBuild project, from and to the pipeline's artifacts. The run's id is the build's token, so a repetition finds its build. */
final class BuildAction implements io.millrace.server.pipeline.ActionProvider {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String VARIABLES = "EnvironmentVariables";
    private static final String PRIMARY = "PrimarySource";
    private static final int MOST_ARTIFACTS = 5;

    private final ActionClients clients;

    BuildAction(ActionClients clients) {
        this.clients = clients;
    }

    @Override
    public Set<String> types() {
        return Set.of("Build/CodeBuild", "Test/CodeBuild");
    }

    @Override
    public void check(ActionDeclaration action) {
        ActionConfiguration.check(action, Set.of("ProjectName"), Set.of(PRIMARY, VARIABLES));
        ActionConfiguration.artifacts(action, 1, MOST_ARTIFACTS, 0, MOST_ARTIFACTS);
        if (action.inputArtifacts().size() > 1 && !action.configuration().containsKey(PRIMARY)) {
            ActionConfiguration.check(action, Set.of("ProjectName", PRIMARY), Set.of(VARIABLES));
        }
    }

    @Override
    public ActionStep start(ActionContext context) {
        try {
            return build(context);
        } catch (ArtifactFiles.ArtifactException e) {
            return new ActionStep.Failed("", "ConfigurationError", String.valueOf(e.getMessage()));
        }
    }

    private ActionStep build(ActionContext context) {
        StartBuildRequest.Builder request = StartBuildRequest.builder()
                .projectName(context.need("ProjectName"))
                .idempotencyToken(context.runId())
                .sourceTypeOverride(SourceType.S3)
                .encryptionKeyOverride(context.encryptionKey().orElse(null))
                .environmentVariablesOverride(variables(context));
        sources(context, request);
        artifacts(context, request);
        Build build =
                clients.codeBuild(context.role()).startBuild(request.build()).build();
        return new ActionStep.Waiting(build.id(), "The build " + build.id() + " has been started");
    }

    private static void sources(ActionContext context, StartBuildRequest.Builder request) {
        String primary = context.setting(PRIMARY)
                .orElseGet(() -> context.inputs().keySet().iterator().next());
        List<ProjectSource> secondary = new ArrayList<>();
        context.inputs().forEach((name, key) -> {
            String place = context.bucket() + "/" + key;
            if (name.equals(primary)) {
                request.sourceLocationOverride(place);
            } else {
                secondary.add(ProjectSource.builder()
                        .type(SourceType.S3)
                        .location(place)
                        .sourceIdentifier(name)
                        .build());
            }
        });
        request.secondarySourcesOverride(secondary);
    }

    private static void artifacts(ActionContext context, StartBuildRequest.Builder request) {
        List<OutputArtifact> outputs = context.declaration().outputArtifacts();
        List<ProjectArtifacts> all = outputs.stream()
                .map(output -> ProjectArtifacts.builder()
                        .type(ArtifactsType.S3)
                        .packaging(ArtifactPackaging.ZIP)
                        .location(context.bucket())
                        .name(context.output(output.name()))
                        .artifactIdentifier(outputs.size() == 1 ? null : output.name())
                        .build())
                .toList();
        request.artifactsOverride(
                all.size() == 1
                        ? all.get(0)
                        : ProjectArtifacts.builder()
                                .type(ArtifactsType.NO_ARTIFACTS)
                                .build());
        request.secondaryArtifactsOverride(all.size() > 1 ? all : List.of());
    }

    private static List<EnvironmentVariable> variables(ActionContext context) {
        List<EnvironmentVariable> variables = new ArrayList<>();
        try {
            for (JsonNode variable : JSON.readTree(context.setting(VARIABLES).orElse("[]"))) {
                variables.add(EnvironmentVariable.builder()
                        .name(variable.path("name").asText())
                        .value(variable.path("value").asText())
                        .type(variable.path("type").asText("PLAINTEXT"))
                        .build());
            }
        } catch (JsonProcessingException e) {
            throw new ArtifactFiles.ArtifactException("EnvironmentVariables is no JSON list of name, value and type.");
        }
        return variables;
    }

    @Override
    public ActionStep look(ActionContext context) {
        CodeBuildClient codeBuild = clients.codeBuild(context.role());
        List<Build> builds = codeBuild
                .batchGetBuilds(request -> request.ids(context.externalId()))
                .builds();
        if (builds.isEmpty()) {
            return ActionStep.Failed.of("The build " + context.externalId() + " is not known any more.");
        }
        Build build = builds.get(0);
        return switch (build.buildStatus()) {
            case IN_PROGRESS -> new ActionStep.Waiting(build.id(), "The build is in the phase " + build.currentPhase());
            case SUCCEEDED -> ActionStep.Succeeded.of(build.id(), "The build succeeded", exported(build));
            default -> new ActionStep.Failed(build.id(), "JobFailed", reason(build));
        };
    }

    private static Map<String, String> exported(Build build) {
        Map<String, String> variables = new LinkedHashMap<>();
        build.exportedEnvironmentVariables().forEach(variable -> variables.put(variable.name(), variable.value()));
        return variables;
    }

    private static String reason(Build build) {
        String end = "Build " + build.id() + " ended as " + build.buildStatusAsString() + ".";
        return build.phases().stream()
                .filter(phase -> !"SUCCEEDED".equals(phase.phaseStatusAsString()))
                .flatMap(phase -> phase.contexts().stream()
                        .map(context -> end + " " + phase.phaseTypeAsString() + ": " + context.message()))
                .findFirst()
                .orElse(end);
    }

    @Override
    public void abandon(ActionContext context) {
        if (!context.externalId().isEmpty()) {
            clients.codeBuild(context.role()).stopBuild(request -> request.id(context.externalId()));
        }
    }
}
