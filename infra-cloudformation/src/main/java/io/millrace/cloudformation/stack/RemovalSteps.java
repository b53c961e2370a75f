package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.ResourceGraph;
import io.millrace.cloudformation.resource.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/** Takes resources away, and puts changed ones back. As {@link ResourceSteps}, every step can be done again. Thread-safe. */
final class RemovalSteps {
    private final Journal journal;
    private final HandlerCalls calls;

    RemovalSteps(Journal journal, HandlerCalls calls) {
        this.journal = journal;
        this.calls = calls;
    }

    /** For each resource those that must go before it, because they need it. */
    Map<String, Set<String>> order() {
        return order(resource -> resource.now().stream());
    }

    /** The same for what an update discarded. */
    Map<String, Set<String>> cleaningOrder() {
        return order(resource -> resource.discarded().stream());
    }

    private Map<String, Set<String>> order(Function<StackResource, Stream<Incarnation>> incarnations) {
        Map<String, Set<String>> order = new LinkedHashMap<>();
        journal.resources().forEach(resource -> order.put(resource.logicalId(), new HashSet<>()));
        for (StackResource resource : journal.resources()) {
            incarnations.apply(resource).flatMap(one -> one.needs().stream()).forEach(need -> {
                Set<String> first = order.get(need);
                if (first != null) {
                    first.add(resource.logicalId());
                }
            });
        }
        try {
            return ResourceGraph.ordered(order);
        } catch (EvaluationException e) {
            // Half of an update that turns a dependency round: no order is right, so none is demanded.
            order.values().forEach(Set::clear);
            return order;
        }
    }

    private static Stream<Incarnation> all(StackResource resource) {
        return Stream.concat(
                Stream.concat(resource.now().stream(), resource.before().stream()), resource.discarded().stream());
    }

    /** Deletes everything behind a logical id; gives the reason if that fails. */
    Optional<String> delete(String logicalId) {
        StackResource resource = journal.find(logicalId).orElseThrow();
        List<Incarnation> doomed = new ArrayList<>();
        all(resource).filter(one -> doomed.stream().noneMatch(one::isSameThing)).forEach(doomed::add);
        if (doomed.isEmpty()) {
            return Optional.empty();
        }
        if (isRetained(resource)) {
            noteGone(resource, doomed.get(0), ResourceStatus.DELETE_SKIPPED);
            return Optional.empty();
        }
        StackResource begun = journal.note(resource, ResourceStatus.DELETE_IN_PROGRESS, "");
        try {
            doomed.forEach(incarnation -> calls.delete(subject(logicalId), incarnation));
        } catch (StepFailure e) {
            journal.note(begun, ResourceStatus.DELETE_FAILED, String.valueOf(e.getMessage()));
            return Optional.of(String.valueOf(e.getMessage()));
        }
        noteGone(begun, doomed.get(0), ResourceStatus.DELETE_COMPLETE);
        return Optional.empty();
    }

    private void noteGone(StackResource resource, Incarnation gone, ResourceStatus status) {
        StackResource left = resource.settledAs(Optional.empty(), List.of()).with(status, "", resource.updated());
        journal.noteOther(left, gone, status, "");
    }

    private boolean isRetained(StackResource resource) {
        StackOperation operation = journal.operation();
        if (operation.passedOver().contains(resource.logicalId())) {
            return true;
        }
        String policy = resource.now().map(Incarnation::deletionPolicy).orElse("");
        boolean made = resource.now().map(Incarnation::made).orElse(false);
        boolean creating = operation.kind() == StackOperation.Kind.CREATE;
        return made && (policy.equals("Retain") || (policy.equals("RetainExceptOnCreate") && !creating));
    }

    /** Deletes what an update replaced or removed. What cannot be deleted stays where it is; the reason is in the events. */
    Optional<String> clean(String logicalId) {
        StackResource resource = journal.find(logicalId).orElseThrow();
        Optional<String> failure = Optional.empty();
        for (Incarnation incarnation : resource.discarded()) {
            journal.noteOther(resource, incarnation, ResourceStatus.DELETE_IN_PROGRESS, "");
            List<Incarnation> left = new ArrayList<>(resource.discarded());
            left.remove(incarnation);
            ResourceStatus end = ResourceStatus.DELETE_COMPLETE;
            String reason = "";
            try {
                calls.delete(subject(logicalId), incarnation);
            } catch (StepFailure e) {
                end = ResourceStatus.DELETE_FAILED;
                reason = String.valueOf(e.getMessage());
                failure = Optional.of(reason);
            }
            resource = resource.withDiscarded(left);
            if (resource.now().isEmpty() && left.isEmpty()) {
                resource = resource.with(end, reason, resource.updated());
            }
            journal.noteOther(resource, incarnation, end, reason);
        }
        return failure;
    }

    /** Puts a resource that a failed update has touched back to what it was; gives the reason if that fails. */
    Optional<String> restore(String logicalId) {
        StackResource resource = journal.find(logicalId).orElseThrow();
        if (resource.settled() || resource.before().isEmpty() || resource.now().isEmpty()) {
            return Optional.empty();
        }
        Incarnation before = resource.before().get();
        Incarnation now = resource.now().get();
        boolean untouched = now.made()
                && PropertyPaths.same(now.properties(), before.properties())
                && now.tags().equals(before.tags());
        if (!now.isSameThing(before)
                || untouched
                || journal.operation().passedOver().contains(logicalId)) {
            // The old resource is still there; the new one goes with the clean-up.
            return Optional.empty();
        }
        Incarnation wanted = now.becoming(before);
        StackResource begun = journal.note(resource.of(now.unconfirmed()), ResourceStatus.UPDATE_IN_PROGRESS, "");
        try {
            Resource made = calls.update(subject(logicalId), wanted, now);
            journal.note(begun.of(wanted.madeAs(made)), ResourceStatus.UPDATE_COMPLETE, "");
            return Optional.empty();
        } catch (StepFailure e) {
            journal.note(begun, ResourceStatus.UPDATE_FAILED, String.valueOf(e.getMessage()));
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private HandlerCalls.Subject subject(String logicalId) {
        return new HandlerCalls.Subject(
                journal.stack().identity(),
                logicalId,
                journal.operation().id(),
                journal.stack().roleArn());
    }
}
