package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.Reference;
import io.millrace.cloudformation.evaluate.ReferenceWalk;
import io.millrace.cloudformation.evaluate.TemplateChecks;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether a template, its loops expanded, is well formed and has handlers for all of its types, properties and attributes. */
final class TemplateSupport {
    private static final String EVENT_SOURCE_MAPPING = "AWS::Lambda::EventSourceMapping";

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

    private void checkTypes() {
        Set<String> unknown = new TreeSet<>();
        String first = "";
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            String type = entry.getValue().path("Type").asText();
            if (type.equals(EVENT_SOURCE_MAPPING)) {
                throw eventSource(entry.getKey(), entry.getValue());
            }
            if (handlers.find(type).isEmpty()) {
                first = unknown.isEmpty() ? entry.getKey() : first;
                unknown.add(type);
            }
        }
        if (!unknown.isEmpty()) {
            throw new EvaluationException("Template format error: Unrecognized resource types: " + unknown + " (line "
                    + template.line("Resources/" + first + "/Type") + ")");
        }
    }

    private EvaluationException eventSource(String name, JsonNode resource) {
        JsonNode source = resource.path("Properties").path("EventSourceArn");
        return new EvaluationException("Template format error: resource " + name + " of type " + EVENT_SOURCE_MAPPING
                + " cannot read from " + (source.isTextual() ? source.asText() : "its event source")
                + ": there are no queues and streams here; let a bucket's notification, a rule or a topic invoke the"
                + " function (line " + template.line("Resources/" + name + "/Type") + ")");
    }

    private void checkProperties(String name, JsonNode resource) {
        ResourceHandler handler = handler(resource);
        JsonNode properties = resource.path("Properties");
        Optional<List<String>> wrong = new PropertyPaths(handler.supported()).unsupported(properties);
        if (wrong.isPresent()) {
            String path = String.join("/", wrong.get());
            int line = template.line("Resources/" + name + "/Properties/" + path);
            throw new EvaluationException(
                    "Properties validation failed for resource " + name + " with message: #/" + path
                            + ": the property " + String.join(".", wrong.get()) + " of " + handler.type()
                            + " is not supported; remove it (line " + line + ")");
        }
    }

    private void checkAttributes() {
        ReferenceWalk walk = new ReferenceWalk(reference -> checkAttribute(reference));
        template.entries("Resources")
                .forEach(entry -> walk.walk(entry.getValue().path("Properties")));
        walk.walk(template.section("Outputs"));
    }

    private void checkAttribute(Reference reference) {
        JsonNode resource = template.section("Resources").path(reference.name());
        if (reference.attribute().isEmpty() || resource.isMissingNode()) {
            return;
        }
        boolean known = handler(resource).supported().attributes().stream()
                .anyMatch(attribute -> attribute.equals(reference.attribute())
                        || (attribute.endsWith(".*")
                                && reference.attribute().startsWith(attribute.substring(0, attribute.length() - 1))));
        if (!known) {
            throw new EvaluationException("Template error: resource " + reference.name()
                    + " does not support attribute type " + reference.attribute() + " in Fn::GetAtt");
        }
    }

    private ResourceHandler handler(JsonNode resource) {
        String type = resource.path("Type").asText();
        return handlers.find(type)
                .orElseThrow(() ->
                        new EvaluationException("Template format error: Unrecognized resource types: [" + type + "]"));
    }
}
