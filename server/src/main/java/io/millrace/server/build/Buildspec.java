package io.millrace.server.build;

import java.util.List;
import java.util.Map;

/**
 * A {@code buildspec.yml} of version 0.2 (CodeBuild User Guide, "Build specification reference").
 *
 * @param variables plain ones
 * @param parameters variables by name of a parameter of Systems Manager
 * @param secrets variables by {@code secret-id:json-key:version-stage:version-id} of Secrets Manager
 * @param exported names of the variables that the build gives on
 * @param phases in the order of CodeBuild; those without commands are left out
 * @param artifacts the primary artifact
 * @param secondaryArtifacts by identifier
 * @param reports files with test results
 * @param notes what has no effect here, for the log
 */
record Buildspec(
        Map<String, String> variables,
        Map<String, String> parameters,
        Map<String, String> secrets,
        List<String> exported,
        Map<BuildPhaseName, Phase> phases,
        Artifacts artifacts,
        Map<String, Artifacts> secondaryArtifacts,
        List<Report> reports,
        List<String> notes) {

    /** The commands of a phase, and those that follow however they ended. */
    record Phase(List<String> commands, List<String> finallyCommands, OnFailure onFailure) {}

    /** Whether the next phase runs when one failed. */
    enum OnFailure {
        /** As CodeBuild does when nothing is said: only {@code post_build} follows a {@code build} that failed. */
        DEFAULT,
        ABORT,
        CONTINUE
    }

    /**
     * Files that a build hands on.
     *
     * @param baseDirectory where the patterns begin; empty for the source folder
     * @param discardPaths whether only the files' names are kept
     * @param name in the bucket; empty for the project's
     */
    record Artifacts(
            List<String> files, List<String> excluded, String baseDirectory, boolean discardPaths, String name) {
        static final Artifacts NONE = new Artifacts(List.of(), List.of(), "", false, "");
    }

    /** Files with test results. */
    record Report(String group, List<String> files, String baseDirectory) {}
}
