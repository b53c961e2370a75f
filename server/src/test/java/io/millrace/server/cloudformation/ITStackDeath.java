package io.millrace.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.fault.TestingServerProcess;
import io.millrace.server.function.TestingJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A server, a process of its own, that is killed at random moments while a stage is created, changed (in place, with a replacement, an
 * addition and a removal) and deleted. The next server is to finish: the old stage or the new one, as the services say, and nothing else.
 */
class ITStackDeath {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final String STACK = "stage";

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private TestingServerProcess server;
    private CloudFormationClient stacks;
    private int landed;

    /** The two forms of the stage. */
    private enum Form {
        A("etl-test", "/stage/test/bucket", "cron(0 3 * * ? *)"),
        B("etl2-test", "/stage/test/place", "cron(0 4 * * ? *)");

        private final String job;
        private final String parameter;
        private final String schedule;

        Form(String job, String parameter, String schedule) {
            this.job = job;
            this.parameter = parameter;
            this.schedule = schedule;
        }

        String template() {
            String text = resource();
            // Another logical id: the one parameter is removed and the other added.
            return this == A
                    ? text
                    : text.replace("etl-${Stage}", "etl2-${Stage}")
                            .replace("cron(0 3", "cron(0 4")
                            .replace("  Endpoint:", "  Place:")
                            .replace("/stage/${Stage}/bucket", "/stage/${Stage}/place");
        }

        Form other() {
            return this == A ? B : A;
        }
    }

    private static String resource() {
        try (InputStream in = Objects.requireNonNull(ITStageStack.class.getResourceAsStream("stage.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = TestingServerProcess.start(folder);
        stacks = server.client(CloudFormationClient.builder());
        try (S3Client s3 = server.s3()) {
            s3.createBucket(request -> request.bucket("code"));
            s3.putObject(
                    request -> request.bucket("code").key("one.jar"),
                    RequestBody.fromBytes(TestingJar.handlers("one").asByteArray()));
        }
    }

    @AfterEach
    void stop() throws IOException {
        stacks.close();
        server.close();
    }

    @Test
    void aKilledServerLeavesTheOldStageOrTheNewOne() throws Exception {
        rounds(3);
    }

    @Test
    @Tag("long")
    void aServerThatIsKilledThirtyTimesLeavesTheOldStageOrTheNewOne() throws Exception {
        rounds(30);
    }

    private void rounds(int rounds) throws Exception {
        System.out.println("The seed of the kills is " + seed);
        Optional<Form> before = Optional.empty();
        for (int round = 0; round < rounds; round++) {
            // Created, changed, deleted; what did not land is tried again.
            Optional<Form> wanted = before.isEmpty()
                    ? Optional.of(Form.A)
                    : before.get() == Form.A ? Optional.of(Form.A.other()) : Optional.empty();
            begin(before, wanted);
            int life = random.nextInt(LONGEST_LIFE_MILLIS);
            await().pollDelay(Duration.ofMillis(life)).until(() -> true);
            server.close();
            stacks.close();
            server.start();
            stacks = server.client(CloudFormationClient.builder());
            Optional<Form> after = settled();
            assertThat(after).as("round %d, killed after %d ms", round, life).isIn(before, wanted);
            check(after);
            landed += after.equals(wanted) ? 1 : 0;
            before = after;
        }
        System.out.printf("%d kills, after which %d operations were finished%n", rounds, landed);
        assertThat(landed).isPositive();
    }

    private void begin(Optional<Form> before, Optional<Form> wanted) {
        if (wanted.isEmpty()) {
            stacks.deleteStack(request -> request.stackName(STACK));
        } else if (before.isEmpty()) {
            stacks.createStack(request -> request.stackName(STACK)
                    .templateBody(wanted.get().template())
                    .capabilities(Capability.CAPABILITY_IAM));
        } else {
            stacks.updateStack(request -> request.stackName(STACK)
                    .templateBody(wanted.get().template())
                    .capabilities(Capability.CAPABILITY_IAM));
        }
    }

    /** The stage when nothing is in progress any more. */
    private Optional<Form> settled() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stack().map(one -> !one.stackStatusAsString().endsWith("_IN_PROGRESS"))
                        .orElse(true));
        Optional<Stack> stack = stack();
        stack.ifPresent(one -> assertThat(one.stackStatusAsString()).isIn("CREATE_COMPLETE", "UPDATE_COMPLETE"));
        return stack.map(one -> {
            String body =
                    stacks.getTemplate(request -> request.stackName(STACK)).templateBody();
            return body.equals(Form.A.template()) ? Form.A : Form.B;
        });
    }

    private Optional<Stack> stack() {
        try {
            return stacks.describeStacks(request -> request.stackName(STACK)).stacks().stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            assertThat(Objects.requireNonNull(e.awsErrorDetails()).errorMessage())
                    .contains("does not exist");
            return Optional.empty();
        }
    }

    /** What the services have is what the stage has. */
    private void check(Optional<Form> form) {
        List<String> ifThere = form.isPresent() ? List.of("x") : List.of();
        try (GlueClient glue = server.client(GlueClient.builder());
                LambdaClient lambda = server.client(LambdaClient.builder());
                IamClient iam = server.client(IamClient.builder());
                EventBridgeClient events = server.client(EventBridgeClient.builder());
                SsmClient parameters = server.client(SsmClient.builder());
                S3Client s3 = server.s3()) {
            assertThat(glue.getJobs(request -> {}).jobs())
                    .extracting(Job::name)
                    .containsExactlyElementsOf(form.map(one -> one.job).stream().toList());
            assertThat(glue.getDatabases(request -> {}).databaseList())
                    .extracting(Database::name)
                    .containsExactlyElementsOf(
                            ifThere.stream().map(x -> "nycitytaxi_test").toList());
            assertThat(glue.getCrawlers(request -> {}).crawlers())
                    .extracting(Crawler::name)
                    .containsExactlyElementsOf(
                            ifThere.stream().map(x -> "raw-test").toList());
            assertThat(glue.getTriggers(request -> {}).triggers()).hasSize(2 * ifThere.size());
            assertThat(lambda.listFunctions().functions()).hasSize(ifThere.size());
            assertThat(iam.listRoles().roles()).hasSize(2 * ifThere.size());
            assertThat(events.listRules(request -> {}).rules())
                    .extracting(rule -> rule.scheduleExpression())
                    .containsExactlyElementsOf(
                            form.map(one -> one.schedule).stream().toList());
            assertThat(parameters.describeParameters(request -> {}).parameters())
                    .extracting(parameter -> parameter.name())
                    .containsExactlyElementsOf(
                            form.map(one -> one.parameter).stream().toList());
            assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).hasSize(1 + ifThere.size());
            form.ifPresent(one -> assertThat(glue.getTriggers(request -> request.dependentJobName(one.job))
                            .triggers())
                    .anySatisfy(trigger ->
                            assertThat(trigger.actions().get(0).jobName()).isEqualTo(one.job)));
        }
        if (form.isPresent()) {
            assertThat(stacks.describeStackResources(request -> request.stackName(STACK))
                            .stackResources())
                    .extracting(StackResource::resourceStatusAsString)
                    // What an update removed is shown until the stack is gone, as CloudFormation does.
                    .filteredOn(status -> !status.equals("DELETE_COMPLETE"))
                    .hasSize(12)
                    .allMatch(status -> status.equals("CREATE_COMPLETE") || status.equals("UPDATE_COMPLETE"));
        }
    }
}
