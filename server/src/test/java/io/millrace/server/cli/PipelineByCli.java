package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.TestingServer;
import io.millrace.server.pipeline.DeliverySite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.s3.S3Client;

/** A pipeline that is moved by Debian's AWS CLI; what takes its time is waited for by the SDK, which is quicker. */
final class PipelineByCli implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> APPROVAL =
            List.of("--pipeline-name", DeliverySite.PIPELINE, "--stage-name", "LiveTest", "--action-name", "Approve");

    private final TestingServer server;
    private final AwsCli aws;
    private final Path folder;
    private final CodePipelineClient pipelines;

    PipelineByCli(TestingServer server, AwsCli aws, Path folder) {
        this.server = server;
        this.aws = aws;
        this.folder = folder;
        this.pipelines = server.configure(CodePipelineClient.builder()).build();
    }

    @Override
    public void close() {
        pipelines.close();
    }

    private JsonNode json(String words, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(words.split(" ")));
        command.addAll(List.of(more));
        return JSON.readTree(aws.succeed(command));
    }

    private JsonNode pipeline(String operation, String... more) throws IOException, InterruptedException {
        return json("codepipeline " + operation, more);
    }

    private AwsCli.Outcome decide(AwsCli who, String token, String result) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("codepipeline", "put-approval-result"));
        command.addAll(APPROVAL);
        command.addAll(List.of("--token", token, "--result", result));
        return who.run(command);
    }

    /** Approved, then rejected, repeated and stopped. */
    void deliver() throws IOException, InterruptedException {
        try (S3Client s3 = server.s3();
                CodeBuildClient builds =
                        server.configure(CodeBuildClient.builder()).build()) {
            DeliverySite.create(s3, builds, pipelines, folder, "1");
        }
        notices();
        String first = newest().pipelineExecutionId();
        String token = awaitToken();
        assertThat(pipeline("get-pipeline-state", "--name", DeliverySite.PIPELINE)
                        .at("/stageStates/2/actionStates/2/latestExecution/token")
                        .asText())
                .isEqualTo(token);
        assertThat(decide(aws, "00000000-0000-0000-0000-000000000000", "status=Approved,summary=no")
                        .err())
                .contains("(InvalidApprovalTokenException)");
        assertThat(JSON.readTree(decide(aws, token, "status=Approved,summary=seen")
                                .out())
                        .has("approvedAt"))
                .isTrue();
        awaitEnd(PipelineExecutionStatus.SUCCEEDED);
        assertThat(decide(aws, token, "status=Rejected,summary=late").err())
                .contains("(ApprovalAlreadyCompletedException)");
        JsonNode done = pipeline(
                        "get-pipeline-execution",
                        "--pipeline-name",
                        DeliverySite.PIPELINE,
                        "--pipeline-execution-id",
                        first)
                .path("pipelineExecution");
        assertThat(done.path("status").asText()).isEqualTo("Succeeded");
        assertThat(done.at("/artifactRevisions/0/name").asText()).isEqualTo("App");
        JsonNode actions = pipeline(
                        "list-action-executions",
                        "--pipeline-name",
                        DeliverySite.PIPELINE,
                        "--filter",
                        "pipelineExecutionId=" + first)
                .path("actionExecutionDetails");
        assertThat(actions.findValuesAsText("actionName"))
                .containsExactly("Execute", "Prepare", "Cleanup", "Approve", "Test", "Deploy", "Build", "Source");
        assertThat(actions.findValuesAsText("status")).containsOnly("Succeeded");
        assertThat(actions.findValuesAsText("externalExecutionSummary")).contains("seen");
        builds();
        rejectedRepeatedAndStopped(first);
        told(token);
    }

    private void rejectedRepeatedAndStopped(String first) throws IOException, InterruptedException {
        String second = pipeline("start-pipeline-execution", "--name", DeliverySite.PIPELINE)
                .path("pipelineExecutionId")
                .asText();
        String token = awaitToken();
        AwsCli.Outcome refused = decide(reader(), token, "status=Approved,summary=mine");
        assertThat(refused.err())
                .contains("(AccessDeniedException)", "codepipeline:PutApprovalResult", "delivery/LiveTest/Approve");
        assertThat(decide(aws, token, "status=Rejected,summary=wrong").exit()).isZero();
        awaitEnd(PipelineExecutionStatus.FAILED);
        String[] execution = {"--pipeline-name", DeliverySite.PIPELINE, "--pipeline-execution-id", second};
        List<String> retry = new ArrayList<>(List.of(execution));
        retry.addAll(List.of("--stage-name", "LiveTest", "--retry-mode", "FAILED_ACTIONS"));
        assertThat(pipeline("retry-stage-execution", retry.toArray(String[]::new))
                        .path("pipelineExecutionId")
                        .asText())
                .isEqualTo(second);
        List<String> stop = new ArrayList<>(List.of(execution));
        stop.addAll(List.of("--abandon", "--reason", "enough"));
        assertThat(pipeline("stop-pipeline-execution", stop.toArray(String[]::new))
                        .path("pipelineExecutionId")
                        .asText())
                .isEqualTo(second);
        awaitEnd(PipelineExecutionStatus.STOPPED);
        JsonNode all = pipeline("list-pipeline-executions", "--pipeline-name", DeliverySite.PIPELINE)
                .path("pipelineExecutionSummaries");
        assertThat(all.findValuesAsText("pipelineExecutionId")).containsExactly(second, first);
        assertThat(all.findValuesAsText("status")).containsExactly("Stopped", "Succeeded");
        assertThat(all.at("/0/stopTrigger/reason").asText()).isEqualTo("enough");
        assertThat(pipeline("get-pipeline-state", "--name", DeliverySite.PIPELINE)
                        .at("/stageStates/2/latestExecution/status")
                        .asText())
                .isEqualTo("Stopped");
    }

    /** A session of a role that may look and not decide. */
    private AwsCli reader() throws IOException, InterruptedException {
        role("looker", "AWS\": \"arn:aws:iam::000000000000:root", "codepipeline:Get*");
        JsonNode session = json(
                        "sts assume-role --role-session-name me --role-arn", "arn:aws:iam::000000000000:role/looker")
                .path("Credentials");
        return aws.withSession(
                session.path("AccessKeyId").asText(),
                session.path("SecretAccessKey").asText(),
                session.path("SessionToken").asText());
    }

    private void role(String name, String principal, String action) throws IOException, InterruptedException {
        json(
                "iam create-role --role-name " + name + " --assume-role-policy-document",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\","
                        + " \"Principal\": {\"" + principal + "\"}}}");
        aws.succeed(List.of(
                "iam",
                "put-role-policy",
                "--role-name",
                name,
                "--policy-name",
                "p",
                "--policy-document",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"" + action
                        + "\", \"Resource\": \"*\"}}"));
    }

    /** From now on the approval is told of, and the bus tells how the executions end. */
    private void notices() throws IOException, InterruptedException {
        String topic =
                json("sns create-topic --name approvals").path("TopicArn").asText();
        json("sns subscribe --protocol file --notification-endpoint pipeline.jsonl --topic-arn", topic);
        json(
                "events put-rule --name ends --event-pattern",
                "{\"source\": [\"aws.codepipeline\"], \"detail\": {\"state\": [\"SUCCEEDED\", \"STOPPED\"],"
                        + " \"stage\": [{\"exists\": false}]}}");
        json("events put-targets --rule ends --targets", "Id=1,Arn=" + topic);
        ObjectNode declaration = (ObjectNode)
                pipeline("get-pipeline", "--name", DeliverySite.PIPELINE).path("pipeline");
        ((ObjectNode) declaration.at("/stages/2/actions/2/configuration"))
                .put("NotificationArn", topic)
                .put("ExternalEntityLink", "https://example.com/changes");
        Path file = Files.writeString(folder.resolve("pipeline.json"), declaration.toString());
        assertThat(pipeline("update-pipeline", "--pipeline", "file://" + file)
                        .at("/pipeline/version")
                        .asInt())
                .isEqualTo(2);
    }

    private void told(String firstToken) throws IOException {
        Path file = folder.resolve("data/notifications/pipeline.jsonl");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Files.readString(file)).contains("SUCCEEDED", "STOPPED", "APPROVAL NEEDED"));
        for (String line : Files.readAllLines(file)) {
            JsonNode notice = JSON.readTree(line);
            JsonNode message = JSON.readTree(notice.path("Message").asText());
            if (message.has("approval")) {
                assertThat(message.path("region").asText()).isEqualTo("us-east-1");
                assertThat(message.at("/approval/pipelineName").asText()).isEqualTo(DeliverySite.PIPELINE);
                assertThat(message.at("/approval/token").asText()).isNotEqualTo(firstToken);
                assertThat(message.at("/approval/customData").asText()).isEqualTo("Look at the test stage.");
            } else {
                assertThat(message.path("detail-type").asText())
                        .isEqualTo("CodePipeline Pipeline Execution State Change");
                assertThat(message.at("/detail/pipeline").asText()).isEqualTo(DeliverySite.PIPELINE);
            }
        }
    }

    /** A build with secrets, whose log is read while it runs. */
    private void builds() throws IOException, InterruptedException {
        role("builder", "Service\": \"codebuild.amazonaws.com", "*");
        json("ssm put-parameter --type SecureString --name /build/token --value open-sesame");
        json("secretsmanager create-secret --name build --secret-string", "{\"password\": \"swordfish\"}");
        Path file = Files.writeString(folder.resolve("project.json"), """
                {"name": "secret", "artifacts": {"type": "NO_ARTIFACTS"},
                 "source": {"type": "NO_SOURCE", "buildspec": "version: 0.2\\nenv: {secrets-manager: {PASSWORD: 'build:password'}}\\nphases: {build: {commands: ['echo begin $TOKEN $PASSWORD; sleep 300']}}\\n"},
                 "environment": {"type": "LINUX_CONTAINER", "image": "any", "computeType": "BUILD_GENERAL1_SMALL",
                  "environmentVariables": [{"name": "TOKEN", "value": "/build/token", "type": "PARAMETER_STORE"}]},
                 "logsConfig": {"cloudWatchLogs": {"status": "ENABLED", "groupName": "builds", "streamName": "mine"}},
                 "serviceRole": "arn:aws:iam::000000000000:role/builder"}""");
        json("codebuild create-project --cli-input-json", "file://" + file);
        String id = json("codebuild start-build --project-name secret")
                .at("/build/id")
                .asText();
        String stream = "mine/" + id.substring(id.indexOf(':') + 1);
        await().atMost(PATIENCE)
                .until(() -> aws.run(List.of("logs", "filter-log-events", "--log-group-name", "builds"))
                        .out()
                        .contains("begin *** ***"));
        JsonNode build = json("codebuild batch-get-builds --ids", id).at("/builds/0");
        assertThat(build.path("buildStatus").asText()).isEqualTo("IN_PROGRESS");
        assertThat(build.at("/logs/groupName").asText()).isEqualTo("builds");
        assertThat(build.at("/logs/streamName").asText()).isEqualTo(stream);
        json("codebuild stop-build --id", id);
        await().atMost(PATIENCE)
                .until(() -> json("codebuild batch-get-builds --ids", id)
                        .at("/builds/0/buildStatus")
                        .asText()
                        .equals("STOPPED"));
        JsonNode events =
                json("logs get-log-events --start-from-head --log-group-name builds --log-stream-name", stream);
        String log = String.join("\n", events.path("events").findValuesAsText("message"));
        assertThat(log)
                .contains("begin *** ***", "The build was stopped.", "Build ended: STOPPED")
                .doesNotContain("sesame", "swordfish");
        assertThat(json("codebuild list-builds-for-project --project-name secret")
                        .path("ids")
                        .get(0)
                        .asText())
                .isEqualTo(id);
    }

    private PipelineExecutionSummary newest() {
        return pipelines
                .listPipelineExecutions(list -> list.pipelineName(DeliverySite.PIPELINE))
                .pipelineExecutionSummaries()
                .get(0);
    }

    private void awaitEnd(PipelineExecutionStatus status) {
        await().atMost(PATIENCE).until(() -> newest().status() == status);
    }

    private String awaitToken() {
        await().atMost(PATIENCE).until(() -> token() != null);
        return Objects.requireNonNull(token());
    }

    private @Nullable String token() {
        return pipelines.getPipelineState(get -> get.name(DeliverySite.PIPELINE)).stageStates().stream()
                .flatMap(stage -> stage.actionStates().stream())
                .filter(action -> action.latestExecution() != null)
                .map(action -> action.latestExecution().token())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
