package io.millrace.server.build;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/** What a project may be here. The image has no effect: builds run with the programs of this machine. */
final class ProjectRules {
    private static final Set<SourceType> SOURCES = Set.of(
            SourceType.CODEPIPELINE, SourceType.S3, SourceType.CODECOMMIT, SourceType.GITHUB, SourceType.NO_SOURCE);
    private static final Set<EnvironmentType> ENVIRONMENTS =
            Set.of(EnvironmentType.LINUX_CONTAINER, EnvironmentType.ARM_CONTAINER);

    private ProjectRules() {}

    static void check(Project project) {
        source(project.source());
        project.secondarySources().forEach(ProjectRules::source);
        artifacts(project.artifacts());
        Set<String> identifiers = new HashSet<>();
        for (ProjectArtifacts secondary : project.secondaryArtifacts()) {
            artifacts(secondary);
            if (secondary.artifactIdentifier() == null || !identifiers.add(secondary.artifactIdentifier())) {
                throw CodeBuildErrors.invalid("Each secondary artifact needs an artifactIdentifier of its own.");
            }
        }
        if (!ENVIRONMENTS.contains(project.environment().type())) {
            throw CodeBuildErrors.unsupported(
                    "environment.type " + project.environment().typeAsString());
        }
        if (Boolean.TRUE.equals(project.environment().privilegedMode())) {
            throw CodeBuildErrors.unsupported("environment.privilegedMode");
        }
        refuse("vpcConfig", project.vpcConfig());
        refuse("buildBatchConfig", project.buildBatchConfig());
        refuse(
                "fileSystemLocations",
                project.hasFileSystemLocations() ? List.copyOf(project.fileSystemLocations()) : null);
        if (project.logsConfig() != null
                && project.logsConfig().s3Logs() != null
                && "ENABLED".equals(project.logsConfig().s3Logs().statusAsString())) {
            throw CodeBuildErrors.unsupported("logsConfig.s3Logs");
        }
    }

    private static void refuse(String member, @Nullable Object value) {
        if (value != null && !value.equals(List.of())) {
            throw CodeBuildErrors.unsupported(member);
        }
    }

    private static void source(ProjectSource source) {
        if (!SOURCES.contains(source.type())) {
            throw CodeBuildErrors.unsupported("The source type " + source.typeAsString());
        }
        boolean needsPlace = source.type() != SourceType.CODEPIPELINE && source.type() != SourceType.NO_SOURCE;
        if (needsPlace && (source.location() == null || source.location().isBlank())) {
            throw CodeBuildErrors.invalid("A source of the type " + source.typeAsString() + " needs a location.");
        }
        if (source.type() == SourceType.NO_SOURCE
                && (source.buildspec() == null || source.buildspec().isBlank())) {
            throw CodeBuildErrors.invalid("A project without a source needs a buildspec.");
        }
    }

    private static void artifacts(ProjectArtifacts artifacts) {
        if (artifacts.type() == ArtifactsType.UNKNOWN_TO_SDK_VERSION) {
            throw CodeBuildErrors.invalid("There are no artifacts of the type " + artifacts.typeAsString() + ".");
        }
        if (artifacts.type() == ArtifactsType.S3
                && (artifacts.location() == null || artifacts.location().isBlank())) {
            throw CodeBuildErrors.invalid("Artifacts of the type S3 need a bucket as location.");
        }
    }
}
