package io.millrace.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.MillraceHome;
import io.millrace.server.TestingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** A stack of {@code etl-stage.yaml} with this machine's parameters. */
record TestingEtlStage(CloudFormationClient stacks, String name) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Puts the functions' jar where the stack looks for it. */
    static void uploadFunctions(TestingServer server) {
        server.s3().createBucket(request -> request.bucket("artifacts"));
        server.s3()
                .putObject(
                        request -> request.bucket("artifacts").key("functions.jar"),
                        RequestBody.fromFile(MillraceHome.fromSystemProperty().functionJar()));
    }

    /** Deploys it with these parameters besides. */
    void create(Map<String, String> more, List<String> topics) {
        MillraceHome home = MillraceHome.fromSystemProperty();
        List<Parameter> parameters = new ArrayList<>();
        String template;
        try {
            template = Files.readString(home.stageTemplate());
            new ObjectMapper()
                    .readTree(home.stageParameters().toFile())
                    .path("Parameters")
                    .properties()
                    .forEach(entry -> parameters.add(
                            parameter(entry.getKey(), entry.getValue().asText())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map.of("ArtifactBucket", "artifacts", "FunctionJarKey", "functions.jar")
                .forEach((key, value) -> parameters.add(parameter(key, value)));
        more.forEach((key, value) -> parameters.add(parameter(key, value)));
        stacks.createStack(request -> request.stackName(name)
                .templateBody(template)
                .parameters(parameters)
                .notificationARNs(topics)
                .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !stack().stackStatusAsString().endsWith("_IN_PROGRESS"));
        assertThat(stack().stackStatusAsString())
                .as(() -> stacks.describeStackEvents(request -> request.stackName(name))
                        .stackEvents()
                        .toString())
                .isEqualTo("CREATE_COMPLETE");
    }

    Stack stack() {
        return stacks.describeStacks(request -> request.stackName(name))
                .stacks()
                .get(0);
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }
}
