package io.millrace.server.cli.stack;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** Creates or updates a stack from a template, as {@code aws cloudformation deploy} does. */
@Command(
        name = "deploy",
        description = {
            "Create or update a stack from a CloudFormation template: the changes are shown, then made, with the events as they happen.",
            "Exit codes: 0 the stack is as the template says, 1 it failed (and was rolled back), or there was nothing to change, 2 called wrongly.",
            "Examples:",
            "  millrace deploy --data millrace-data --stack-name test --template-file etl-stage.yaml --capabilities CAPABILITY_IAM",
            "  millrace deploy --stack-name test --template-file etl-stage.yaml --parameter-overrides file://test.json --no-execute"
        },
        mixinStandardHelpOptions = true)
public final class DeployCommand implements Callable<Integer> {
    /** CloudFormation's limit of a template in a request (user guide, "Understand CloudFormation quotas"). */
    private static final int MAX_TEMPLATE_BYTES = 51_200;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--template-file", required = true, paramLabel = "FILE", description = "The template.")
    private Path template = Path.of("");

    @Option(names = "--stack-name", required = true, paramLabel = "NAME", description = "The stack.")
    private String stackName = "";

    @Option(
            names = "--parameter-overrides",
            arity = "1..*",
            paramLabel = "KEY=VALUE|file://FILE",
            description =
                    "Parameters. What is not named keeps the value that the stack has, or the template's default.")
    private List<String> overrides = List.of();

    @Option(
            names = "--capabilities",
            arity = "1..*",
            paramLabel = "NAME",
            description = "What the template may do: CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND.")
    private List<String> capabilities = List.of();

    @Option(names = "--tags", arity = "1..*", paramLabel = "KEY=VALUE", description = "Tags of the stack.")
    private List<String> tags = List.of();

    @Option(
            names = "--role-arn",
            paramLabel = "ARN",
            description = "The role that the stack's resources are made with.")
    private @Nullable String roleArn;

    @Option(
            names = {"--no-execute-changeset", "--no-execute"},
            description = "Only show the changes; the change set stays.")
    private boolean showOnly;

    @Option(names = "--no-fail-on-empty-changeset", description = "Nothing to change is a success.")
    private boolean emptyIsFine;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CreateChangeSetRequest draft = CreateChangeSetRequest.builder()
                .stackName(stackName)
                .changeSetName("millrace-deploy-" + InstantSource.system().millis())
                .description("Made by millrace deploy")
                .templateBody(body())
                .capabilitiesWithStrings(capabilities)
                .tags(tags.stream().map(DeployCommand::tag).toList())
                .roleARN(roleArn)
                .build();
        ParameterOverrides parameters = ParameterOverrides.parse(overrides);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (CloudFormationClient client = service.client()) {
            Deployment.Mode mode = showOnly ? Deployment.Mode.SHOW : Deployment.Mode.EXECUTE;
            Deployment.Result result = new Deployment(client, out, Pause.real()).run(draft, parameters, mode);
            out.flush();
            return switch (result) {
                case DONE, SHOWN -> ExitCode.OK;
                case NOTHING_TO_DO -> emptyIsFine ? ExitCode.OK : ExitCode.SOFTWARE;
                case FAILED -> ExitCode.SOFTWARE;
            };
        }
    }

    private String body() throws IOException {
        if (!Files.isRegularFile(template)) {
            throw new IllegalArgumentException("There is no template " + template + ".");
        }
        byte[] bytes = Files.readAllBytes(template);
        if (bytes.length > MAX_TEMPLATE_BYTES) {
            throw new IllegalArgumentException(
                    "The template %s has %,d bytes; CloudFormation takes %,d in a request. Split it."
                            .formatted(template, bytes.length, MAX_TEMPLATE_BYTES));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Tag tag(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("The tag '" + pair + "' must be Key=Value.");
        }
        return Tag.builder()
                .key(pair.substring(0, equals))
                .value(pair.substring(equals + 1))
                .build();
    }
}
