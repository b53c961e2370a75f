package io.millrace.server.cli;

import io.millrace.server.cli.logs.LogsCommand;
import io.millrace.server.cli.pipeline.PipelineCommand;
import io.millrace.server.cli.stack.DeployCommand;
import io.millrace.server.cli.stack.StackCommand;
import io.millrace.server.cli.stack.TemplateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code millrace} command. Exit codes: 0 done, 1 failed, 2 called wrongly. */
@Command(
        name = "millrace",
        description = "The serverless ETL stack of AWS beside Backblaze B2 or any S3-compatible storage.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            EnvCommand.class,
            KeysCommand.class,
            CatalogCommand.class,
            CrawlCommand.class,
            BookmarkCommand.class,
            SweepCommand.class,
            DeployCommand.class,
            StackCommand.class,
            LogsCommand.class,
            TemplateCommand.class,
            PipelineCommand.class
        })
public final class MillraceCommand implements Runnable {
    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    /** Runs one command. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new MillraceCommand())
                .setExecutionExceptionHandler(new ErrorPrinter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        CommandLine commandLine = java.util.Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(
                commandLine,
                "Say what to do: serve, demo, env, keys, catalog, crawl, bookmark, sweep, deploy, stack, template, logs or pipeline.");
    }
}
