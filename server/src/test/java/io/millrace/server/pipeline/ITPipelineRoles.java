package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.MillraceHome;
import io.millrace.server.TestingServer;
import io.millrace.server.artifact.ZipWriter;
import io.millrace.server.config.SecurityConfig;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.identity.role.UnknownRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.s3.S3Client;

/** The pipeline of the guide, made and taken away again with its roles: its first execution comes a moment after they were made. */
final class ITPipelineRoles {
    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String STACK = "app-pipeline";

    @TempDir
    private Path folder;

    /** Where the pipeline is made. */
    private record Site(CloudFormationClient stacks, CodePipelineClient pipelines) {}

    @Test
    @Tag("long")
    void rolesThatWereMadeAgainCountAtOnce() throws IOException {
        Path examples = MillraceHome.fromSystemProperty().root().resolve("docs/guides/examples");
        String template = Files.readString(examples.resolve("pipeline.yaml"));
        try (TestingServer server = TestingServer.start(config());
                S3Client s3 = server.s3();
                CloudFormationClient cloudFormation =
                        server.configure(CloudFormationClient.builder()).build();
                CodePipelineClient codePipeline =
                        server.configure(CodePipelineClient.builder()).build()) {
            Site site = new Site(cloudFormation, codePipeline);
            s3.createBucket(bucket -> bucket.bucket("acme-source"));
            s3.createBucket(bucket -> bucket.bucket("acme-artifacts"));
            s3.putObject(put -> put.bucket("acme-source").key("app.zip"), delivery(examples.resolve("pipeline")));
            for (int round = 1; round <= ROUNDS; round++) {
                makeAndTakeAway(site, template, "round " + round);
            }
        }
    }

    private ServerConfig config() {
        ServerConfig local = ServerConfig.local(folder.resolve("data"));
        SecurityConfig enforced = new SecurityConfig(
                Optional.empty(),
                local.security().auditKeepDays(),
                UnknownRoles.REFUSED,
                local.security().localEndpoints());
        return new ServerConfig(
                local.dataFolder(),
                local.bindAddress(),
                local.port(),
                local.region(),
                local.storage(),
                local.queryOutputLocation(),
                local.notifications(),
                local.observability(),
                enforced,
                local.catalog());
    }

    private Path delivery(Path example) throws IOException {
        Path zip = folder.resolve("app.zip");
        try (ZipWriter writer = new ZipWriter(zip)) {
            for (String name : List.of("buildspec.yml", "stage.yaml", "version")) {
                writer.add(name, example.resolve(name));
            }
        }
        return zip;
    }

    private static void makeAndTakeAway(Site site, String template, String round) {
        site.stacks()
                .createStack(create -> create.stackName(STACK)
                        .templateBody(template)
                        .parameters(
                                parameter("SourceBucket", "acme-source"), parameter("ArtifactBucket", "acme-artifacts"))
                        .capabilities(Capability.CAPABILITY_IAM));
        site.stacks().waiter().waitUntilStackCreateComplete(describe -> describe.stackName(STACK));
        await().atMost(PATIENCE).until(() -> waitsForApproval(site, round));
        PipelineExecutionSummary first = newest(site);
        site.pipelines()
                .stopPipelineExecution(stop -> stop.pipelineName("app")
                        .pipelineExecutionId(first.pipelineExecutionId())
                        .abandon(true));
        await().atMost(PATIENCE).until(() -> newest(site).status() == PipelineExecutionStatus.STOPPED);
        site.stacks().deleteStack(delete -> delete.stackName(STACK));
        site.stacks().waiter().waitUntilStackDeleteComplete(describe -> describe.stackName(STACK));
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }

    private static PipelineExecutionSummary newest(Site site) {
        return site.pipelines()
                .listPipelineExecutions(list -> list.pipelineName("app"))
                .pipelineExecutionSummaries()
                .get(0);
    }

    private static boolean waitsForApproval(Site site, String round) {
        List<ActionExecutionDetail> actions = site.pipelines()
                .listActionExecutions(list -> list.pipelineName("app")
                        .filter(filter ->
                                filter.pipelineExecutionId(newest(site).pipelineExecutionId())))
                .actionExecutionDetails();
        assertThat(actions).as(round).noneMatch(action -> action.status() == ActionExecutionStatus.FAILED);
        return actions.stream().anyMatch(action -> action.actionName().contains("Approval"));
    }
}
