package io.millrace.server.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/**
 * What comes next in a stage, from its declaration and the live runs of its actions alone: so the answer is the same after a death of the
 * server. Actions of one run order run side by side; a failure lets those that run end and begins no others, but for clean-up: an action that
 * deletes a stack which an action before it in the stage has deployed. That runs however the stage ends.
 */
final class StageProgress {
    private StageProgress() {}

    /** What comes next. */
    sealed interface Next {
        /** These actions. */
        record Run(List<ActionDeclaration> actions) implements Next {}

        /** The end of what runs. */
        record Await() implements Next {}

        /** The stage is done. */
        record End(Result result) implements Next {}
    }

    /** How a stage ends. */
    enum Result {
        SUCCEEDED,
        FAILED,
        STOPPED
    }

    static int runOrder(ActionDeclaration action) {
        return action.runOrder() == null ? 1 : action.runOrder();
    }

    /**
     * @param runs the live runs of the stage
     * @param stopping whether the execution is to stop
     */
    static Next next(StageDeclaration stage, List<ActionRun> runs, boolean stopping) {
        Map<String, ActionRun> byName = new HashMap<>();
        runs.forEach(run -> byName.put(run.action(), run));
        if (runs.stream().anyMatch(ActionRun::inProgress)) {
            return new Next.Await();
        }
        boolean failed = runs.stream().anyMatch(run -> !run.succeeded());
        if (failed || stopping) {
            List<ActionDeclaration> cleanUps = stage.actions().stream()
                    .filter(action -> !byName.containsKey(action.name()) && cleansUp(stage, action, byName))
                    .toList();
            return cleanUps.isEmpty()
                    ? new Next.End(failed && !stopping ? Result.FAILED : Result.STOPPED)
                    : new Next.Run(cleanUps);
        }
        TreeMap<Integer, List<ActionDeclaration>> groups = new TreeMap<>();
        stage.actions()
                .forEach(action -> groups.computeIfAbsent(runOrder(action), order -> new ArrayList<>())
                        .add(action));
        for (List<ActionDeclaration> group : groups.values()) {
            List<ActionDeclaration> missing = group.stream()
                    .filter(action -> !byName.containsKey(action.name()))
                    .toList();
            if (!missing.isEmpty()) {
                return new Next.Run(missing);
            }
        }
        return new Next.End(Result.SUCCEEDED);
    }

    /** Whether the action deletes the stack that one which has run deploys. */
    private static boolean cleansUp(StageDeclaration stage, ActionDeclaration action, Map<String, ActionRun> runs) {
        return isDeletion(action)
                && stage.actions().stream()
                        .anyMatch(other -> runOrder(other) < runOrder(action)
                                && runs.containsKey(other.name())
                                && !isDeletion(other)
                                && isStack(other)
                                && stack(other).equals(stack(action)));
    }

    private static boolean isStack(ActionDeclaration action) {
        return action.actionTypeId().provider().equals("CloudFormation");
    }

    /** Whether it deletes a stack. */
    static boolean isDeletion(ActionDeclaration action) {
        return isStack(action) && "DELETE_ONLY".equals(action.configuration().get("ActionMode"));
    }

    private static String stack(ActionDeclaration action) {
        return action.configuration().getOrDefault("StackName", "");
    }
}
