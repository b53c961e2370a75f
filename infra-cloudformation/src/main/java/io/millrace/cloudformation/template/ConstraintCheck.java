package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.schema.Constraints;
import io.millrace.cloudformation.schema.PropertyType;
import io.millrace.cloudformation.schema.PropertyType.Scalar;
import java.util.Optional;
import java.util.regex.Pattern;

/** A literal value against the limits of its property. What a function will give is not known. */
final class ConstraintCheck {
    private final PropertyType base;
    private final Constraints constraints;

    ConstraintCheck(PropertyType.Limited type) {
        this.base = type.base();
        this.constraints = type.constraints();
    }

    /** What is wrong with the value, if anything is. */
    Optional<String> violation(JsonNode value) {
        if (value.isArray()) {
            return size(value.size(), "elements");
        }
        // The secret itself is not in the template, so neither are its length and form.
        if (!value.isValueNode() || value.isNull() || value.asText().contains("{{resolve:")) {
            return Optional.empty();
        }
        String text = value.asText();
        if (!constraints.allowed().isEmpty()) {
            return constraints.allowed().contains(text)
                    ? Optional.empty()
                    : Optional.of("must be one of " + constraints.allowed() + ", but is \"" + text + "\"");
        }
        if (base == Scalar.INTEGER || base == Scalar.NUMBER) {
            // Also written as text.
            return number(value.asLong());
        }
        Optional<Pattern> pattern = constraints.pattern();
        if (pattern.isPresent() && !pattern.get().matcher(text).matches()) {
            return Optional.of("must match " + pattern.get() + ", but is \"" + text + "\"");
        }
        return size(text.length(), "characters");
    }

    private Optional<String> number(long number) {
        if (constraints.min().filter(min -> number < min).isPresent()
                || constraints.max().filter(max -> number > max).isPresent()) {
            return Optional.of("must be " + range("") + ", but is " + number);
        }
        return Optional.empty();
    }

    private Optional<String> size(int size, String unit) {
        if (constraints.min().filter(min -> size < min).isPresent()
                || constraints.max().filter(max -> size > max).isPresent()) {
            return Optional.of("must have " + range(" " + unit) + ", but has " + size);
        }
        return Optional.empty();
    }

    private String range(String unit) {
        String least = constraints.min().map(min -> "at least " + min).orElse("");
        String most = constraints.max().map(max -> "at most " + max).orElse("");
        return least + (least.isEmpty() || most.isEmpty() ? "" : " and ") + most + unit;
    }
}
