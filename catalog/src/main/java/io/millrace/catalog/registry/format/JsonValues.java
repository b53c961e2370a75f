package io.millrace.catalog.registry.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.everit.json.schema.ArraySchema;
import org.everit.json.schema.BooleanSchema;
import org.everit.json.schema.CombinedSchema;
import org.everit.json.schema.ConstSchema;
import org.everit.json.schema.EmptySchema;
import org.everit.json.schema.EnumSchema;
import org.everit.json.schema.NullSchema;
import org.everit.json.schema.NumberSchema;
import org.everit.json.schema.ObjectSchema;
import org.everit.json.schema.Schema;
import org.everit.json.schema.StringSchema;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Whether a schema allows one value, as {@code enum} and {@code const} list them. No regular expression is run: a string is not
 * allowed where a pattern or format must decide, nor an array or object by anything but a list with it.
 */
final class JsonValues {
    private static final int MAX_STEPS = 100_000;

    private int steps;

    boolean allows(Schema reader, @Nullable Object value) {
        if (++steps > MAX_STEPS) {
            return false;
        }
        Schema schema = JsonContainment.target(reader);
        Object normal = normal(value);
        if (schema instanceof EmptySchema) {
            return true;
        }
        if (schema instanceof CombinedSchema combined) {
            return combined.getCriterion() == CombinedSchema.ALL_CRITERION
                    ? combined.getSubschemas().stream().allMatch(part -> allows(part, value))
                    : combined.getSubschemas().stream().anyMatch(part -> allows(part, value));
        }
        if (schema instanceof EnumSchema listed) {
            return listed.getPossibleValuesAsList().stream().anyMatch(one -> Objects.equals(normal, normal(one)));
        }
        if (schema instanceof ConstSchema one) {
            return Objects.equals(normal, normal(one.getPermittedValue()));
        }
        return allowsScalar(schema, normal);
    }

    private static boolean allowsScalar(Schema schema, @Nullable Object value) {
        if (schema instanceof BooleanSchema) {
            return value instanceof Boolean;
        }
        if (schema instanceof NullSchema) {
            return value == null;
        }
        if (schema instanceof StringSchema strings) {
            return value instanceof String text ? allowsText(strings, text) : !strings.requireString();
        }
        if (schema instanceof NumberSchema numbers) {
            return value instanceof BigDecimal number
                    ? allowsNumber(numbers, number)
                    : !numbers.isRequiresNumber() && !numbers.requiresInteger();
        }
        return (schema instanceof ArraySchema lists && !lists.requiresArray() && !(value instanceof List))
                || (schema instanceof ObjectSchema members && !members.requiresObject() && !(value instanceof Map));
    }

    private static boolean allowsText(StringSchema schema, String text) {
        int length = text.codePointCount(0, text.length());
        return length >= Objects.requireNonNullElse(schema.getMinLength(), 0)
                && length <= Objects.requireNonNullElse(schema.getMaxLength(), Integer.MAX_VALUE)
                && schema.getPattern() == null
                && JsonKinds.hasNoFormat(schema);
    }

    private static boolean allowsNumber(NumberSchema schema, BigDecimal number) {
        return JsonBound.lower(schema).isBelow(number)
                && JsonBound.upper(schema).isAbove(number)
                && (!schema.requiresInteger() || number.scale() <= 0)
                && (schema.getMultipleOf() == null
                        || number.remainder(JsonKinds.decimal(schema.getMultipleOf()))
                                        .signum()
                                == 0);
    }

    /** Equal for equal JSON values: 1 and 1.0 are one number, the order of members does not count. */
    private static @Nullable Object normal(@Nullable Object value) {
        if (value == null || JSONObject.NULL.equals(value)) {
            return null;
        }
        if (value instanceof Number number) {
            return JsonKinds.decimal(number).stripTrailingZeros();
        }
        if (value instanceof JSONObject object) {
            return normal(object.toMap());
        }
        if (value instanceof JSONArray array) {
            return normal(array.toList());
        }
        if (value instanceof Map<?, ?> members) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            members.forEach((name, member) -> sorted.put(String.valueOf(name), normal(member)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(JsonValues::normal).toList()
                : value;
    }
}
