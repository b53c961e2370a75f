package io.millrace.server.cli.stack;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Looks at stacks and deletes them. */
@Command(
        name = "stack",
        description = "Look at CloudFormation stacks, and delete them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = picocli.CommandLine.HelpCommand.class)
public final class StackCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "list", description = "All stacks that are there.", mixinStandardHelpOptions = true)
    int list(@Mixin ServiceOptions service) {
        try (CloudFormationClient stacks = service.client()) {
            for (Stack stack : stacks.describeStacksPaginator().stacks()) {
                String status = stack.stackStatusAsString();
                println("%-40s %s  %s"
                        .formatted(
                                stack.stackName(),
                                Ink.ofStatus(status).paint("%-28s".formatted(status)),
                                stack.lastUpdatedTime() == null ? stack.creationTime() : stack.lastUpdatedTime()));
            }
        }
        return ExitCode.OK;
    }

    @Command(name = "events", description = "A stack's events, the newest last.", mixinStandardHelpOptions = true)
    int events(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "STACK", description = "Name or id.") String name,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        try (CloudFormationClient stacks = service.client()) {
            List<StackEvent> events = new ArrayList<>();
            stacks.describeStackEventsPaginator(r -> r.stackName(name)).stackEvents().stream()
                    .limit(limit)
                    .forEach(events::add);
            Collections.reverse(events);
            events.forEach(event -> println(StackTexts.event(event)));
        }
        return ExitCode.OK;
    }

    @Command(name = "resources", description = "What a stack has made.", mixinStandardHelpOptions = true)
    int resources(
            @Mixin ServiceOptions service, @Parameters(paramLabel = "STACK", description = "Name or id.") String name) {
        try (CloudFormationClient stacks = service.client()) {
            stacks.listStackResourcesPaginator(r -> r.stackName(name))
                    .stackResourceSummaries()
                    .forEach(one -> println("%-32s %-28s %s  %s"
                            .formatted(
                                    one.logicalResourceId(),
                                    one.resourceType(),
                                    Ink.ofStatus(one.resourceStatusAsString()).paint(one.resourceStatusAsString()),
                                    one.physicalResourceId())));
        }
        return ExitCode.OK;
    }

    @Command(name = "outputs", description = "A stack's outputs, as KEY=VALUE.", mixinStandardHelpOptions = true)
    int outputs(
            @Mixin ServiceOptions service, @Parameters(paramLabel = "STACK", description = "Name or id.") String name) {
        try (CloudFormationClient stacks = service.client()) {
            load(stacks, name).outputs().forEach(output -> println(output.outputKey() + "=" + output.outputValue()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            description = "Delete a stack and what it made, but for what its template retains.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "STACK", description = "Name or id.") String name,
            @Option(
                            names = "--role-arn",
                            paramLabel = "ARN",
                            description = "The role to delete its resources with; the stack's own without it.")
                    @Nullable
                    String roleArn) {
        try (CloudFormationClient stacks = service.client()) {
            return delete(stacks, name, roleArn, out(), Pause.real());
        }
    }

    static int delete(
            CloudFormationClient stacks, String name, @Nullable String roleArn, PrintWriter out, Pause pause) {
        String id = load(stacks, name).stackId();
        StackWatch watch = new StackWatch(stacks, out, pause);
        watch.skipOld(id);
        stacks.deleteStack(r -> r.stackName(id).roleARN(roleArn));
        String status = watch.follow(id);
        out.println(Ink.ofStatus(status).paint(status));
        out.flush();
        return status.equals("DELETE_COMPLETE") ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Stack load(CloudFormationClient stacks, String name) {
        return StackWatch.find(stacks, name)
                .orElseThrow(() -> new IllegalArgumentException("There is no stack " + name + "."));
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private void println(String line) {
        PrintWriter out = out();
        out.println(line);
        out.flush();
    }
}
