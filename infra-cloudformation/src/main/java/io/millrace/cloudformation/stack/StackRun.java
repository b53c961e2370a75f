package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * One operation on one stack, from where the stack's status says that it is to its end. So taking it up after a death is the same
 * as beginning it. Runs on one thread, with resources on others.
 */
final class StackRun {
    private final Journal journal;
    private final EngineParts parts;
    private final GraphRun threads;
    private final HandlerCalls calls;

    StackRun(Journal journal, EngineParts parts, GraphRun threads, HandlerCalls calls) {
        this.journal = journal;
        this.parts = parts;
        this.threads = threads;
        this.calls = calls;
    }

    Journal journal() {
        return journal;
    }

    /** Runs until the stack rests. */
    void run() {
        while (journal.stack().isInProgress()) {
            switch (journal.stack().status()) {
                case CREATE_IN_PROGRESS, UPDATE_IN_PROGRESS -> converge();
                case ROLLBACK_IN_PROGRESS -> undoCreation();
                case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS -> cleanUp(StackStatus.UPDATE_COMPLETE);
                case UPDATE_ROLLBACK_IN_PROGRESS -> undoUpdate();
                case UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS -> cleanUp(StackStatus.UPDATE_ROLLBACK_COMPLETE);
                case DELETE_IN_PROGRESS -> delete();
                default ->
                    throw new IllegalStateException("Stack " + journal.stack().id() + " cannot be in "
                            + journal.stack().status());
            }
        }
    }

    private boolean isCreating() {
        return journal.stack().status() == StackStatus.CREATE_IN_PROGRESS;
    }

    private StackVersion target() {
        return journal.operation().target().orElseThrow(() -> new IllegalStateException("The operation has no target"));
    }

    private void converge() {
        String failure;
        try {
            StackPlan plan = StackPlan.of(journal.stack().identity(), target(), parts.exports());
            ResourceSteps steps = new ResourceSteps(journal, plan, target(), calls, parts.clock());
            Optional<String> denied = isCreating() ? Optional.empty() : steps.deniedRemoval();
            if (denied.isEmpty()) {
                List<String> failed = threads.run(steps.graph(), steps::bring);
                if (failed.isEmpty()) {
                    complete(plan, steps.graph().keySet());
                    return;
                }
                failure = "The following resource(s) failed to " + (isCreating() ? "create: " : "update: ") + failed
                        + ".";
            } else {
                failure = denied.get();
            }
        } catch (EvaluationException | StackException e) {
            failure = String.valueOf(e.getMessage());
        }
        fail(failure);
    }

    private void fail(String reason) {
        String why = journal.operation().cancelled() ? "User Initiated" : reason;
        if (journal.operation().onFailure() == OnFailure.DO_NOTHING) {
            journal.note(isCreating() ? StackStatus.CREATE_FAILED : StackStatus.UPDATE_FAILED, why);
        } else if (isCreating()) {
            journal.note(StackStatus.ROLLBACK_IN_PROGRESS, why + " Rollback requested by user.");
        } else {
            journal.note(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, why);
        }
    }

    private void complete(StackPlan plan, Set<String> wanted) {
        var evaluator = plan.evaluator(new LiveValues(journal));
        evaluator.resources().values().forEach(evaluator::properties);
        Map<String, Output> outputs = evaluator.outputs();
        StackVersion target = target();
        boolean creating = isCreating();
        parts.exchange(journal.stack(), outputs, () -> {
            UnaryOperator<Stack.Change> change =
                    stack -> stack.version(target).outputs(outputs).imports(plan.imports());
            List<StackResource> settled = new ArrayList<>();
            journal.resources()
                    .forEach(resource ->
                            settled.add(wanted.contains(resource.logicalId()) ? settled(resource) : removed(resource)));
            journal.settle(
                    creating ? StackStatus.CREATE_COMPLETE : StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
                    "",
                    change,
                    settled);
        });
    }

    private static StackResource settled(StackResource resource) {
        List<Incarnation> doomed = new ArrayList<>(resource.discarded());
        Incarnation now = resource.now().orElseThrow();
        resource.before()
                .filter(before ->
                        !before.isSameThing(now) && !now.replacePolicy().equals("Retain"))
                .ifPresent(doomed::add);
        return resource.settledAs(resource.now(), doomed);
    }

    private static StackResource removed(StackResource resource) {
        List<Incarnation> doomed = new ArrayList<>(resource.discarded());
        resource.now().filter(now -> !now.deletionPolicy().startsWith("Retain")).ifPresent(doomed::add);
        resource.before()
                .filter(before -> resource.now().filter(before::isSameThing).isEmpty())
                .ifPresent(doomed::add);
        return resource.settledAs(Optional.empty(), doomed);
    }

    private void undoUpdate() {
        StackVersion version = journal.stack().version().orElseThrow();
        StackPlan plan = StackPlan.of(journal.stack().identity(), version, parts.exports());
        Map<String, Set<String>> order = new ResourceSteps(journal, plan, version, calls, parts.clock()).graph();
        RemovalSteps steps = new RemovalSteps(journal, calls);
        Map<String, Set<String>> touched = new LinkedHashMap<>(order);
        touched.keySet().removeIf(name -> journal.find(name).isEmpty());
        List<String> failed = threads.run(touched, steps::restore);
        if (!failed.isEmpty()) {
            journal.note(
                    StackStatus.UPDATE_ROLLBACK_FAILED, "The following resource(s) failed to update: " + failed + ".");
            return;
        }
        journal.settle(
                StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
                "",
                UnaryOperator.identity(),
                journal.resources().stream().map(StackRun::undone).toList());
    }

    private static StackResource undone(StackResource resource) {
        if (resource.settled()) {
            return resource;
        }
        List<Incarnation> doomed = new ArrayList<>(resource.discarded());
        Optional<Incarnation> before = resource.before();
        resource.now()
                .filter(now -> before.filter(now::isSameThing).isEmpty())
                .filter(now -> before.isPresent()
                        || !(now.made() && now.deletionPolicy().equals("Retain")))
                .ifPresent(doomed::add);
        Optional<Incarnation> kept = before.isPresent()
                ? resource.now().filter(before.get()::isSameThing).or(() -> before)
                : Optional.empty();
        return resource.settledAs(kept, doomed);
    }

    private void cleanUp(StackStatus end) {
        RemovalSteps steps = new RemovalSteps(journal, calls);
        List<String> failed = new CopyOnWriteArrayList<>();
        threads.runAll(steps.cleaningOrder(), name -> {
            // One that stays is no reason to leave the others.
            steps.clean(name).ifPresent(reason -> failed.add(name));
            return Optional.empty();
        });
        journal.note(
                end,
                failed.isEmpty()
                        ? ""
                        : "Complete, but the following resource(s) failed to delete and are left as they are: " + failed
                                + ".");
    }

    private void undoCreation() {
        List<String> failed = removeAll();
        if (!failed.isEmpty()) {
            journal.note(StackStatus.ROLLBACK_FAILED, "The following resource(s) failed to delete: " + failed + ".");
        } else if (journal.operation().onFailure() == OnFailure.DELETE) {
            journal.note(StackStatus.DELETE_IN_PROGRESS, "");
        } else {
            journal.note(StackStatus.ROLLBACK_COMPLETE, "");
        }
    }

    private void delete() {
        List<String> failed = removeAll();
        if (failed.isEmpty()) {
            journal.settle(
                    StackStatus.DELETE_COMPLETE,
                    "",
                    stack -> stack.deleted(parts.clock().instant()).imports(List.of()),
                    List.of());
        } else {
            journal.note(StackStatus.DELETE_FAILED, "The following resource(s) failed to delete: " + failed + ". ");
        }
    }

    private List<String> removeAll() {
        RemovalSteps steps = new RemovalSteps(journal, calls);
        return threads.runAll(steps.order(), steps::delete);
    }
}
