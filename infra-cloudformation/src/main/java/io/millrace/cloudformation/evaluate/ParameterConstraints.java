package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The constraints of one parameter: allowed values, pattern, lengths and limits, with CloudFormation's messages. */
final class ParameterConstraints {
    private final String name;
    private final JsonNode declared;

    ParameterConstraints(String name, JsonNode declared) {
        this.name = name;
        this.declared = declared;
    }

    void check(String value) {
        List<String> values = isList() && !value.isEmpty()
                ? List.of(value.split(",", -1)).stream().map(String::strip).toList()
                : List.of(value);
        values.forEach(this::checkAllowed);
        values.forEach(this::checkPattern);
        checkLength(value);
        if (declared.path("Type").asText().equals("Number")) {
            checkRange(number(name, value));
        }
    }

    private boolean isList() {
        String type = declared.path("Type").asText();
        return type.equals("CommaDelimitedList") || type.startsWith("List<");
    }

    static BigDecimal number(String name, String value) {
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw new EvaluationException("Parameter '" + name + "' must be a number.");
        }
    }

    private void checkAllowed(String value) {
        JsonNode allowed = declared.path("AllowedValues");
        if (!allowed.isArray()) {
            return;
        }
        for (JsonNode one : allowed) {
            if (one.asText().equals(value)) {
                return;
            }
        }
        throw broken("must be one of AllowedValues");
    }

    private void checkPattern(String value) {
        if (!declared.has("AllowedPattern")) {
            return;
        }
        String pattern = declared.path("AllowedPattern").asText();
        try {
            if (!Pattern.matches(pattern, value)) {
                throw broken("must match pattern " + pattern);
            }
        } catch (PatternSyntaxException e) {
            throw new EvaluationException(
                    "Template format error: AllowedPattern of parameter " + name + " is not a regular expression");
        }
    }

    private void checkLength(String value) {
        if (declared.has("MinLength")
                && value.length() < declared.path("MinLength").asInt()) {
            throw broken("must contain at least " + declared.path("MinLength").asInt() + " characters");
        }
        if (declared.has("MaxLength")
                && value.length() > declared.path("MaxLength").asInt()) {
            throw broken("must contain at most " + declared.path("MaxLength").asInt() + " characters");
        }
    }

    private void checkRange(BigDecimal value) {
        if (declared.has("MinValue")
                && value.compareTo(number("MinValue", declared.path("MinValue").asText())) < 0) {
            throw broken("must be a number not less than "
                    + declared.path("MinValue").asText());
        }
        if (declared.has("MaxValue")
                && value.compareTo(number("MaxValue", declared.path("MaxValue").asText())) > 0) {
            throw broken("must be a number not greater than "
                    + declared.path("MaxValue").asText());
        }
    }

    private EvaluationException broken(String rule) {
        String description = declared.path("ConstraintDescription").asText();
        return new EvaluationException(
                description.isEmpty()
                        ? "Parameter '" + name + "' " + rule
                        : "Parameter '" + name + "' failed to satisfy constraint: " + description);
    }
}
