package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.evaluate.EvaluationContext;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.Exports;
import io.millrace.cloudformation.evaluate.LanguageExtensions;
import io.millrace.cloudformation.evaluate.ParameterValue;
import io.millrace.cloudformation.evaluate.PseudoParameters;
import io.millrace.cloudformation.evaluate.Reference;
import io.millrace.cloudformation.evaluate.ReferenceWalk;
import io.millrace.cloudformation.evaluate.ResourceGraph;
import io.millrace.cloudformation.evaluate.ResourceValues;
import io.millrace.cloudformation.evaluate.TemplateChecks;
import io.millrace.cloudformation.evaluate.TemplateEvaluator;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.StackIdentity;
import io.millrace.cloudformation.template.Template;
import io.millrace.cloudformation.template.TemplateParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** A stack's version, read: its template with loops expanded, its context, and the exports that it uses. */
final class StackPlan {
    private final EvaluationContext context;
    private final Set<String> imports = new ConcurrentSkipListSet<>();

    private StackPlan(
            Template template, Map<String, ParameterValue> parameters, PseudoParameters pseudo, Exports exports) {
        this.context = new EvaluationContext(template, parameters, pseudo, name -> {
            imports.add(name);
            return exports.find(name);
        });
    }

    /** Reads a version of a stack. */
    static StackPlan of(StackIdentity stack, StackVersion version, Exports exports) {
        Template template =
                LanguageExtensions.expand(TemplateParser.parse(version.templateBody()), version.parameters());
        PseudoParameters pseudo = new PseudoParameters(
                stack.accountId(), stack.region(), stack.name(), stack.id(), version.notificationArns());
        return new StackPlan(template, version.parameters(), pseudo, exports);
    }

    Template template() {
        return context.template();
    }

    TemplateEvaluator evaluator(ResourceValues resources) {
        return new TemplateEvaluator(context, resources);
    }

    /** The exports that evaluations so far have asked for. */
    List<String> imports() {
        return List.copyOf(imports);
    }

    /**
     * Finds what can be wrong before anything is made.
     *
     * @throws EvaluationException with the first mistake
     */
    void check(ResourceHandlers handlers) {
        TemplateChecks.check(template());
        checkTypes(handlers);
        for (Map.Entry<String, JsonNode> entry : template().entries("Resources")) {
            checkProperties(entry.getKey(), entry.getValue(), handlers);
        }
        checkAttributes(handlers);
        TemplateEvaluator evaluator = evaluator(ResourceValues.unknown());
        template().section("Conditions").fieldNames().forEachRemaining(evaluator::condition);
        if (evaluator.resources().isEmpty()) {
            throw new EvaluationException("Template format error: its conditions leave no resource");
        }
        ResourceGraph.of(evaluator);
        evaluator.resources().values().forEach(evaluator::properties);
        evaluator.outputs();
    }

    private void checkTypes(ResourceHandlers handlers) {
        Set<String> unknown = new TreeSet<>();
        String first = "";
        for (Map.Entry<String, JsonNode> entry : template().entries("Resources")) {
            String type = entry.getValue().path("Type").asText();
            if (handlers.find(type).isEmpty()) {
                first = unknown.isEmpty() ? entry.getKey() : first;
                unknown.add(type);
            }
        }
        if (!unknown.isEmpty()) {
            throw new EvaluationException("Template format error: Unrecognized resource types: " + unknown + " (line "
                    + template().problem("Resources/" + first + "/Type", "").line() + ")");
        }
    }

    private void checkProperties(String name, JsonNode resource, ResourceHandlers handlers) {
        ResourceHandler handler = handler(resource, handlers);
        JsonNode properties = resource.path("Properties");
        Optional<List<String>> wrong = new PropertyPaths(handler.supported()).unsupported(properties);
        if (wrong.isPresent()) {
            String path = String.join("/", wrong.get());
            int line = template()
                    .problem("Resources/" + name + "/Properties/" + path, "")
                    .line();
            throw new EvaluationException("Properties validation failed for resource " + name + " with message: #/" + path
                    + ": the property " + String.join(".", wrong.get()) + " of " + handler.type()
                    + " is not supported; remove it (line " + line + ")");
        }
    }

    private void checkAttributes(ResourceHandlers handlers) {
        ReferenceWalk walk = new ReferenceWalk(reference -> checkAttribute(reference, handlers));
        template().entries("Resources").forEach(entry -> walk.walk(entry.getValue().path("Properties")));
        walk.walk(template().section("Outputs"));
    }

    private void checkAttribute(Reference reference, ResourceHandlers handlers) {
        JsonNode resource = template().section("Resources").path(reference.name());
        if (reference.attribute().isEmpty() || resource.isMissingNode()) {
            return;
        }
        boolean known = handler(resource, handlers).supported().attributes().stream()
                .anyMatch(attribute -> attribute.equals(reference.attribute())
                        || attribute.endsWith(".*")
                                && reference.attribute().startsWith(attribute.substring(0, attribute.length() - 1)));
        if (!known) {
            throw new EvaluationException("Template error: resource " + reference.name()
                    + " does not support attribute type " + reference.attribute() + " in Fn::GetAtt");
        }
    }

    private static ResourceHandler handler(JsonNode resource, ResourceHandlers handlers) {
        String type = resource.path("Type").asText();
        return handlers.find(type)
                .orElseThrow(() -> new EvaluationException(
                        "Template format error: Unrecognized resource types: [" + type + "]"));
    }
}
