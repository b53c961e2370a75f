package io.millrace.server;

import io.millrace.server.build.BuildRunnerSettings;
import io.millrace.server.build.BuildStore;
import io.millrace.server.build.CodeBuild;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.identity.access.ActingRoles;
import io.millrace.server.identity.role.RoleService;
import io.millrace.server.identity.role.RunRoles.RoleRun;
import io.millrace.server.pipeline.CodePipeline;
import io.millrace.server.pipeline.PipelineTarget;
import io.millrace.server.pipeline.PipelineTarget.StartRights;
import io.millrace.server.pipeline.action.ActionProviders;
import io.millrace.server.service.CodeBuildService;
import io.millrace.server.service.CodePipelineService;
import io.millrace.server.source.BranchWatch;
import io.millrace.server.source.GitRepositories;
import io.millrace.server.wire.ServiceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Puts CodePipeline and CodeBuild together, over git repositories in the data folder. */
final class PipelineAssembly {
    private static final Duration START = Duration.ofMinutes(15);

    private final CodeBuild builds;
    private final CodePipeline pipelines;
    private final BranchWatch branches;

    /** @param roles what rules' roles may do */
    PipelineAssembly(ServerContext context, EventAssembly events, ActingRoles roles) {
        GitRepositories repositories = new GitRepositories(context.folder().repositories());
        String region = context.config().region();
        this.builds = CodeBuild.of(
                new BuildStore(context.jdbi(), events.events()),
                context.s3(),
                repositories,
                context.children()::ofBuild,
                buildSettings(context),
                events.tokens(),
                region,
                context.clock());
        context.parts().add(builds.runner());
        RoleClients clients = context.parts().add(new RoleClients(context.children(), context.s3(), region));
        this.pipelines = context.parts()
                .add(new CodePipeline(
                        context.jdbi(),
                        ActionProviders.of(
                                clients,
                                repositories,
                                context.clock(),
                                context.children().endpoint(),
                                region),
                        events.tags(),
                        events.tokens(),
                        events.events(),
                        region,
                        context.clock()));
        this.branches = context.parts().add(new BranchWatch(context.jdbi(), repositories, events.events()));
        events.events().addSource(branches::look);
        events.deliveries().target(TargetArns.PIPELINE, new PipelineTarget(pipelines, startRights(roles)));
    }

    private static StartRights startRights(ActingRoles roles) {
        return (role, rule, pipeline) -> roles.require(
                new RoleRun(role, RoleService.EVENTS, rule, "events", START),
                "codepipeline:StartPipelineExecution",
                pipeline);
    }

    List<ServiceDefinition> services() {
        return List.of(CodeBuildService.of(builds.projects(), builds.builds()), CodePipelineService.of(pipelines));
    }

    static BuildRunnerSettings buildSettings(ServerContext context) {
        // Not in the data folder, which nobody but the server may enter.
        String own = Integer.toHexString(
                context.folder().root().toAbsolutePath().toString().hashCode());
        Path work = Path.of(System.getProperty("java.io.tmpdir"), "millrace-builds-" + own);
        return BuildRunnerSettings.of(context.folder().root(), work);
    }

    /** Ends what a dead server's builds have left. Once, before a call can start one. */
    void recover() {
        builds.runner().recover();
    }

    /** Goes on with the pipelines of the last server. Once, when the services answer. */
    void start() {
        pipelines.start();
        branches.start();
    }
}
