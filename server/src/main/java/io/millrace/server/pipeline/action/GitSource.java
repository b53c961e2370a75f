package io.millrace.server.pipeline.action;

import io.millrace.server.pipeline.ActionConfiguration;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionStep;
import io.millrace.server.pipeline.SourceProvider;
import io.millrace.server.source.GitRepositories;
import io.millrace.server.source.SourceCommit;
import io.millrace.server.source.SourceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/**
 * A branch of a git repository on this machine, whether the template calls it CodeCommit or a connection. A push is noticed, unless a
 * connection says {@code DetectChanges: false}, or CodeCommit {@code PollForSourceChanges: false}: then a rule on CodeCommit's events starts
 * the pipeline, as on AWS.
 */
final class GitSource implements SourceProvider {
    private static final String CODE_COMMIT = "Source/CodeCommit";
    private static final String CONNECTION = "Source/CodeStarSourceConnection";
    private static final String FORMAT = "OutputArtifactFormat";

    private final GitRepositories repositories;
    private final ArtifactFiles artifacts;

    GitSource(GitRepositories repositories, ArtifactFiles artifacts) {
        this.repositories = repositories;
        this.artifacts = artifacts;
    }

    @Override
    public Set<String> types() {
        return Set.of(CODE_COMMIT, CONNECTION);
    }

    @Override
    public void check(ActionDeclaration action) {
        if (action.actionTypeId().provider().equals("CodeCommit")) {
            ActionConfiguration.check(
                    action, Set.of("RepositoryName", "BranchName"), Set.of("PollForSourceChanges", FORMAT));
        } else {
            ActionConfiguration.check(
                    action, Set.of("ConnectionArn", "FullRepositoryId", "BranchName"), Set.of("DetectChanges", FORMAT));
        }
        ActionConfiguration.artifacts(action, 0, 0, 1, 1);
        if (action.configuration().getOrDefault(FORMAT, "CODE_ZIP").equals("CODEBUILD_CLONE_REF")) {
            throw ActionConfiguration.unsupported(action, "OutputArtifactFormat CODEBUILD_CLONE_REF");
        }
    }

    private static String repository(Map<String, String> configuration) {
        String name = configuration.get("RepositoryName");
        return name == null ? configuration.getOrDefault("FullRepositoryId", "") : name;
    }

    @Override
    public ActionStep start(ActionContext context) {
        String repository = repository(context.configuration());
        try {
            SourceCommit commit = context.revision()
                    .map(id -> repositories.commit(repository, id))
                    .orElseGet(() -> repositories.head(repository, context.need("BranchName")));
            String artifact = context.declaration().outputArtifacts().get(0).name();
            artifacts.onDisk(zip -> {
                repositories.archive(repository, commit.id(), zip);
                return artifacts.store(context, artifact, zip);
            });
            return new ActionStep.Succeeded(
                    commit.id(), summary(commit), commit.id(), variables(context, repository, commit));
        } catch (SourceException | ArtifactFiles.ArtifactException e) {
            return new ActionStep.Failed("", "ConfigurationError", String.valueOf(e.getMessage()));
        }
    }

    private static String summary(SourceCommit commit) {
        return commit.message().lines().findFirst().orElse("");
    }

    private static Map<String, String> variables(ActionContext context, String repository, SourceCommit commit) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AuthorDate", commit.author().toString());
        variables.put("BranchName", context.need("BranchName"));
        variables.put("CommitId", commit.id());
        variables.put("CommitMessage", summary(commit));
        variables.put(
                context.setting("FullRepositoryId").isPresent() ? "FullRepositoryName" : "RepositoryName", repository);
        if (context.setting("RepositoryName").isPresent()) {
            variables.put("CommitterDate", commit.committed().toString());
        } else {
            variables.put("ConnectionArn", context.need("ConnectionArn"));
        }
        return variables;
    }

    /** A source ends with its start. */
    @Override
    public ActionStep look(ActionContext context) {
        return start(context);
    }

    @Override
    public Optional<String> revision(ActionDeclaration action) {
        for (String watched : List.of("DetectChanges", "PollForSourceChanges")) {
            if (action.configuration().getOrDefault(watched, "true").equals("false")) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(repositories
                    .head(
                            repository(action.configuration()),
                            action.configuration().getOrDefault("BranchName", ""))
                    .id());
        } catch (SourceException e) {
            // An execution that is started by hand tells why.
            return Optional.empty();
        }
    }
}
