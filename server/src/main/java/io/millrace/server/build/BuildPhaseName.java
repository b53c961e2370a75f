package io.millrace.server.build;

import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/** The phases of a buildspec, in their order. */
enum BuildPhaseName {
    INSTALL("install", BuildPhaseType.INSTALL),
    PRE_BUILD("pre_build", BuildPhaseType.PRE_BUILD),
    BUILD("build", BuildPhaseType.BUILD),
    POST_BUILD("post_build", BuildPhaseType.POST_BUILD);

    private final String key;
    private final BuildPhaseType type;

    BuildPhaseName(String key, BuildPhaseType type) {
        this.key = key;
        this.type = type;
    }

    /** In the buildspec. */
    String key() {
        return key;
    }

    BuildPhaseType type() {
        return type;
    }
}
