package io.millrace.server.cli.stack;

import java.io.IOException;
import java.io.PrintWriter;
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
import software.amazon.awssdk.services.s3.S3Client;

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
            names = "--s3-bucket",
            paramLabel = "BUCKET",
            description = "Upload the template there first; needed for one of more than 51,200 bytes.")
    private @Nullable String bucket;

    @Option(names = "--s3-prefix", paramLabel = "PREFIX", description = "What the uploaded template's key begins with.")
    private String prefix = "";

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
        TemplateText text = text();
        CreateChangeSetRequest draft = CreateChangeSetRequest.builder()
                .stackName(stackName)
                .changeSetName("millrace-deploy-" + InstantSource.system().millis())
                .description("Made by millrace deploy")
                .templateBody(text.body())
                .templateURL(text.url())
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

    /** With a bucket it is uploaded, whatever its size, as {@code aws cloudformation deploy} does. */
    private TemplateText text() throws IOException {
        if (!Files.isRegularFile(template)) {
            throw new IllegalArgumentException("There is no template " + template + ".");
        }
        if (bucket == null) {
            return TemplateText.inRequest(template, Files.readAllBytes(template));
        }
        try (S3Client s3 = service.s3()) {
            return TemplateText.uploaded(s3, new TemplateText.Place(bucket, prefix), template);
        }
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
