package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.ResourceGraph;
import io.millrace.cloudformation.evaluate.ResourceValues;
import io.millrace.cloudformation.evaluate.TemplateEvaluator;
import io.millrace.cloudformation.resource.Resource;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/**
 * Brings one resource after another to what the target of the operation says. Done again after a death, a step finds in the journal how
 * far it was: not begun, begun (the call is repeated with its token) or done. Thread-safe.
 */
final class ResourceSteps {
    private static final String REPLACING =
            "Requested update requires the creation of a new physical resource; hence creating one.";

    private final Journal journal;
    private final StackPlan plan;
    private final StackVersion target;
    private final HandlerCalls calls;
    private final InstantSource clock;
    private final StackPolicy policy;
    private final Map<String, JsonNode> wanted;
    private final Map<String, Set<String>> graph;

    ResourceSteps(Journal journal, StackPlan plan, StackVersion target, HandlerCalls calls, InstantSource clock) {
        this.journal = journal;
        this.plan = plan;
        this.target = target;
        this.calls = calls;
        this.clock = clock;
        String temporary = journal.operation().temporaryPolicy();
        this.policy = StackPolicy.parse(temporary.isEmpty() ? journal.stack().policy() : temporary);
        TemplateEvaluator evaluator = plan.evaluator(ResourceValues.unknown());
        this.wanted = evaluator.resources();
        this.graph = ResourceGraph.of(evaluator);
    }

    /** The resources that each one needs. */
    Map<String, Set<String>> graph() {
        return graph;
    }

    /** Why the removed resources may not go; empty if they may. */
    Optional<String> deniedRemoval() {
        return journal.resources().stream()
                .filter(resource -> resource.now().isPresent() && !wanted.containsKey(resource.logicalId()))
                .flatMap(resource -> policy.denial(StackPolicy.DELETE, resource.logicalId(), resource.type()).stream())
                .findFirst();
    }

    /** Creates, changes or replaces a resource; gives the reason if that fails. */
    Optional<String> bring(String logicalId) {
        StackResource resource = journal.find(logicalId).orElseGet(() -> fresh(logicalId));
        boolean isNew = resource.now().isEmpty();
        try {
            checkGoingOn();
            Incarnation incarnation = wanted(logicalId);
            if (isNew) {
                create(resource, incarnation, ResourceStatus.CREATE_IN_PROGRESS, "");
            } else {
                bring(resource, resource.now().get(), incarnation);
            }
            return Optional.empty();
        } catch (StepFailure | EvaluationException e) {
            StackResource last = journal.find(logicalId).orElse(resource);
            boolean creating = isNew || last.status() == ResourceStatus.CREATE_IN_PROGRESS;
            journal.note(
                    last,
                    creating ? ResourceStatus.CREATE_FAILED : ResourceStatus.UPDATE_FAILED,
                    String.valueOf(e.getMessage()));
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void checkGoingOn() {
        StackOperation operation = journal.operation();
        if (operation.cancelled()) {
            throw new StepFailure("Resource update cancelled");
        }
        if (operation.deadline().isPresent()
                && !clock.instant().isBefore(operation.deadline().get())) {
            throw new StepFailure("Resource creation cancelled: the stack's timeout has passed");
        }
    }

    private StackResource fresh(String logicalId) {
        return new StackResource(
                journal.stack().id(),
                logicalId,
                type(logicalId),
                ResourceStatus.CREATE_IN_PROGRESS,
                "",
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    private String type(String logicalId) {
        return resource(logicalId).path("Type").asText();
    }

    private JsonNode resource(String logicalId) {
        JsonNode resource = wanted.get(logicalId);
        if (resource == null) {
            throw new IllegalArgumentException("The template has no resource " + logicalId);
        }
        return resource;
    }

    private Incarnation wanted(String logicalId) {
        TemplateEvaluator evaluator = plan.evaluator(new LiveValues(journal));
        return Incarnations.wanted(
                journal.stack().name(),
                logicalId,
                resource(logicalId),
                evaluator,
                target.tags(),
                List.copyOf(graph.getOrDefault(logicalId, Set.of())));
    }

    private void bring(StackResource resource, Incarnation now, Incarnation incarnation) {
        if (now.made()) {
            change(resource, now, incarnation);
        } else if (resource.before().filter(now::isSameThing).isPresent()) {
            // An update in place was begun: what it changed is not known, so it is made once more.
            modify(resource, now, incarnation);
        } else if (PropertyPaths.same(now.properties(), incarnation.properties())
                && resource.status() != ResourceStatus.CREATE_FAILED
                && resource.status() != ResourceStatus.UPDATE_FAILED) {
            finishCreation(resource, now);
        } else {
            calls.delete(subject(resource), now);
            create(resource, incarnation, ResourceStatus.CREATE_IN_PROGRESS, "");
        }
    }

    private void change(StackResource resource, Incarnation now, Incarnation incarnation) {
        PropertyPaths paths = calls.paths(incarnation.type());
        List<PropertyPaths.Difference> differences = paths.differences(now.properties(), incarnation.properties());
        boolean retyped = !now.type().equals(incarnation.type());
        boolean retagged = paths.takesTags() && !now.tags().equals(incarnation.tags());
        if (retyped || differences.stream().anyMatch(PropertyPaths.Difference::replacing)) {
            deny(StackPolicy.REPLACE, resource);
            replace(resource, now, incarnation);
        } else if (!differences.isEmpty() || retagged) {
            deny(StackPolicy.MODIFY, resource);
            modify(resource, now, incarnation);
        } else {
            keep(resource, now, incarnation);
        }
    }

    private void deny(String action, StackResource resource) {
        // What this operation itself has made may be changed again.
        Optional<String> denial =
                resource.settled() ? policy.denial(action, resource.logicalId(), resource.type()) : Optional.empty();
        denial.ifPresent(reason -> {
            throw new StepFailure(reason);
        });
    }

    private void keep(StackResource resource, Incarnation now, Incarnation incarnation) {
        Incarnation kept = now.becoming(incarnation).madeAs(now.resource());
        if (!kept.equals(now)) {
            journal.keep(resource.touched().of(kept));
        }
    }

    private void replace(StackResource resource, Incarnation now, Incarnation incarnation) {
        String planned = calls.plannedId(subject(resource), incarnation);
        if (!planned.isEmpty() && planned.equals(now.physicalId()) && now.type().equals(incarnation.type())) {
            throw new StepFailure(
                    "CloudFormation cannot update a stack when a custom-named resource requires replacing." + " Rename "
                            + planned + " and update the stack again.");
        }
        create(resource, incarnation, ResourceStatus.UPDATE_IN_PROGRESS, REPLACING);
    }

    private void create(StackResource resource, Incarnation incarnation, ResourceStatus status, String reason) {
        Incarnation planned = incarnation.planned(calls.plannedId(subject(resource), incarnation));
        if (!calls.claim(planned)) {
            throw new StepFailure(planned.physicalId() + " already exists");
        }
        try {
            if (!planned.physicalId().isEmpty()
                    && calls.exists(subject(resource), planned.type(), planned.physicalId())) {
                throw new StepFailure(planned.physicalId() + " already exists");
            }
            finishCreation(journal.note(resource.touched().of(planned), status, reason), planned);
        } finally {
            calls.release(planned);
        }
    }

    private void finishCreation(StackResource resource, Incarnation planned) {
        Resource made = calls.create(subject(resource), planned);
        journal.note(
                resource.of(planned.madeAs(made)),
                resource.status() == ResourceStatus.UPDATE_IN_PROGRESS
                        ? ResourceStatus.UPDATE_COMPLETE
                        : ResourceStatus.CREATE_COMPLETE,
                "");
    }

    private void modify(StackResource resource, Incarnation now, Incarnation incarnation) {
        Incarnation next = now.becoming(incarnation);
        StackResource begun = journal.note(resource.touched().of(next), ResourceStatus.UPDATE_IN_PROGRESS, "");
        Incarnation before = begun.before()
                .filter(old -> old.isSameThing(next) && !PropertyPaths.same(old.properties(), next.properties()))
                .orElse(now);
        Resource made = calls.update(subject(resource), next, before);
        journal.note(begun.of(next.madeAs(made)), ResourceStatus.UPDATE_COMPLETE, "");
    }

    private HandlerCalls.Subject subject(StackResource resource) {
        return new HandlerCalls.Subject(
                journal.stack().identity(),
                resource.logicalId(),
                journal.operation().id(),
                journal.stack().roleArn());
    }
}
