package io.millrace.server;

import io.millrace.catalog.page.PageTokens;
import io.millrace.server.build.BuildLogFiles;
import io.millrace.server.identity.PageSeal;
import io.millrace.server.job.RunLogFiles;
import io.millrace.server.logs.BuildLogs;
import io.millrace.server.logs.FunctionLogs;
import io.millrace.server.logs.LogEventOperations;
import io.millrace.server.logs.LogGroupOperations;
import io.millrace.server.logs.LogGroups;
import io.millrace.server.logs.LogKeeper;
import io.millrace.server.logs.LogStreamOperations;
import io.millrace.server.logs.LogTagOperations;
import io.millrace.server.logs.RunLogs;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.service.LogService;
import io.millrace.server.wire.ServiceDefinition;

/** Puts CloudWatch Logs together, over the logs of functions, runs and builds. */
final class LogAssembly {
    private final ServerContext context;
    private final ResourceTags tags;
    private final LogGroups groups;

    LogAssembly(ServerContext context) {
        this.context = context;
        this.tags = new ResourceTags(context.jdbi());
        this.groups = new LogGroups(
                context.jdbi(),
                new FunctionLogs(context.folder().functions().resolve("logs")),
                new RunLogs(new RunLogFiles(context.folder().runs())),
                new BuildLogs(new BuildLogFiles(
                        context.jdbi(), PipelineAssembly.buildSettings(context).logFolder())),
                tags,
                context.config().region(),
                context.clock());
    }

    ServiceDefinition service() {
        ServicePages pages =
                new ServicePages(new PageTokens(PageSeal.under(context.masterKey())), "InvalidParameterException");
        return LogService.of(
                new LogGroupOperations(groups, tags, pages, context.clock()),
                new LogStreamOperations(groups, pages),
                new LogEventOperations(groups, pages),
                new LogTagOperations(groups, tags));
    }

    /** Keeps the logs from now on. */
    void start() {
        context.parts().add(new LogKeeper(groups)).start();
    }
}
