package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.fault.TestingServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A server, a process of its own, that is killed at the actions of an execution. After each kill the next server is to go on with the
 * execution or to say why it failed; no test stage, build process or build folder may be left, and a retry must bring it to production.
 */
class ITPipelineDeath {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final List<String> ACTIONS =
            List.of("Source", "Build", "Deploy", "Test", "Approve", "Cleanup", "Prepare", "Execute");

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<String> story = new ArrayList<>();
    private TestingServerProcess server;
    private CodePipelineClient pipelines;
    private CodeBuildClient builds;
    private CloudFormationClient stacks;
    private SsmClient parameters;

    /** When an action is met. */
    private enum Moment {
        /** Its run is there. */
        BEGUN,
        /** It has started something elsewhere, some time ago. */
        RUNNING,
        /** It is done. */
        ENDED
    }

    /** Where the server is killed. */
    private record Kill(String action, Moment moment) {}

    @BeforeEach
    void start() throws IOException {
        server = TestingServerProcess.start(folder);
        connect();
    }

    private void connect() {
        pipelines = server.client(CodePipelineClient.builder());
        builds = server.client(CodeBuildClient.builder());
        stacks = server.client(CloudFormationClient.builder());
        parameters = server.client(SsmClient.builder());
    }

    @AfterEach
    void stop() throws IOException {
        kill();
    }

    private void kill() throws IOException {
        server.close();
        pipelines.close();
        builds.close();
        stacks.close();
        parameters.close();
    }

    @Test
    void anExecutionOutlivesItsServers() throws Exception {
        deliver(
                "1",
                List.of(
                        new Kill("Build", Moment.RUNNING),
                        new Kill("Deploy", Moment.BEGUN),
                        new Kill("Execute", Moment.BEGUN)));
    }

    @Test
    @Tag("long")
    void anExecutionOutlivesItsServersAtEachOfItsActions() throws Exception {
        for (Moment moment : Moment.values()) {
            deliver(
                    moment.name(),
                    ACTIONS.stream().map(action -> new Kill(action, moment)).toList());
        }
    }

    private void deliver(String version, List<Kill> kills) throws Exception {
        String execution = begin(version);
        Deque<Kill> left = new ArrayDeque<>(kills);
        long deadline = System.nanoTime()
                + PATIENCE.toNanos()
                + kills.size() * Duration.ofMinutes(1).toNanos();
        while (status(execution) != PipelineExecutionStatus.SUCCEEDED) {
            assertThat(System.nanoTime())
                    .as(() -> story + " " + runs(execution))
                    .isLessThan(deadline);
            Kill next = left.peek();
            if (next != null && isMet(next, execution)) {
                left.remove();
                killAndStart(next, execution);
            } else if (status(execution) == PipelineExecutionStatus.FAILED) {
                retry(execution);
            } else if (next == null || !next.action().equals("Approve") || next.moment() == Moment.ENDED) {
                approve();
            }
            await().pollDelay(LOOK_EVERY).until(() -> true);
        }
        if (!left.isEmpty() && isMet(left.peek(), execution)) {
            // The end of the last action is the execution's.
            killAndStart(left.remove(), execution);
        }
        System.out.println("The kills (seed " + seed + "): " + story);
        assertThat(left).as(() -> story + " " + runs(execution)).isEmpty();
        assertThat(value("/prod/kept")).isEqualTo(version);
        assertNothingIsLeft(execution);
    }

    private String begin(String version) throws IOException {
        try (S3Client s3 = server.s3()) {
            if (pipelines.listPipelines(list -> {}).pipelines().isEmpty()) {
                DeliverySite.create(s3, builds, pipelines, folder, version);
                return pipelines
                        .listPipelineExecutions(list -> list.pipelineName(DeliverySite.PIPELINE))
                        .pipelineExecutionSummaries()
                        .get(0)
                        .pipelineExecutionId();
            }
            DeliverySite.push(s3, folder, version);
        }
        return pipelines
                .startPipelineExecution(start -> start.name(DeliverySite.PIPELINE))
                .pipelineExecutionId();
    }

    private PipelineExecutionStatus status(String execution) {
        return pipelines
                .getPipelineExecution(
                        get -> get.pipelineName(DeliverySite.PIPELINE).pipelineExecutionId(execution))
                .pipelineExecution()
                .status();
    }

    /** Runs of actions, the newest first. */
    private List<ActionExecutionDetail> details(String execution) {
        return pipelines
                .listActionExecutions(list -> list.pipelineName(DeliverySite.PIPELINE)
                        .filter(filter -> filter.pipelineExecutionId(execution)))
                .actionExecutionDetails();
    }

    private String runs(String execution) {
        return details(execution).stream()
                .map(detail -> detail.actionName() + " " + detail.statusAsString() + " "
                        + detail.output().executionResult())
                .toList()
                .toString();
    }

    private boolean isMet(Kill kill, String execution) {
        return details(execution).stream()
                .filter(detail -> detail.actionName().equals(kill.action()))
                .findFirst()
                .filter(detail -> detail.status() != ActionExecutionStatus.IN_PROGRESS
                        || switch (kill.moment()) {
                            case BEGUN -> true;
                            case RUNNING ->
                                !String.valueOf(detail.output()
                                                .executionResult()
                                                .externalExecutionSummary())
                                        .isEmpty();
                            case ENDED -> false;
                        })
                .isPresent();
    }

    private void killAndStart(Kill kill, String execution) throws Exception {
        int life = kill.moment() == Moment.RUNNING ? random.nextInt(400) : 0;
        await().pollDelay(Duration.ofMillis(life)).until(() -> true);
        String met = details(execution).stream()
                .filter(detail -> detail.actionName().equals(kill.action()))
                .findFirst()
                .map(ActionExecutionDetail::statusAsString)
                .orElse("");
        kill();
        story.add(kill.action() + " " + met);
        server.start();
        connect();
        // What a dead server's builds were is stated as soon as the next one answers.
        assertThat(ProcessHandle.allProcesses()
                        .map(one -> one.info().commandLine().orElse(""))
                        .filter(line -> line.contains(DeliverySite.MARK)))
                .as(story.toString())
                .isEmpty();
    }

    /** A failed execution says why, and has left no test stage. */
    private void retry(String execution) {
        ActionExecutionDetail failed = details(execution).stream()
                .filter(detail -> detail.status() == ActionExecutionStatus.FAILED)
                .findFirst()
                .orElseThrow();
        story.add(failed.actionName() + " Failed, retried");
        assertThat(failed.actionName()).as(runs(execution)).isIn("Build", "Test");
        assertThat(failed.output().executionResult().errorDetails().message())
                .contains("ended as FAULT")
                .contains("The server stopped while it ran.");
        assertThat(stack("test")).as(runs(execution)).isEmpty();
        pipelines.retryStageExecution(retry -> retry.pipelineName(DeliverySite.PIPELINE)
                .pipelineExecutionId(execution)
                .stageName(failed.stageName())
                .retryMode(StageRetryMode.FAILED_ACTIONS));
    }

    private void approve() {
        String token = token();
        if (token != null) {
            pipelines.putApprovalResult(put -> put.pipelineName(DeliverySite.PIPELINE)
                    .stageName("LiveTest")
                    .actionName("Approve")
                    .token(token)
                    .result(result -> result.status(ApprovalStatus.APPROVED).summary("seen")));
        }
    }

    private @Nullable String token() {
        return pipelines.getPipelineState(get -> get.name(DeliverySite.PIPELINE)).stageStates().stream()
                .flatMap(stage -> stage.actionStates().stream())
                .filter(action -> action.actionName().equals("Approve") && action.latestExecution() != null)
                .map(action -> action.latestExecution().token())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Optional<Stack> stack(String name) {
        return stacks.describeStacks(request -> {}).stacks().stream()
                .filter(stack -> stack.stackName().equals(name))
                .findFirst();
    }

    private @Nullable String value(String name) {
        return parameters.getParameters(get -> get.names(name)).parameters().stream()
                .map(parameter -> parameter.value())
                .findFirst()
                .orElse(null);
    }

    private void assertNothingIsLeft(String execution) {
        assertThat(stack("test")).isEmpty();
        assertThat(value("/test/kept")).isNull();
        assertThat(stack("prod").orElseThrow().stackStatus())
                .isIn(StackStatus.CREATE_COMPLETE, StackStatus.UPDATE_COMPLETE);
        assertThat(details(execution)).noneMatch(detail -> detail.status() == ActionExecutionStatus.IN_PROGRESS);
        List<String> ids = builds.listBuilds(list -> {}).ids();
        for (Build build : builds.batchGetBuilds(get -> get.ids(ids)).builds()) {
            assertThat(build.buildStatus()).isIn(StatusType.SUCCEEDED, StatusType.FAULT);
            // The source is in the build's folder, which is in that of all builds.
            build.exportedEnvironmentVariables().stream()
                    .filter(variable -> variable.name().equals("FOLDER"))
                    .map(variable -> Path.of(variable.value(), "..", "..").normalize())
                    .forEach(all -> assertThat(String.join(" ", names(all))).isEmpty());
        }
    }

    private static String[] names(Path all) {
        String[] names = all.toFile().list();
        return names == null ? new String[0] : names;
    }
}
