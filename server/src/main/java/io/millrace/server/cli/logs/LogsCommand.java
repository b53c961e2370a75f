package io.millrace.server.cli.logs;

import io.millrace.server.cli.stack.Pause;
import io.millrace.server.cli.stack.ServiceOptions;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Shows what functions and job runs write. */
@Command(
        name = "logs",
        description = "Show the logs of functions, job runs and builds.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = picocli.CommandLine.HelpCommand.class)
public final class LogsCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "groups",
            description = "All log groups with their size and the days that they are kept.",
            mixinStandardHelpOptions = true)
    int groups(@Mixin ServiceOptions service) {
        PrintWriter out = out();
        try (CloudWatchLogsClient logs = service.client(CloudWatchLogsClient.builder())) {
            logs.describeLogGroupsPaginator()
                    .logGroups()
                    .forEach(group -> out.printf(
                            "%-60s %12d bytes  %s%n",
                            group.logGroupName(),
                            group.storedBytes(),
                            group.retentionInDays() == null ? "kept" : group.retentionInDays() + " days"));
        }
        out.flush();
        return ExitCode.OK;
    }

    @Command(
            name = "tail",
            description = {
                "The newest lines of a group, by time.",
                "Examples:",
                "  millrace logs tail /aws/lambda/millrace-test-raw-object --follow --data millrace-data",
                "  millrace logs tail /aws/codebuild/app-build --follow --data millrace-data",
                "  millrace logs tail /aws-glue/jobs/millrace-test --since 1d --filter ERROR"
            },
            mixinStandardHelpOptions = true)
    int tail(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "GROUP", description = "The log group.") String group,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Go on with what comes, until Ctrl-C.")
                    boolean follow,
            @Option(
                            names = "--since",
                            defaultValue = "10m",
                            paramLabel = "TIME",
                            description =
                                    "How far back: 30s, 10m, 2h, 1d or a time such as 2026-11-22T10:00:00Z (default: 10m).")
                    String since,
            @Option(
                            names = "--filter",
                            defaultValue = "",
                            paramLabel = "PATTERN",
                            description = "Only lines that match CloudWatch's filter pattern.")
                    String filter) {
        Instant from = Since.parse(since, InstantSource.system().instant());
        try (CloudWatchLogsClient logs = service.client(CloudWatchLogsClient.builder())) {
            LogTail tail = new LogTail(logs, group, filter, out());
            tail.showFrom(from);
            Pause pause = Pause.real();
            while (follow) {
                pause.untilNextLook();
                tail.showNew();
            }
        } catch (ResourceNotFoundException e) {
            throw new IllegalStateException(
                    "There is no log group " + group + ". ./millrace logs groups lists them all.");
        }
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
