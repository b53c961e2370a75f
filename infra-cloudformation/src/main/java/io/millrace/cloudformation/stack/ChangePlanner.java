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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;

/**
 * Computes what a version would change in a stack, without touching anything. A value that comes from a resource which is replaced is
 * not known; a property that needs it is shown as evaluated dynamically, and a replacement that hangs on it as conditional.
 */
final class ChangePlanner implements ResourceValues {
    private final Map<String, StackResource> existing = new LinkedHashMap<>();
    private final Map<String, ResourceChange> changes = new LinkedHashMap<>();
    private final Map<String, Boolean> replaced = new HashMap<>();
    private final StackPlan plan;
    private final StackVersion target;
    private final ResourceHandlers handlers;
    private final ChangeCauses causes;

    ChangePlanner(
            StackPlan plan,
            StackVersion target,
            Optional<StackVersion> before,
            List<StackResource> resources,
            ResourceHandlers handlers) {
        this.plan = plan;
        this.target = target;
        this.handlers = handlers;
        resources.stream()
                .filter(resource -> resource.now().isPresent())
                .forEach(resource -> existing.put(resource.logicalId(), resource));
        this.causes = new ChangeCauses(target, before, changes.keySet());
    }

    /** The changes, in the order in which they would be made; removals last. */
    List<ResourceChange> changes() {
        TemplateEvaluator evaluator = plan.evaluator(this);
        Map<String, JsonNode> wanted = evaluator.resources();
        for (String logicalId : ResourceGraph.of(evaluator).keySet()) {
            JsonNode resource = wanted.getOrDefault(logicalId, MissingNode.getInstance());
            if (existing.containsKey(logicalId)) {
                modified(existing.get(logicalId), resource, evaluator)
                        .ifPresent(change -> changes.put(logicalId, change));
            } else {
                changes.put(
                        logicalId,
                        simple(
                                ChangeAction.ADD,
                                logicalId,
                                "",
                                resource.path("Type").asText(),
                                false));
            }
        }
        for (StackResource resource : existing.values()) {
            if (!wanted.containsKey(resource.logicalId())) {
                boolean kept = resource.now().orElseThrow().deletionPolicy().startsWith("Retain");
                changes.put(
                        resource.logicalId(),
                        simple(
                                ChangeAction.REMOVE,
                                resource.logicalId(),
                                resource.physicalId(),
                                resource.type(),
                                kept));
            }
        }
        return List.copyOf(changes.values());
    }

    /** The outputs as far as they are known. */
    Map<String, Output> outputs() {
        return plan.evaluator(this).outputs();
    }

    private static ResourceChange simple(
            ChangeAction action, String logicalId, String physicalId, String type, boolean kept) {
        return new ResourceChange(
                action, logicalId, physicalId, type, Replacement.UNKNOWN_TO_SDK_VERSION, Set.of(), List.of(), kept);
    }

    private Optional<ResourceChange> modified(StackResource old, JsonNode resource, TemplateEvaluator evaluator) {
        Incarnation now = old.now().orElseThrow();
        String type = resource.path("Type").asText();
        ObjectNode properties = evaluator.properties(resource);
        List<ResourceChange.Detail> details = new ArrayList<>();
        Set<ResourceAttribute> scope = EnumSet.noneOf(ResourceAttribute.class);
        boolean conditional = false;
        boolean always = !type.equals(now.type());
        PropertyPaths paths = new PropertyPaths(handler(type).supported());
        for (PropertyPaths.Difference difference : paths.differences(now.properties(), properties)) {
            ResourceChange.Detail detail = detail(old.logicalId(), difference, properties, resource);
            details.add(detail);
            scope.add(ResourceAttribute.PROPERTIES);
            always |= detail.recreation() == RequiresRecreation.ALWAYS;
            conditional |= detail.recreation() == RequiresRecreation.CONDITIONALLY;
        }
        if (paths.takesTags() && !now.tags().equals(target.tags())) {
            scope.add(ResourceAttribute.TAGS);
            details.add(new ResourceChange.Detail(
                    ResourceAttribute.TAGS,
                    "",
                    "/Properties/Tags",
                    RequiresRecreation.NEVER,
                    EvaluationType.STATIC,
                    ChangeSource.DIRECT_MODIFICATION,
                    ""));
        }
        if (details.isEmpty() && !always) {
            return Optional.empty();
        }
        replaced.put(old.logicalId(), always || conditional);
        Replacement replacement = always ? Replacement.TRUE : conditional ? Replacement.CONDITIONAL : Replacement.FALSE;
        return Optional.of(new ResourceChange(
                ChangeAction.MODIFY, old.logicalId(), old.physicalId(), type, replacement, scope, details, false));
    }

    private ResourceChange.Detail detail(
            String logicalId, PropertyPaths.Difference difference, ObjectNode properties, JsonNode resource) {
        String property = difference.property();
        boolean dynamic = properties.path(property).toString().contains(UNKNOWN);
        ChangeCauses.Cause cause = causes.of(logicalId, property, resource);
        RequiresRecreation recreation = !difference.replacing()
                ? RequiresRecreation.NEVER
                : dynamic ? RequiresRecreation.CONDITIONALLY : RequiresRecreation.ALWAYS;
        return new ResourceChange.Detail(
                ResourceAttribute.PROPERTIES,
                property,
                "/Properties/" + String.join("/", difference.path()),
                recreation,
                dynamic ? EvaluationType.DYNAMIC : EvaluationType.STATIC,
                cause.source(),
                cause.entity());
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

    @Override
    public JsonNode attribute(String logicalId, String attribute) {
        return known(logicalId)
                .flatMap(now -> Optional.ofNullable(now.attributes().get(attribute)))
                .orElseGet(ChangePlanner::unknown);
    }

    private static JsonNode unknown() {
        return JsonNodeFactory.instance.textNode(UNKNOWN);
    }

    private Optional<Incarnation> known(String logicalId) {
        StackResource resource = existing.get(logicalId);
        return resource == null || replaced.getOrDefault(logicalId, false) ? Optional.empty() : resource.now();
    }
}
