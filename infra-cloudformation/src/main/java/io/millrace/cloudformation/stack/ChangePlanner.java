package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.evaluate.Output;
import io.millrace.cloudformation.evaluate.ResourceGraph;
import io.millrace.cloudformation.evaluate.ResourceValues;
import io.millrace.cloudformation.evaluate.TemplateEvaluator;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;

/**
 * Computes what a version would change in a stack, without touching anything. A value that comes from a resource which is replaced is
 * not known, nor is an attribute of one that is modified; a replacement that hangs on what only may change is conditional.
 */
final class ChangePlanner implements ResourceValues {
    private static final String REPLACE_POLICY = "UpdateReplacePolicy";
    private static final String DELETION_POLICY = "DeletionPolicy";
    private static final String DELETE = "Delete";
    private static final String RETAIN = "Retain";

    private final Map<String, StackResource> existing = new LinkedHashMap<>();
    private final Map<String, ResourceChange> changes = new LinkedHashMap<>();
    private final StackVersion target;
    private final ResourceHandlers handlers;
    private final TemplateEvaluator evaluator;
    private final ChangeCauses causes;
    private final HiddenValues hidden;

    ChangePlanner(
            StackPlan plan,
            StackVersion target,
            Optional<StackVersion> before,
            List<StackResource> resources,
            ResourceHandlers handlers) {
        this.target = target;
        this.handlers = handlers;
        resources.stream()
                .filter(resource -> resource.now().isPresent())
                .forEach(resource -> existing.put(resource.logicalId(), resource));
        this.evaluator = plan.evaluator(this);
        this.causes = new ChangeCauses(target, before, changes, evaluator::condition);
        this.hidden = new HiddenValues(target, before);
    }

    /** The changes, in the order in which they would be made; removals last. */
    List<ResourceChange> changes() {
        Map<String, JsonNode> wanted = evaluator.resources();
        for (String logicalId : ResourceGraph.of(evaluator).keySet()) {
            JsonNode resource = wanted.getOrDefault(logicalId, MissingNode.getInstance());
            if (existing.containsKey(logicalId)) {
                modified(existing.get(logicalId), resource).ifPresent(change -> changes.put(logicalId, change));
            } else {
                changes.put(logicalId, added(logicalId, resource));
            }
        }
        for (StackResource resource : existing.values()) {
            if (!wanted.containsKey(resource.logicalId())) {
                changes.put(resource.logicalId(), removed(resource));
            }
        }
        return List.copyOf(changes.values());
    }

    /** The outputs as far as they are known. */
    Map<String, Output> outputs() {
        return evaluator.outputs();
    }

    private ResourceChange added(String logicalId, JsonNode resource) {
        return new ResourceChange(
                ChangeAction.ADD,
                logicalId,
                "",
                resource.path("Type").asText(),
                Replacement.UNKNOWN_TO_SDK_VERSION,
                Optional.empty(),
                Set.of(),
                List.of(),
                List.of(),
                new ResourceChange.Context(Optional.empty(), Optional.of(context(resource))));
    }

    private ResourceChange removed(StackResource resource) {
        Incarnation now = resource.now().orElseThrow();
        return new ResourceChange(
                ChangeAction.REMOVE,
                resource.logicalId(),
                resource.physicalId(),
                resource.type(),
                Replacement.UNKNOWN_TO_SDK_VERSION,
                Optional.of(now.deletionPolicy().startsWith(RETAIN) ? PolicyAction.RETAIN : PolicyAction.DELETE),
                Set.of(),
                List.of(),
                List.of(),
                new ResourceChange.Context(Optional.of(context(now)), Optional.empty()));
    }

    private Optional<ResourceChange> modified(StackResource old, JsonNode resource) {
        Incarnation now = old.now().orElseThrow();
        String type = resource.path("Type").asText();
        PropertyPaths paths = new PropertyPaths(handler(type).supported());
        PropertyChanges properties = new PropertyChanges(causes, hidden);
        properties.add(old.logicalId(), resource, paths, now.properties(), evaluator.properties(resource));
        if (paths.takesTags() && !now.tags().equals(target.tags())) {
            properties.addStackTags();
        }
        boolean otherType = !type.equals(now.type());
        if (properties.isEmpty() && !otherType) {
            return Optional.empty();
        }
        Replacement replacement = otherType ? Replacement.TRUE : properties.replacement();
        return Optional.of(new ResourceChange(
                ChangeAction.MODIFY,
                old.logicalId(),
                old.physicalId(),
                type,
                replacement,
                replacement == Replacement.TRUE ? Optional.of(replacing(resource)) : Optional.empty(),
                properties.scope(),
                properties.details(),
                properties.values(),
                new ResourceChange.Context(Optional.of(context(now)), Optional.of(context(resource)))));
    }

    private PolicyAction replacing(JsonNode resource) {
        return policy(resource, REPLACE_POLICY).equals(RETAIN)
                ? PolicyAction.REPLACE_AND_RETAIN
                : PolicyAction.REPLACE_AND_DELETE;
    }

    private String policy(JsonNode resource, String name) {
        return evaluator.attribute(resource, name).orElse(DELETE);
    }

    private String context(JsonNode resource) {
        return context(
                evaluator.properties(resource), policy(resource, REPLACE_POLICY), policy(resource, DELETION_POLICY));
    }

    private String context(Incarnation now) {
        return context(now.properties(), now.replacePolicy(), now.deletionPolicy());
    }

    private String context(ObjectNode properties, String replacePolicy, String deletionPolicy) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("Properties", hidden.hide(properties));
        if (!replacePolicy.equals(DELETE)) {
            context.put(REPLACE_POLICY, replacePolicy);
        }
        if (!deletionPolicy.equals(DELETE)) {
            context.put(DELETION_POLICY, deletionPolicy);
        }
        return context.toString();
    }

    private ResourceHandler handler(String type) {
        return handlers.find(type)
                .orElseThrow(() ->
                        StackException.invalid("Template format error: Unrecognized resource types: [" + type + "]"));
    }

    @Override
    public JsonNode ref(String logicalId) {
        return known(logicalId)
                .<JsonNode>map(now -> JsonNodeFactory.instance.textNode(now.ref()))
                .orElseGet(ChangePlanner::unknown);
    }

    /** What a changed resource says of itself may be something else afterwards, even if it stays. */
    @Override
    public JsonNode attribute(String logicalId, String attribute) {
        return known(logicalId)
                .filter(now -> !changes.containsKey(logicalId))
                .flatMap(now -> Optional.ofNullable(now.attributes().get(attribute)))
                .orElseGet(ChangePlanner::unknown);
    }

    private static JsonNode unknown() {
        return JsonNodeFactory.instance.textNode(UNKNOWN);
    }

    private Optional<Incarnation> known(String logicalId) {
        StackResource resource = existing.get(logicalId);
        ResourceChange change = changes.get(logicalId);
        boolean stays = change == null || change.replacement() == Replacement.FALSE;
        return resource == null || !stays ? Optional.empty() : resource.now();
    }
}
