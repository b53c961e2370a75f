package io.millrace.server.pipeline.action;

import io.millrace.server.pipeline.ActionProvider;
import io.millrace.server.source.GitRepositories;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/** All actions that pipelines have here. */
public final class ActionProviders {
    private ActionProviders() {}

    /**
     * Actions that reach the services through these clients.
     *
     * @param server the address that approvers are told
     */
    public static List<ActionProvider> of(
            ActionClients clients, GitRepositories repositories, InstantSource clock, URI server, String region) {
        ArtifactFiles artifacts = new ArtifactFiles(clients);
        return List.of(
                new GitSource(repositories, artifacts),
                new ObjectSource(clients.s3(), artifacts),
                new BuildAction(clients),
                new StackAction(clients, artifacts),
                new FunctionAction(clients, clock),
                new ApprovalAction(clients, server, region, clock));
    }
}
