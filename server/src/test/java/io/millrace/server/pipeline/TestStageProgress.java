package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.pipeline.StageProgress.Next;
import io.millrace.server.pipeline.StageProgress.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

final class TestStageProgress {
    private static final StageDeclaration STAGE = StageDeclaration.builder()
            .name("LiveTest")
            .actions(
                    stack("Deploy", 1, "CREATE_UPDATE"),
                    action("Left", 2, "CodeBuild", Map.of()),
                    action("Right", 2, "CodeBuild", Map.of()),
                    action("Approve", 3, "Manual", Map.of()),
                    stack("Cleanup", 4, "DELETE_ONLY"))
            .build();

    private static ActionDeclaration stack(String name, int order, String mode) {
        return action(name, order, "CloudFormation", Map.of("ActionMode", mode, "StackName", "test"));
    }

    private static ActionDeclaration action(
            String name, int order, String provider, Map<String, String> configuration) {
        return ActionDeclaration.builder()
                .name(name)
                .runOrder(order)
                .actionTypeId(type -> type.provider(provider))
                .configuration(configuration)
                .build();
    }

    private static ActionRun run(String action, ActionExecutionStatus status) {
        return new ActionRun(
                1,
                action,
                "e",
                "p",
                "LiveTest",
                action,
                true,
                true,
                status,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                Map.of(),
                Map.of(),
                "",
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static ActionRun done(String action) {
        return run(action, ActionExecutionStatus.SUCCEEDED);
    }

    private static ActionRun failed(String action) {
        return run(action, ActionExecutionStatus.FAILED);
    }

    private static ActionRun running(String action) {
        return run(action, ActionExecutionStatus.IN_PROGRESS);
    }

    private static Object next(boolean stopping, ActionRun... runs) {
        Next next = StageProgress.next(STAGE, List.of(runs), stopping);
        return next instanceof Next.Run run
                ? run.actions().stream().map(ActionDeclaration::name).toList()
                : next;
    }

    @Test
    void actionsOfOneRunOrderRunSideBySide() {
        assertThat(next(false)).isEqualTo(List.of("Deploy"));
        assertThat(next(false, running("Deploy"))).isEqualTo(new Next.Await());
        assertThat(next(false, done("Deploy"))).isEqualTo(List.of("Left", "Right"));
        assertThat(next(false, done("Deploy"), done("Left"))).isEqualTo(List.of("Right"));
        assertThat(next(false, done("Deploy"), done("Left"), running("Right"))).isEqualTo(new Next.Await());
    }

    @Test
    void aStageSucceedsWithItsLastAction() {
        assertThat(next(false, done("Deploy"), done("Left"), done("Right"), done("Approve"), done("Cleanup")))
                .isEqualTo(new Next.End(Result.SUCCEEDED));
    }

    @Test
    void aFailureLetsOthersEndAndThenCleansUp() {
        assertThat(next(false, done("Deploy"), failed("Left"), running("Right")))
                .isEqualTo(new Next.Await());
        assertThat(next(false, done("Deploy"), failed("Left"), done("Right"))).isEqualTo(List.of("Cleanup"));
        assertThat(next(false, done("Deploy"), failed("Left"), done("Right"), done("Cleanup")))
                .isEqualTo(new Next.End(Result.FAILED));
        assertThat(next(false, failed("Deploy"))).isEqualTo(List.of("Cleanup"));
        assertThat(next(false, failed("Deploy"), failed("Cleanup"))).isEqualTo(new Next.End(Result.FAILED));
    }

    @Test
    void aStopCleansUpWhatHasBegun() {
        assertThat(next(true)).isEqualTo(new Next.End(Result.STOPPED));
        assertThat(next(true, done("Deploy"))).isEqualTo(List.of("Cleanup"));
        assertThat(next(true, run("Deploy", ActionExecutionStatus.ABANDONED), done("Cleanup")))
                .isEqualTo(new Next.End(Result.STOPPED));
    }
}
