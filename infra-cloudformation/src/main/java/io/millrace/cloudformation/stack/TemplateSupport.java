package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.Reference;
import io.millrace.cloudformation.evaluate.ReferenceWalk;
import io.millrace.cloudformation.evaluate.TemplateChecks;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.template.Template;
import io.millrace.cloudformation.template.TemplateProblem;
import io.millrace.cloudformation.template.TemplateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether a template, its loops expanded, is well formed and has handlers for all of its types, properties and attributes. */
final class TemplateSupport {
    private static final String EVENT_SOURCE_MAPPING = "AWS::Lambda::EventSourceMapping";
    private static final String TYPE = "/Type";

    private final Template template;
    private final ResourceHandlers handlers;

    TemplateSupport(Template template, ResourceHandlers handlers) {
        this.template = template;
        this.handlers = handlers;
    }

    /**
     * Needs no parameters.
     *
     * @throws EvaluationException with the first mistake, by name and line
     */
    void check() {
        TemplateChecks.check(template);
        checkTypes();
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            checkProperties(entry.getKey(), entry.getValue());
        }
        checkAttributes();
    }

    /** All that keeps it from being deployed; empty if nothing does. */
    List<TemplateProblem> problems() {
        List<TemplateProblem> problems = new ArrayList<>();
        try {
            TemplateChecks.check(template);
        } catch (EvaluationException e) {
            problems.add(new TemplateProblem(TemplateRule.DEPLOYABLE, "", 0, String.valueOf(e.getMessage())));
        }
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            problems.addAll(problems(entry.getKey(), entry.getValue()));
        }
        new ReferenceWalk(reference -> wrongAttribute(reference)
                        .ifPresent(message -> problems.add(problem("Resources/" + reference.name(), message))))
                .walk(attributesOf());
        return problems.stream().distinct().toList();
    }

    private List<TemplateProblem> problems(String name, JsonNode resource) {
        String place = "Resources/" + name;
        String type = resource.path("Type").asText();
        if (type.equals(EVENT_SOURCE_MAPPING)) {
            return List.of(problem(place + TYPE, eventSource(resource)));
        }
        Optional<ResourceHandler> handler = handlers.find(type);
        if (handler.isEmpty()) {
            return List.of(problem(place + TYPE, "Millrace has no " + type));
        }
        return unsupported(handler.get(), resource).stream()
                .map(path -> problem(
                        place + "/Properties/" + String.join("/", path),
                        unsupported(handler.get().type(), path)))
                .toList();
    }

    private TemplateProblem problem(String path, String message) {
        return new TemplateProblem(TemplateRule.DEPLOYABLE, path, template.line(path), message);
    }

    private void checkTypes() {
        Set<String> unknown = new TreeSet<>();
        String first = "";
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            String type = entry.getValue().path("Type").asText();
            if (type.equals(EVENT_SOURCE_MAPPING)) {
                throw new EvaluationException("Template format error: resource " + entry.getKey() + " of type "
                        + EVENT_SOURCE_MAPPING + " " + eventSource(entry.getValue()) + line(entry.getKey()));
            }
            if (handlers.find(type).isEmpty()) {
                first = unknown.isEmpty() ? entry.getKey() : first;
                unknown.add(type);
            }
        }
        if (!unknown.isEmpty()) {
            throw new EvaluationException(
                    "Template format error: Unrecognized resource types: " + unknown + line(first));
        }
    }

    private String line(String resource) {
        return " (line " + template.line("Resources/" + resource + TYPE) + ")";
    }

    private static String eventSource(JsonNode resource) {
        JsonNode source = resource.path("Properties").path("EventSourceArn");
        return "cannot read from " + (source.isTextual() ? source.asText() : "its event source")
                + ": there are no queues and streams here; let a bucket's notification, a rule or a topic invoke the"
                + " function";
    }

    private void checkProperties(String name, JsonNode resource) {
        ResourceHandler handler = handler(resource);
        for (List<String> wrong : unsupported(handler, resource)) {
            String path = String.join("/", wrong);
            throw new EvaluationException("Properties validation failed for resource " + name + " with message: #/"
                    + path + ": " + unsupported(handler.type(), wrong) + " (line "
                    + template.line("Resources/" + name + "/Properties/" + path) + ")");
        }
    }

    private static List<List<String>> unsupported(ResourceHandler handler, JsonNode resource) {
        return new PropertyPaths(handler.supported()).unsupported(resource.path("Properties"));
    }

    private static String unsupported(String type, List<String> path) {
        return "the property " + String.join(".", path) + " of " + type + " is not supported; remove it";
    }

    private void checkAttributes() {
        new ReferenceWalk(reference -> wrongAttribute(reference).ifPresent(message -> {
                    throw new EvaluationException("Template error: " + message);
                }))
                .walk(attributesOf());
    }

    /** Where references to attributes stand. */
    private JsonNode attributesOf() {
        ArrayNode places = JsonNodeFactory.instance.arrayNode();
        template.entries("Resources")
                .forEach(entry -> places.add(entry.getValue().path("Properties")));
        places.add(template.section("Outputs"));
        return places;
    }

    private Optional<String> wrongAttribute(Reference reference) {
        JsonNode resource = template.section("Resources").path(reference.name());
        Optional<ResourceHandler> handler = handlers.find(resource.path("Type").asText());
        if (reference.attribute().isEmpty() || handler.isEmpty()) {
            return Optional.empty();
        }
        boolean known = handler.get().supported().attributes().stream()
                .anyMatch(attribute -> attribute.equals(reference.attribute())
                        || (attribute.endsWith(".*")
                                && reference.attribute().startsWith(attribute.substring(0, attribute.length() - 1))));
        return known
                ? Optional.empty()
                : Optional.of("resource " + reference.name() + " does not support attribute type "
                        + reference.attribute() + " in Fn::GetAtt");
    }

    private ResourceHandler handler(JsonNode resource) {
        String type = resource.path("Type").asText();
        return handlers.find(type)
                .orElseThrow(() ->
                        new EvaluationException("Template format error: Unrecognized resource types: [" + type + "]"));
    }
}
