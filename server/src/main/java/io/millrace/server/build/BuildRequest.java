package io.millrace.server.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;

/**
 * A build as it was asked for.
 *
 * @param artifacts where its artifact goes, which {@code Build} does not say
 */
record BuildRequest(Build build, ProjectArtifacts artifacts, List<ProjectArtifacts> secondaryArtifacts) {
    /** The id without the project. */
    String shortId() {
        return build.id().substring(build.id().indexOf(':') + 1);
    }

    /** CodeBuild User Guide, "Environment variables in build environments". */
    Map<String, String> codeBuildVariables(String source, String version) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CI", "true");
        variables.put("CODEBUILD_CI", "true");
        variables.put("CODEBUILD_BUILD_ARN", build.arn());
        variables.put("CODEBUILD_BUILD_ID", build.id());
        variables.put("CODEBUILD_BUILD_NUMBER", String.valueOf(build.buildNumber()));
        variables.put("CODEBUILD_INITIATOR", build.initiator());
        variables.put("CODEBUILD_RESOLVED_SOURCE_VERSION", version);
        variables.put("CODEBUILD_SRC_DIR", source);
        variables.put("CODEBUILD_START_TIME", String.valueOf(build.startTime().toEpochMilli()));
        return variables;
    }
}
