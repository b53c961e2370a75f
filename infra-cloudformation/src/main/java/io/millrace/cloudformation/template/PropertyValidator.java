package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.schema.DefinitionSchema;
import io.millrace.cloudformation.schema.PropertySchema;
import io.millrace.cloudformation.schema.PropertyType;
import io.millrace.cloudformation.schema.PropertyType.Scalar;
import io.millrace.cloudformation.schema.ResourceSchemas;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values against their property types. What a function will give is not known, so it fits nearly everywhere. */
final class PropertyValidator {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final ResourceSchemas schemas;
    private final Problems problems;

    PropertyValidator(ResourceSchemas schemas, Problems problems) {
        this.schemas = schemas;
        this.problems = problems;
    }

    void validate(String path, JsonNode value, DefinitionSchema definition) {
        if (!value.isObject() && !value.isMissingNode()) {
            problems.add(path, "must be a map of the properties of " + definition.name());
            return;
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            PropertySchema schema = definition.properties().get(property.getKey());
            String place = path + "/" + property.getKey();
            if (schema == null) {
                problems.add(place, definition.name() + " has no property " + property.getKey());
            } else {
                validate(place, property.getValue(), schema.type());
            }
        }
        definition.properties().forEach((name, schema) -> {
            if (schema.required() && (!value.has(name) || Intrinsics.isNoValue(value.path(name)))) {
                problems.add(path, definition.name() + " needs the property " + name);
            }
        });
    }

    private void validate(String path, JsonNode value, PropertyType type) {
        Optional<String> function = Intrinsics.function(value);
        if (function.isPresent()) {
            validateFunction(path, function.get(), value, type);
        } else if (value.isNull()) {
            problems.add(path, "must not be null");
        } else if (type instanceof PropertyType.Limited limited) {
            validate(path, value, limited.base());
            // Another type is problem enough.
            if (hasShape(value, limited.base())) {
                new ConstraintCheck(limited)
                        .violation(value)
                        .ifPresent(message -> problems.under(TemplateRule.VALUE).add(path, message));
            }
        } else if (type instanceof Scalar scalar) {
            if (!fits(value, scalar)) {
                problems.add(path, "must be " + name(type) + ", but is " + shown(value));
            }
        } else if (type instanceof PropertyType.ListOf list) {
            validateList(path, value, list);
        } else if (type instanceof PropertyType.MapOf map) {
            validateMap(path, value, map);
        } else if (type instanceof PropertyType.Nested nested) {
            validate(path, value, schemas.definition(nested));
        } else if (type instanceof PropertyType.AnyOf any) {
            validateAny(path, value, any);
        } else if (!value.isContainerNode() && !value.isTextual()) {
            problems.add(path, "must be JSON, but is " + shown(value));
        }
    }

    private void validateFunction(String path, String function, JsonNode value, PropertyType type) {
        if (function.equals(Intrinsics.IF)) {
            JsonNode argument = value.path(Intrinsics.IF);
            for (int branch = 1; branch <= 2 && branch < argument.size(); branch++) {
                if (!Intrinsics.isNoValue(argument.path(branch))) {
                    validate(path + "/Fn::If/" + branch, argument.path(branch), type);
                }
            }
        } else if (Intrinsics.givesText(function) && !takesText(type)) {
            problems.add(path, "must be " + name(type) + ", but " + function + " gives text");
        }
    }

    private static boolean takesText(PropertyType type) {
        if (type instanceof PropertyType.Limited limited) {
            return takesText(limited.base());
        }
        if (type instanceof PropertyType.AnyOf any) {
            return any.types().stream().anyMatch(PropertyValidator::takesText);
        }
        return type instanceof Scalar || type instanceof PropertyType.Json;
    }

    private void validateList(String path, JsonNode value, PropertyType.ListOf list) {
        if (!value.isArray()) {
            problems.add(path, "must be a list, but is " + shown(value));
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            validate(path + "/" + i, value.path(i), list.element());
        }
    }

    private void validateMap(String path, JsonNode value, PropertyType.MapOf map) {
        if (!value.isObject()) {
            problems.add(path, "must be a map, but is " + shown(value));
            return;
        }
        value.properties().forEach(entry -> validate(path + "/" + entry.getKey(), entry.getValue(), map.element()));
    }

    /** Of several nested definitions it is not known which is meant, so only the outer shape is checked. */
    private void validateAny(String path, JsonNode value, PropertyType.AnyOf any) {
        boolean fits = any.types().stream().anyMatch(type -> hasShape(value, type));
        if (!fits) {
            problems.add(path, "must be " + name(any) + ", but is " + shown(value));
        }
    }

    private static boolean hasShape(JsonNode value, PropertyType type) {
        if (type instanceof PropertyType.Limited limited) {
            return hasShape(value, limited.base());
        }
        if (type instanceof Scalar scalar) {
            return fits(value, scalar);
        }
        if (type instanceof PropertyType.ListOf) {
            return value.isArray();
        }
        return type instanceof PropertyType.AnyOf any
                ? any.types().stream().anyMatch(option -> hasShape(value, option))
                : value.isObject();
    }

    private static boolean fits(JsonNode value, Scalar scalar) {
        if (!value.isValueNode()) {
            return false;
        }
        String text = value.asText();
        return switch (scalar) {
            case STRING -> true;
            case INTEGER -> INTEGER.matcher(text).matches();
            case NUMBER -> NUMBER.matcher(text).matches();
            case BOOLEAN -> text.equals("true") || text.equals("false");
        };
    }

    private static String name(PropertyType type) {
        if (type instanceof PropertyType.Limited limited) {
            return name(limited.base());
        }
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case STRING -> "text";
                case INTEGER -> "a whole number";
                case NUMBER -> "a number";
                case BOOLEAN -> "true or false";
            };
        }
        if (type instanceof PropertyType.ListOf) {
            return "a list";
        }
        if (type instanceof PropertyType.AnyOf any) {
            return String.join(
                    " or ", any.types().stream().map(PropertyValidator::name).toList());
        }
        return "a map";
    }

    private static String shown(JsonNode value) {
        if (value.isObject()) {
            return "a map";
        }
        return value.isArray() ? "a list" : value.toString();
    }
}
