package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.server.TestingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.SnsClient;

/** The shipped {@code pipeline.yaml}, as it stands, on a whole server: deployed, started by a push, its alarm and key tried, deleted. */
final class ITPipelineTemplate {
    private static final String BUILDSPEC = """
            version: 0.2
            phases:
              build:
                commands:
                  - echo no template > etl-stage.yaml
                  - echo '{}' > test.json
            artifacts:
              secondary-artifacts:
                Build: {files: [etl-stage.yaml, test.json]}
                Functions: {files: [test.json]}
                LiveTest: {files: [test.json]}
            """;

    @TempDir
    private Path folder;

    @Test
    void deploysRunsAndGoesAsItStands() throws IOException, GitAPIException {
        try (Site site = new Site(TestingServer.start(folder.resolve("data")))) {
            site.push("ci/buildspec-build.yml", BUILDSPEC);
            Map<String, String> made = site.deploy();
            site.awaitBuilt(1);
            site.checkArtifacts(made.getOrDefault("ArtifactBucket", ""));
            site.checkKey(made.getOrDefault("ArtifactKey", ""));
            // The rule alone starts the pipeline for a push: it says PollForSourceChanges=false.
            site.push("README.md", "A change");
            site.awaitBuilt(2);
            assertThat(site.executions().get(0).trigger().triggerTypeAsString()).isEqualTo("CloudWatchEvent");
            site.checkAlarm(made.getOrDefault("ProductionFailureAlarm", ""), made.getOrDefault("ApprovalTopic", ""));
            site.delete(made);
        }
    }

    /** One server with its clients. */
    private final class Site implements AutoCloseable {
        private final TestingServer server;
        private final CloudFormationClient stacks;
        private final CodePipelineClient pipelines;
        private final KmsClient keys;
        private final CloudWatchClient alarms;
        private final SnsClient topics;
        private final S3Client s3;

        Site(TestingServer server) {
            this.server = server;
            this.stacks = server.configure(CloudFormationClient.builder()).build();
            this.pipelines = server.configure(CodePipelineClient.builder()).build();
            this.keys = server.configure(KmsClient.builder()).build();
            this.alarms = server.configure(CloudWatchClient.builder()).build();
            this.topics = server.configure(SnsClient.builder()).build();
            this.s3 = server.s3();
        }

        void push(String file, String text) throws IOException, GitAPIException {
            Path place = folder.resolve("data/repositories/etl");
            try (Git git = Git.init()
                    .setDirectory(place.toFile())
                    .setInitialBranch("main")
                    .call()) {
                Path path = place.resolve(file);
                Files.createDirectories(path.getParent());
                Files.writeString(path, text);
                git.add().addFilepattern(".").call();
                git.commit()
                        .setMessage("Change " + file)
                        .setAuthor("a", "a@example.com")
                        .setCommitter("a", "a@example.com")
                        .setSign(false)
                        .call();
            }
        }

        /** The stack's resources by logical id. */
        Map<String, String> deploy() throws IOException {
            String template = Files.readString(
                    Path.of(System.getProperty("millrace.home"), "infra-cloudformation/templates/pipeline.yaml"));
            stacks.createStack(create -> create.stackName("delivery")
                    .templateBody(template)
                    .capabilities(Capability.CAPABILITY_IAM)
                    .parameters(parameter("RepositoryName", "etl"), parameter("ObjectStore", "plain")));
            awaitStack("CREATE_COMPLETE");
            return stacks.describeStackResources(describe -> describe.stackName("delivery")).stackResources().stream()
                    .collect(Collectors.toMap(StackResource::logicalResourceId, StackResource::physicalResourceId));
        }

        private static Parameter parameter(String key, String value) {
            return Parameter.builder().parameterKey(key).parameterValue(value).build();
        }

        private void awaitStack(String wanted) {
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(stacks.describeStacks(describe -> describe.stackName("delivery"))
                                    .stacks()
                                    .get(0)
                                    .stackStatusAsString())
                            .as(() ->
                                    stacks
                                            .describeStackEvents(events -> events.stackName("delivery"))
                                            .stackEvents()
                                            .stream()
                                            .map(event ->
                                                    event.logicalResourceId() + " " + event.resourceStatusReason())
                                            .toList()
                                            .toString())
                            .isEqualTo(wanted));
        }

        private String pipeline() {
            return pipelines.listPipelines(list -> {}).pipelines().get(0).name();
        }

        List<PipelineExecutionSummary> executions() {
            return pipelines
                    .listPipelineExecutions(list -> list.pipelineName(pipeline()))
                    .pipelineExecutionSummaries();
        }

        /** Each execution has built, by roles that are held to, from and to encrypted artifacts, and fails at the broken template. */
        void awaitBuilt(int count) {
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(actions())
                            .as(() -> actions().toString())
                            .filteredOn(action -> action.startsWith("Deploy Failed"))
                            .hasSize(count));
            assertThat(actions())
                    .filteredOn("Build Succeeded The build succeeded"::equals)
                    .hasSize(count);
            assertThat(executions()).hasSize(count);
        }

        private List<String> actions() {
            return pipelines
                    .listActionExecutions(list -> list.pipelineName(pipeline()))
                    .actionExecutionDetails()
                    .stream()
                    .map(this::action)
                    .toList();
        }

        private String action(ActionExecutionDetail detail) {
            return detail.actionName() + " " + detail.statusAsString() + " "
                    + detail.output().executionResult().externalExecutionSummary();
        }

        void checkArtifacts(String bucket) {
            List<String> objects = s3.listObjectsV2(list -> list.bucket(bucket)).contents().stream()
                    .map(S3Object::key)
                    .toList();
            assertThat(objects).hasSize(4);
            for (String key : objects) {
                assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key(key))
                                .asByteArray())
                        .as(key)
                        .startsWith('M', 'R', 'A', '1');
            }
        }

        void checkKey(String key) {
            assertThat(keys.getKeyRotationStatus(get -> get.keyId(key)).keyRotationEnabled())
                    .isTrue();
            assertThatThrownBy(() ->
                            keys.generateDataKey(generate -> generate.keyId(key).keySpec("AES_256")))
                    .as("the key's policy lets the administrator administer alone")
                    .isInstanceOf(KmsException.class)
                    .hasMessageContaining("no resource-based policy allows the kms:GenerateDataKey action");
        }

        void checkAlarm(String alarm, String topic) throws IOException {
            topics.subscribe(
                    subscribe -> subscribe.topicArn(topic).protocol("file").endpoint("alarms.jsonl"));
            alarms.setAlarmState(set -> set.alarmName(alarm).stateValue("ALARM").stateReason("tried"));
            Path file = folder.resolve("data/notifications/alarms.jsonl");
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
            assertThat(Files.readString(file)).contains("ALARM", alarm, "tried");
        }

        void delete(Map<String, String> made) {
            String pipeline = pipeline();
            stacks.deleteStack(delete -> delete.stackName("delivery"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stacks.describeStacks(list -> {}).stacks().stream()
                            .noneMatch(stack -> stack.stackName().equals("delivery")));
            assertThatThrownBy(() -> pipelines.getPipeline(get -> get.name(pipeline)))
                    .isInstanceOf(PipelineNotFoundException.class);
            assertThat(alarms.describeAlarms(list -> {}).metricAlarms()).isEmpty();
            assertThat(topics.listTopics().topics()).isEmpty();
            assertThat(keys.describeKey(describe -> describe.keyId(made.getOrDefault("ArtifactKey", "")))
                            .keyMetadata()
                            .enabled())
                    .as("the key is retained, as artifacts are encrypted with it")
                    .isTrue();
            assertThat(s3.headBucket(head -> head.bucket(made.getOrDefault("ArtifactBucket", "")))
                            .sdkHttpResponse()
                            .isSuccessful())
                    .isTrue();
        }

        @Override
        public void close() {
            s3.close();
            topics.close();
            alarms.close();
            keys.close();
            pipelines.close();
            stacks.close();
            server.close();
        }
    }
}
