package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.template.Template;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The conditions of a template; each is computed once. */
final class Conditions {
    private static final int MAX_OPERANDS = 10;

    private final Template template;
    private final UnaryOperator<JsonNode> values;
    private final Map<String, Boolean> known = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    Conditions(Template template, UnaryOperator<JsonNode> values) {
        this.template = template;
        this.values = values;
    }

    boolean holds(String name) {
        Boolean result = known.get(name);
        if (result != null) {
            return result;
        }
        JsonNode condition = template.section("Conditions").path(name);
        if (condition.isMissingNode()) {
            throw new EvaluationException("Template format error: Unresolved condition dependency " + name
                    + "; add it to the Conditions block of the template");
        }
        if (!open.add(name)) {
            throw new EvaluationException("Template error: Circular dependency between conditions: " + open);
        }
        boolean value = operand(condition);
        open.remove(name);
        known.put(name, value);
        return value;
    }

    /** A value that must be true or false: a condition's name, or a function of conditions. */
    private boolean operand(JsonNode value) {
        if (value.size() == 1 && value.path("Condition").isTextual()) {
            return holds(value.path("Condition").asText());
        }
        JsonNode result = values.apply(value);
        if (result.isBoolean()
                || (result.isTextual()
                        && (result.asText().equals("true") || result.asText().equals("false")))) {
            return Boolean.parseBoolean(result.asText());
        }
        throw new EvaluationException(
                "Template format error: Conditions can only be boolean operations on parameters and"
                        + " other conditions");
    }

    boolean evaluate(String function, JsonNode argument) {
        return switch (function) {
            case "Fn::And" -> all(function, argument);
            case "Fn::Or" -> any(function, argument);
            case "Fn::Not" -> not(argument);
            default -> equal(argument);
        };
    }

    private boolean all(String function, JsonNode argument) {
        checkOperands(function, argument);
        boolean result = true;
        for (JsonNode operand : argument) {
            result &= operand(operand);
        }
        return result;
    }

    private boolean any(String function, JsonNode argument) {
        checkOperands(function, argument);
        boolean result = false;
        for (JsonNode operand : argument) {
            result |= operand(operand);
        }
        return result;
    }

    private static void checkOperands(String function, JsonNode argument) {
        if (!argument.isArray() || argument.size() < 2 || argument.size() > MAX_OPERANDS) {
            throw new EvaluationException("Template error: every " + function
                    + " object requires a list of at least 2 and at most 10 boolean parameters.");
        }
    }

    private boolean not(JsonNode argument) {
        if (!argument.isArray() || argument.size() != 1) {
            throw new EvaluationException("Template error: every Fn::Not object requires one boolean parameter.");
        }
        return !operand(argument.path(0));
    }

    private boolean equal(JsonNode argument) {
        if (!argument.isArray() || argument.size() != 2) {
            throw new EvaluationException(
                    "Template error: every Fn::Equals object requires a list of 2 string parameters.");
        }
        JsonNode left = values.apply(argument.path(0));
        JsonNode right = values.apply(argument.path(1));
        return (left.isValueNode() && right.isValueNode()) ? left.asText().equals(right.asText()) : left.equals(right);
    }
}
