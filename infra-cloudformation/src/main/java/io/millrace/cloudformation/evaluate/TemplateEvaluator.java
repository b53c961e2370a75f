package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Computes a template's values. {@code AWS::NoValue} removes what it stands for. Resources are asked for only when a value needs
 * them. Not thread-safe: one for each use.
 */
public final class TemplateEvaluator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final EvaluationContext context;
    private final ResourceValues resources;
    private final Conditions conditions;
    private final Functions functions;

    /** Over a stack's parameters and what is known of its resources. */
    public TemplateEvaluator(EvaluationContext context, ResourceValues resources) {
        this.context = context;
        this.resources = resources;
        this.conditions = new Conditions(context.template(), this::evaluate);
        this.functions = new Functions(context.pseudo());
    }

    /** The resources that the conditions let be, by logical id, in the template's order. */
    public Map<String, JsonNode> resources() {
        Map<String, JsonNode> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : context.template().entries("Resources")) {
            if (isWanted(entry.getValue())) {
                wanted.put(entry.getKey(), entry.getValue());
            }
        }
        return wanted;
    }

    /** A resource's properties with every function resolved; dynamic references stay, see {@link DynamicReferences}. */
    public ObjectNode properties(JsonNode resource) {
        JsonNode properties = evaluate(resource.path("Properties"));
        if (properties.isObject()) {
            return (ObjectNode) properties;
        }
        if (properties.isMissingNode()) {
            return JSON.objectNode();
        }
        throw new EvaluationException("Template format error: [/Resources] Properties must be a map");
    }

    /** A field of a resource beside its properties, such as its deletion policy; empty if it has none. */
    public Optional<String> attribute(JsonNode resource, String field) {
        JsonNode value = evaluate(resource.path(field));
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    /** The outputs that the conditions let be. */
    public Map<String, Output> outputs() {
        Map<String, Output> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : context.template().entries("Outputs")) {
            if (isWanted(entry.getValue())) {
                outputs.put(entry.getKey(), output(entry.getKey(), entry.getValue()));
            }
        }
        return outputs;
    }

    private Output output(String key, JsonNode declared) {
        JsonNode value = evaluate(declared.path("Value"));
        if (value.isContainerNode() || value.isMissingNode()) {
            throw new EvaluationException("Template format error: Output " + key
                    + " is malformed. The Value field of every Outputs member must" + " evaluate to a String.");
        }
        JsonNode name = evaluate(declared.path("Export").path("Name"));
        if (declared.has("Export") && !name.isValueNode()) {
            throw new EvaluationException("Template format error: Output " + key + " needs a text Export/Name");
        }
        return new Output(
                value.asText(),
                declared.path("Description").asText(),
                name.isMissingNode() ? Optional.empty() : Optional.of(name.asText()));
    }

    private boolean isWanted(JsonNode declared) {
        return !declared.has("Condition")
                || conditions.holds(declared.path("Condition").asText());
    }

    /** Whether a condition of the template holds. */
    public boolean condition(String name) {
        return conditions.holds(name);
    }

    /** A value with every function resolved; missing if it is {@code AWS::NoValue}. */
    public JsonNode evaluate(JsonNode value) {
        if (value.isArray()) {
            ArrayNode list = JSON.arrayNode();
            for (JsonNode element : value) {
                JsonNode result = evaluate(element);
                if (!result.isMissingNode()) {
                    list.add(result);
                }
            }
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        Optional<String> function = Functions.named(value);
        return function.isPresent() ? call(function.get(), value.path(function.get())) : map(value);
    }

    private ObjectNode map(JsonNode value) {
        ObjectNode map = JSON.objectNode();
        value.properties().forEach(entry -> {
            JsonNode result = evaluate(entry.getValue());
            if (!result.isMissingNode()) {
                map.set(entry.getKey(), result);
            }
        });
        return map;
    }

    private JsonNode call(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> ref(argument.asText());
            case "Fn::GetAtt" -> getAtt(argument);
            case "Fn::Sub" -> sub(argument);
            case "Fn::If" -> choose(argument);
            case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals" ->
                JSON.booleanNode(conditions.evaluate(function, argument));
            case "Fn::ImportValue" -> importValue(evaluate(argument));
            case "Fn::FindInMap" -> findInMap(argument);
            default -> functions.call(function, evaluate(argument));
        };
    }

    private JsonNode ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return MissingNode.getInstance();
        }
        ParameterValue parameter = context.parameters().get(name);
        if (parameter != null) {
            return parameter.value();
        }
        Optional<JsonNode> pseudo = context.pseudo().find(name);
        if (pseudo.isPresent()) {
            return pseudo.get();
        }
        requireResource(name);
        return resources.ref(name);
    }

    private void requireResource(String name) {
        JsonNode resource = context.template().section("Resources").path(name);
        if (resource.isMissingNode() || !isWanted(resource)) {
            throw new EvaluationException("Template format error: Unresolved resource dependencies [" + name
                    + "] in the Resources block of the template");
        }
    }

    private JsonNode getAtt(JsonNode argument) {
        String[] parts = argument.isTextual() ? argument.asText().split("\\.", 2) : new String[0];
        String name = argument.isTextual() ? parts[0] : argument.path(0).asText();
        String attribute = argument.isTextual()
                ? parts.length < 2 ? "" : parts[1]
                : evaluate(argument.path(1)).asText();
        if (name.isEmpty() || attribute.isEmpty() || (argument.isArray() && argument.size() != 2)) {
            throw new EvaluationException(
                    "Template error: every Fn::GetAtt object requires two non-empty parameters, the"
                            + " resource name and the resource attribute");
        }
        requireResource(name);
        return resources.attribute(name, attribute);
    }

    private JsonNode choose(JsonNode argument) {
        if (!argument.isArray() || argument.size() != 3 || !argument.path(0).isTextual()) {
            throw new EvaluationException("Template error: Fn::If requires a list argument with three elements");
        }
        return evaluate(argument.path(conditions.holds(argument.path(0).asText()) ? 1 : 2));
    }

    private JsonNode importValue(JsonNode name) {
        if (!name.isValueNode()) {
            throw new EvaluationException(
                    "Template error: the attribute in Fn::ImportValue must be a string or a function"
                            + " that returns a string");
        }
        if (name.asText().contains(ResourceValues.UNKNOWN)) {
            throw new EvaluationException(
                    "Template error: the attribute in Fn::ImportValue must not depend on any resources,"
                            + " imported values, or Fn::GetAZs");
        }
        return JSON.textNode(context.exports()
                .find(name.asText())
                .orElseThrow(() -> new EvaluationException("No export named " + name.asText() + " found.")));
    }

    private JsonNode findInMap(JsonNode argument) {
        boolean hasDefault = argument.size() == 4 && argument.path(3).has("DefaultValue");
        if (!argument.isArray() || (argument.size() != 3 && !hasDefault)) {
            throw new EvaluationException(
                    "Template error: every Fn::FindInMap object requires three parameters, the map name,"
                            + " map key and the attribute for return value");
        }
        String map = evaluate(argument.path(0)).asText();
        String key = evaluate(argument.path(1)).asText();
        String attribute = evaluate(argument.path(2)).asText();
        JsonNode mappings = context.template().section("Mappings");
        JsonNode found = mappings.path(map).path(key).path(attribute);
        if (!found.isMissingNode()) {
            return found;
        }
        if (hasDefault) {
            return evaluate(argument.path(3).path("DefaultValue"));
        }
        throw new EvaluationException(
                "Template error: Unable to get mapping for " + map + "::" + key + "::" + attribute);
    }

    private JsonNode sub(JsonNode argument) {
        boolean pair = argument.isArray()
                && argument.size() == 2
                && argument.path(0).isTextual()
                && argument.path(1).isObject();
        if (!argument.isTextual() && !pair) {
            throw new EvaluationException(
                    "Template error: One or more Fn::Sub intrinsic functions don't specify expected"
                            + " arguments. Specify a string as first argument, and an optional second argument to specify a mapping"
                            + " of values to replace in the string");
        }
        JsonNode own = argument.path(1);
        String text = pair ? argument.path(0).asText() : argument.asText();
        return JSON.textNode(SubText.replace(text, name -> own.has(name) ? evaluate(own.path(name)) : variable(name)));
    }

    private JsonNode variable(String name) {
        return name.contains(".") ? getAtt(JSON.textNode(name)) : ref(name);
    }
}
