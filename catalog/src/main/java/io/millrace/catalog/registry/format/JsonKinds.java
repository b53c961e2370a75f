package io.millrace.catalog.registry.format;

import java.math.BigDecimal;
import java.util.Objects;
import org.everit.json.schema.ArraySchema;
import org.everit.json.schema.BooleanSchema;
import org.everit.json.schema.NullSchema;
import org.everit.json.schema.NumberSchema;
import org.everit.json.schema.ObjectSchema;
import org.everit.json.schema.Schema;
import org.everit.json.schema.StringSchema;

/**
 * Compares schemas that constrain one kind of value: strings, numbers, arrays or objects. In JSON Schema such constraints say
 * nothing of other kinds, unless {@code type} does.
 */
final class JsonKinds {
    private static final StringSchema ANY_STRING =
            StringSchema.builder().requiresString(false).build();
    private static final NumberSchema ANY_NUMBER =
            NumberSchema.builder().requiresNumber(false).build();
    private static final ArraySchema ANY_ARRAY =
            ArraySchema.builder().requiresArray(false).build();
    private static final ObjectSchema ANY_OBJECT =
            ObjectSchema.builder().requiresObject(false).build();

    private final JsonContainment containment;
    private final JsonArrays arrays;
    private final JsonObjects objects;

    JsonKinds(JsonContainment containment) {
        this.containment = containment;
        this.arrays = new JsonArrays(containment);
        this.objects = new JsonObjects(containment);
    }

    boolean contains(String path, Schema reader, Schema writer) {
        boolean sameKind = reader.getClass().equals(writer.getClass());
        if (requiresItsKind(reader) && !(sameKind && requiresItsKind(writer))) {
            return containment.differ(path, "another type is not allowed");
        }
        if (!sameKind && isOnlyAnotherKind(writer)) {
            return true;
        }
        if (reader instanceof StringSchema strings) {
            return strings(path, strings, sameKind ? (StringSchema) writer : ANY_STRING);
        }
        if (reader instanceof NumberSchema numbers) {
            return numbers(path, numbers, sameKind ? (NumberSchema) writer : ANY_NUMBER);
        }
        if (reader instanceof ArraySchema lists) {
            return arrays.contains(path, lists, sameKind ? (ArraySchema) writer : ANY_ARRAY);
        }
        if (reader instanceof ObjectSchema members) {
            return objects.contains(path, members, sameKind ? (ObjectSchema) writer : ANY_OBJECT);
        }
        return containment.differ(path, "the schemas cannot be compared");
    }

    private static boolean requiresItsKind(Schema schema) {
        return (schema instanceof StringSchema strings && strings.requireString())
                || (schema instanceof NumberSchema numbers && (numbers.isRequiresNumber() || numbers.requiresInteger()))
                || (schema instanceof ArraySchema lists && lists.requiresArray())
                || (schema instanceof ObjectSchema members && members.requiresObject());
    }

    /** True and null, and the kinds that say so. Anything else allows values of the reader's kind too. */
    private static boolean isOnlyAnotherKind(Schema writer) {
        return requiresItsKind(writer) || writer instanceof BooleanSchema || writer instanceof NullSchema;
    }

    private boolean strings(String path, StringSchema reader, StringSchema writer) {
        boolean contained = lengths(path, reader, writer);
        if (reader.getPattern() != null
                && (writer.getPattern() == null
                        || !reader.getPattern()
                                .pattern()
                                .equals(writer.getPattern().pattern()))) {
            contained = containment.differ(path, "the pattern is another");
        }
        String format = reader.getFormatValidator().formatName();
        if (!hasNoFormat(reader) && !format.equals(writer.getFormatValidator().formatName())) {
            contained = containment.differ(path, "the format is not " + format);
        }
        return contained;
    }

    private boolean lengths(String path, StringSchema reader, StringSchema writer) {
        boolean contained = true;
        if (Objects.requireNonNullElse(reader.getMinLength(), 0)
                > Objects.requireNonNullElse(writer.getMinLength(), 0)) {
            contained = containment.differ(path, "minLength is " + reader.getMinLength());
        }
        if (Objects.requireNonNullElse(reader.getMaxLength(), Integer.MAX_VALUE)
                < Objects.requireNonNullElse(writer.getMaxLength(), Integer.MAX_VALUE)) {
            contained = containment.differ(path, "maxLength is " + reader.getMaxLength());
        }
        return contained;
    }

    static boolean hasNoFormat(StringSchema schema) {
        return schema.getFormatValidator()
                .formatName()
                .equals(ANY_STRING.getFormatValidator().formatName());
    }

    private boolean numbers(String path, NumberSchema reader, NumberSchema writer) {
        boolean contained = true;
        if (reader.requiresInteger() && !writer.requiresInteger()) {
            contained = containment.differ(path, "numbers that are no integers are not allowed");
        }
        if (!JsonBound.lower(reader).allowsAbove(JsonBound.lower(writer))) {
            contained = containment.differ(path, "smaller numbers are not allowed");
        }
        if (!JsonBound.upper(reader).allowsBelow(JsonBound.upper(writer))) {
            contained = containment.differ(path, "larger numbers are not allowed");
        }
        if (reader.getMultipleOf() != null && !isMultiple(writer, decimal(reader.getMultipleOf()))) {
            contained = containment.differ(path, "only multiples of " + reader.getMultipleOf() + " are allowed");
        }
        return contained;
    }

    private static boolean isMultiple(NumberSchema writer, BigDecimal of) {
        Number step = writer.getMultipleOf() == null && writer.requiresInteger()
                ? Integer.valueOf(1)
                : writer.getMultipleOf();
        return step != null && decimal(step).remainder(of).signum() == 0;
    }

    static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }
}
