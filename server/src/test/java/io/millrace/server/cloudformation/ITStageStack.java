package io.millrace.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.server.TestingServer;
import io.millrace.server.function.TestingJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** A stage stood up from its template on a whole server, used, changed, broken and deleted. */
class ITStageStack {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STACK = "stage";

    @TempDir
    private Path folder;

    private TestingServer server;
    private CloudFormationClient stacks;

    @BeforeEach
    void start() {
        open();
        server.s3().createBucket(request -> request.bucket("code"));
        server.s3()
                .putObject(
                        request -> request.bucket("code").key("one.jar"),
                        RequestBody.fromBytes(TestingJar.handlers("one").asByteArray()));
    }

    private void open() {
        server = TestingServer.start(folder);
        stacks = server.configure(CloudFormationClient.builder()).build();
    }

    @AfterEach
    void stop() {
        stacks.close();
        server.close();
    }

    @Test
    void aStageIsDeployedWorksIsChangedRolledBackAndDeletedWithoutATrace() {
        long begun = System.nanoTime();
        create();
        double deployed = (System.nanoTime() - begun) / 1e9;
        assertThat(outputs()).extracting(Output::outputKey).containsExactlyInAnyOrder("Bucket", "FunctionArn");
        assertThat(resources())
                .hasSize(12)
                .allSatisfy(
                        resource -> assertThat(resource.resourceStatus()).isEqualTo(ResourceStatus.CREATE_COMPLETE));
        theStageWorks();

        update("Schedule", "cron(0 4 * * ? *)");
        assertThat(status()).isEqualTo("UPDATE_COMPLETE");

        // Lambda refuses it, so everything is as before.
        update("HandlerClass", "x".repeat(200));
        assertThat(status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(events())
                .filteredOn(event -> event.resourceStatus() == ResourceStatus.UPDATE_FAILED)
                .anySatisfy(event -> {
                    assertThat(event.logicalResourceId()).isEqualTo("RawFunction");
                    assertThat(event.resourceStatusReason()).contains("handler");
                });

        emptyBucket();
        begun = System.nanoTime();
        stacks.deleteStack(request -> request.stackName(STACK));
        await().atMost(PATIENCE).until(this::isGone);
        double deleted = (System.nanoTime() - begun) / 1e9;
        assertNothingIsLeft();
        System.out.printf("A stage of 12 resources: deployed in %.1f s, deleted in %.1f s%n", deployed, deleted);
    }

    @Test
    void aServerThatStopsDuringADeploymentFinishesItWhenItIsBack() {
        stacks.createStack(
                request -> request.stackName(STACK).templateBody(template()).capabilities(Capability.CAPABILITY_IAM));
        await().atMost(PATIENCE)
                .until(() ->
                        events().stream().anyMatch(event -> event.resourceStatus() == ResourceStatus.CREATE_COMPLETE));
        stop();

        open();
        await().atMost(PATIENCE).until(() -> status().equals("CREATE_COMPLETE"));
        assertThat(resources()).hasSize(12);
    }

    private void create() {
        stacks.createStack(
                request -> request.stackName(STACK).templateBody(template()).capabilities(Capability.CAPABILITY_IAM));
        await().atMost(PATIENCE).until(() -> !status().endsWith("_IN_PROGRESS"));
        assertThat(status()).as(() -> events().toString()).isEqualTo("CREATE_COMPLETE");
    }

    private void update(String parameter, String value) {
        stacks.updateStack(request -> request.stackName(STACK)
                .templateBody(template())
                .capabilities(Capability.CAPABILITY_IAM)
                .parameters(Parameter.builder()
                        .parameterKey(parameter)
                        .parameterValue(value)
                        .build()));
        await().atMost(PATIENCE).until(() -> !status().endsWith("_IN_PROGRESS"));
    }

    /** A new object makes the function run; the crawler crawls. */
    private void theStageWorks() {
        server.s3()
                .putObject(
                        request -> request.bucket("stage-raw-test").key("data/a.csv"),
                        RequestBody.fromString("id,fare\n1,2.5\n"));
        server.glue().startCrawler(request -> request.name("raw-test"));
        await().atMost(PATIENCE)
                .until(() -> server.glue()
                                .getCrawler(request -> request.name("raw-test"))
                                .crawler()
                                .state()
                        == CrawlerState.READY);
        assertThat(server.glue()
                        .getTables(request -> request.databaseName("nycitytaxi_test"))
                        .tableList())
                .singleElement()
                .satisfies(table -> assertThat(table.name()).isEqualTo("data"));
        Path logs = folder.resolve("functions/logs/raw-object-test");
        await().atMost(PATIENCE).until(() -> logs.toFile().exists());
    }

    private void emptyBucket() {
        server.s3().deleteObject(request -> request.bucket("stage-raw-test").key("data/a.csv"));
    }

    private boolean isGone() {
        try {
            status();
            return false;
        } catch (CloudFormationException e) {
            return Objects.requireNonNull(e.awsErrorDetails()).errorMessage().contains("does not exist");
        }
    }

    private void assertNothingIsLeft() {
        assertThat(server.s3().listBuckets().buckets()).hasSize(1);
        assertThat(server.glue().getDatabases(request -> {}).databaseList()).isEmpty();
        assertThat(server.glue().getCrawlers(request -> {}).crawlers()).isEmpty();
        assertThat(server.glue().getJobs(request -> {}).jobs()).isEmpty();
        assertThat(server.glue().getTriggers(request -> {}).triggers()).isEmpty();
        assertThat(server.lambda().listFunctions().functions()).isEmpty();
        try (EventBridgeClient events =
                        server.configure(EventBridgeClient.builder()).build();
                IamClient iam = server.configure(IamClient.builder()).build();
                SsmClient parameters = server.configure(SsmClient.builder()).build()) {
            assertThat(events.listRules(request -> {}).rules()).isEmpty();
            assertThat(iam.listRoles().roles()).isEmpty();
            assertThatThrownBy(() -> parameters.getParameter(request -> request.name("/stage/test/bucket")))
                    .isInstanceOf(ParameterNotFoundException.class);
        }
    }

    private String status() {
        return stack().stackStatusAsString();
    }

    private List<Output> outputs() {
        return stack().outputs();
    }

    private Stack stack() {
        return stacks.describeStacks(request -> request.stackName(STACK))
                .stacks()
                .get(0);
    }

    private List<StackResource> resources() {
        return stacks.describeStackResources(request -> request.stackName(STACK))
                .stackResources();
    }

    private List<StackEvent> events() {
        return stacks.describeStackEvents(request -> request.stackName(STACK)).stackEvents();
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(ITStageStack.class.getResourceAsStream("stage.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
