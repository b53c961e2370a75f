package io.millrace.server.identity.role;

/** A service that acts with roles. */
public enum RoleService {
    GLUE("glue.amazonaws.com"),
    LAMBDA("lambda.amazonaws.com"),
    CLOUD_FORMATION("cloudformation.amazonaws.com"),
    CODE_BUILD("codebuild.amazonaws.com"),
    CODE_PIPELINE("codepipeline.amazonaws.com"),
    EVENTS("events.amazonaws.com"),
    SCHEDULER("scheduler.amazonaws.com");

    private final String principal;

    RoleService(String principal) {
        this.principal = principal;
    }

    /** What trust policies name. */
    public String principal() {
        return principal;
    }
}
