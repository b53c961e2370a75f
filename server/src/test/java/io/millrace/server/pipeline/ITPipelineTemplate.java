package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.TestingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** The shipped {@code pipeline.yaml}, as it stands, on a whole server. */
final class ITPipelineTemplate {
    @TempDir
    private Path folder;

    @Test
    void deploys() throws IOException {
        String template = Files.readString(
                Path.of(System.getProperty("millrace.home"), "infra-cloudformation/templates/pipeline.yaml"));
        try (TestingServer server = TestingServer.start(folder);
                CloudFormationClient stacks =
                        server.configure(CloudFormationClient.builder()).build()) {
            stacks.createStack(create -> create.stackName("delivery")
                    .templateBody(template)
                    .capabilities(Capability.CAPABILITY_IAM)
                    .parameters(parameter("RepositoryName", "etl"), parameter("ObjectStore", "plain")));
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> !stack(stacks).stackStatusAsString().endsWith("IN_PROGRESS"));
            System.out.println("SAY " + stack(stacks).stackStatusAsString());
            stacks.describeStackEvents(events -> events.stackName("delivery")).stackEvents().stream()
                    .filter(event -> event.resourceStatusReason() != null)
                    .forEach(event -> System.out.println("SAY " + event.logicalResourceId() + " "
                            + event.resourceStatusAsString() + " " + event.resourceStatusReason()));
            assertThat(stack(stacks).stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        }
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }

    private static Stack stack(CloudFormationClient stacks) {
        return stacks.describeStacks(describe -> describe.stackName("delivery"))
                .stacks()
                .get(0);
    }
}
