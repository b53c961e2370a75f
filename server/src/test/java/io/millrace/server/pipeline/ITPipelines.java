package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.TestingServer;
import io.millrace.server.artifact.ZipWriter;
import io.millrace.server.pipeline.view.ExecutionView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** A whole pipeline by the SDK's clients: object, build, test stage, approval, clean-up, production; with a restart in between. */
final class ITPipelines {
    private static final String TEMPLATE = """
            {"Parameters": {"Stage": {"Type": "String"}, "Value": {"Type": "String"}},
             "Resources": {"Kept": {"Type": "AWS::SSM::Parameter", "Properties": {
               "Name": {"Fn::Sub": "/${Stage}/kept"}, "Type": "String", "Value": {"Ref": "Value"}}}},
             "Outputs": {"Name": {"Value": {"Ref": "Kept"}}}}""";
    private static final String BUILDSPEC = """
            version: 0.2
            env:
              exported-variables: [VERSION]
            phases:
              build:
                commands:
                  - export VERSION=$(cat version)
                  - mkdir dist && cp template.json dist/
            artifacts:
              base-directory: dist
              files: ["**/*"]
            """;

    @TempDir
    private Path folder;

    @Test
    void deliversToProductionOnlyWhatIsApproved() throws IOException {
        String execution;
        try (Site site = new Site(TestingServer.start(folder))) {
            site.server.s3().createBucket(bucket -> bucket.bucket("source"));
            site.server.s3().createBucket(bucket -> bucket.bucket("artifacts"));
            site.push("1");
            site.builds.createProject(project -> project.name("build")
                    .source(source -> source.type("CODEPIPELINE"))
                    .artifacts(artifacts -> artifacts.type("CODEPIPELINE"))
                    .environment(environment ->
                            environment.type("LINUX_CONTAINER").image("any").computeType("BUILD_GENERAL1_SMALL"))
                    .serviceRole("arn:aws:iam::000000000000:role/build"));
            site.pipelines.createPipeline(create -> create.pipeline(pipeline()));
            site.awaitApproval();
            assertThat(site.value("/test/kept")).isEqualTo("1");
            execution = site.newest().pipelineExecutionId();
        }
        try (Site site = new Site(TestingServer.start(folder))) {
            site.decide(ApprovalStatus.APPROVED);
            site.awaitEnd(PipelineExecutionStatus.SUCCEEDED);
            assertThat(site.newest().pipelineExecutionId()).isEqualTo(execution);
            assertThat(site.value("/prod/kept")).isEqualTo("1");
            assertThat(site.value("/test/kept")).isNull();
            assertThat(site.actions(execution))
                    .containsExactly("Produce", "Cleanup", "Approve", "Deploy", "Build", "Source");
            // Another object is noticed, and rejected.
            site.push("2");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !site.newest().pipelineExecutionId().equals(execution));
            site.awaitApproval();
            site.assertProductionIsOfTheOlderExecutionAlone();
            site.decide(ApprovalStatus.REJECTED);
            site.awaitEnd(PipelineExecutionStatus.FAILED);
            assertThat(site.value("/prod/kept")).isEqualTo("1");
            assertThat(site.value("/test/kept")).isNull();
            assertThat(site.newest().trigger().triggerTypeAsString()).isEqualTo("PollForSourceChanges");
            assertThat(site.actions(site.newest().pipelineExecutionId()))
                    .containsExactly("Cleanup", "Approve", "Deploy", "Build", "Source");
        }
    }

    private static PipelineDeclaration pipeline() {
        return PipelineDeclaration.builder()
                .name("delivery")
                .roleArn("arn:aws:iam::000000000000:role/pipeline")
                .artifactStore(store -> store.type("S3").location("artifacts"))
                .stages(
                        stage(
                                "Source",
                                action(
                                                "Source",
                                                "Source",
                                                "S3",
                                                1,
                                                Map.of("S3Bucket", "source", "S3ObjectKey", "app.zip"))
                                        .outputArtifacts(output("App"))),
                        stage(
                                "Build",
                                action("Build", "Build", "CodeBuild", 1, Map.of("ProjectName", "build"))
                                        .namespace("Built")
                                        .inputArtifacts(input("App"))
                                        .outputArtifacts(output("Template"))),
                        stage(
                                "LiveTest",
                                deploy("Deploy", "test"),
                                action("Approve", "Approval", "Manual", 2, Map.of()),
                                action(
                                        "Cleanup",
                                        "Deploy",
                                        "CloudFormation",
                                        3,
                                        Map.of("ActionMode", "DELETE_ONLY", "StackName", "test"))),
                        stage("Production", deploy("Produce", "prod")))
                .build();
    }

    private static ActionDeclaration.Builder deploy(String name, String stage) {
        return action(
                        name,
                        "Deploy",
                        "CloudFormation",
                        1,
                        Map.of(
                                "ActionMode",
                                "CREATE_UPDATE",
                                "StackName",
                                stage,
                                "TemplatePath",
                                "Template::template.json",
                                "ParameterOverrides",
                                "{\"Stage\": \"" + stage + "\", \"Value\": \"#{Built.VERSION}\"}"))
                .inputArtifacts(input("Template"));
    }

    private static OutputArtifact output(String name) {
        return OutputArtifact.builder().name(name).build();
    }

    private static InputArtifact input(String name) {
        return InputArtifact.builder().name(name).build();
    }

    private static StageDeclaration stage(String name, ActionDeclaration.Builder... actions) {
        return StageDeclaration.builder()
                .name(name)
                .actions(List.of(actions).stream()
                        .map(ActionDeclaration.Builder::build)
                        .toList())
                .build();
    }

    private static ActionDeclaration.Builder action(
            String name, String category, String provider, int order, Map<String, String> configuration) {
        return ActionDeclaration.builder()
                .name(name)
                .runOrder(order)
                .actionTypeId(type ->
                        type.category(category).owner("AWS").provider(provider).version("1"))
                .configuration(configuration);
    }

    /** One server with its clients. */
    private final class Site implements AutoCloseable {
        private final TestingServer server;
        private final S3Client s3;
        private final CodePipelineClient pipelines;
        private final CodeBuildClient builds;
        private final SsmClient parameters;

        Site(TestingServer server) {
            this.server = server;
            this.s3 = server.s3();
            this.pipelines = server.configure(CodePipelineClient.builder()).build();
            this.builds = server.configure(CodeBuildClient.builder()).build();
            this.parameters = server.configure(SsmClient.builder()).build();
        }

        void push(String version) throws IOException {
            Path zip = folder.resolve("app.zip");
            try (ZipWriter writer = new ZipWriter(zip)) {
                writer.add("buildspec.yml", BUILDSPEC);
                writer.add("template.json", TEMPLATE);
                writer.add("version", version);
            }
            s3.putObject(put -> put.bucket("source").key("app.zip"), zip);
        }

        PipelineExecutionSummary newest() {
            return pipelines
                    .listPipelineExecutions(
                            list -> list.pipelineName("delivery").maxResults(1))
                    .pipelineExecutionSummaries()
                    .get(0);
        }

        private ActionState approval() {
            return pipelines
                    .getPipelineState(get -> get.name("delivery"))
                    .stageStates()
                    .get(2)
                    .actionStates()
                    .get(1);
        }

        void awaitApproval() {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(approval().latestExecution())
                            .as(() -> state())
                            .isNotNull()
                            .satisfies(latest -> assertThat(latest.token()).isNotNull()));
        }

        private String state() {
            return pipelines
                    .listActionExecutions(list -> list.pipelineName("delivery"))
                    .actionExecutionDetails()
                    .stream()
                    .map(detail -> detail.actionName() + " " + detail.statusAsString() + " "
                            + detail.output().executionResult())
                    .toList()
                    .toString();
        }

        /** The pipeline's state has the older one's result in it, a view of the execution has not. */
        void assertProductionIsOfTheOlderExecutionAlone() {
            assertThat(pipelines
                            .getPipelineState(get -> get.name("delivery"))
                            .stageStates()
                            .get(3)
                            .latestExecution()
                            .statusAsString())
                    .isEqualTo("Succeeded");
            ExecutionView view = ExecutionView.of(pipelines, "delivery", newest().pipelineExecutionId());
            assertThat(view.lines("%s"::formatted))
                    .contains("Production                     -", "  Produce                      -")
                    .anyMatch(line -> line.startsWith("  Approve                      InProgress"));
            assertThat(view.approval()).isPresent();
        }

        void decide(ApprovalStatus status) {
            pipelines.putApprovalResult(put -> put.pipelineName("delivery")
                    .stageName("LiveTest")
                    .actionName("Approve")
                    .token(approval().latestExecution().token())
                    .result(result -> result.status(status).summary("seen")));
        }

        void awaitEnd(PipelineExecutionStatus status) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(newest().status()).as(() -> state()).isEqualTo(status));
        }

        List<String> actions(String execution) {
            return pipelines
                    .listActionExecutions(list ->
                            list.pipelineName("delivery").filter(filter -> filter.pipelineExecutionId(execution)))
                    .actionExecutionDetails()
                    .stream()
                    .map(ActionExecutionDetail::actionName)
                    .toList();
        }

        @Nullable
        String value(String name) {
            return parameters.getParameters(get -> get.names(name)).parameters().stream()
                    .map(parameter -> parameter.value())
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public void close() {
            parameters.close();
            builds.close();
            pipelines.close();
            s3.close();
            server.close();
        }
    }
}
