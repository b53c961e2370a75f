package io.millrace.catalog.sdkjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Reads JSON into an SDK model class. Unknown members are skipped, as AWS's services do; a value of the wrong type is an
 * {@link SdkJsonException} with AWS's wording. Thread-safe.
 */
public final class SdkJsonReader {
    /** Deeper JSON than any request of the services that we serve. */
    private static final int MAX_NESTING_DEPTH = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING_DEPTH)
                    .build())
            .build();
    private static final Map<Class<?>, Map<String, SdkField<?>>> FIELDS = new ConcurrentHashMap<>();

    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    private SdkJsonReader() {}

    /**
     * Reads one JSON object into {@code builder}, whose members in other places than the payload stay as they are.
     *
     * @throws SdkJsonException if it is no JSON object, or a member has the wrong type
     */
    public static void readInto(byte[] json, SdkPojo builder) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new SdkJsonException("Start of structure or map found where not expected.");
            }
            readMembers(parser, builder);
            if (parser.nextToken() != null) {
                throw new SdkJsonException("Unexpected content after the end of the request.");
            }
        } catch (IOException | NumberFormatException e) { // the latter: a number whose exponent overflows
            throw new SdkJsonException("Unable to parse the request as JSON.", e);
        }
    }

    /** A parser with the limits that requests have, for what holds several SDK objects. */
    public static JsonParser parser(byte[] json) throws IOException {
        return JSON.createParser(json);
    }

    /**
     * Reads the JSON object that begins at the parser's current token, and leaves the parser at its end.
     *
     * @throws SdkJsonException if it is no JSON object, or a member has the wrong type
     */
    public static void readInto(JsonParser parser, SdkPojo builder) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "Start of structure or map found where not expected.");
        readMembers(parser, builder);
    }

    /** Reads one JSON object as {@code type}; {@code builder} is a fresh builder of it. */
    public static <T> T read(byte[] json, SdkPojo builder, Class<T> type) {
        readInto(json, builder);
        return type.cast(((Buildable) builder).build());
    }

    private static void readMembers(JsonParser parser, SdkPojo builder) throws IOException {
        Map<String, SdkField<?>> fields = payloadFields(builder);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            SdkField<?> field = fields.get(parser.currentName());
            JsonToken token = parser.nextToken();
            if (field == null || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else {
                field.set(builder, readValue(parser, field));
            }
        }
    }

    private static Map<String, SdkField<?>> payloadFields(SdkPojo builder) {
        // All records have the same class of builders.
        Class<?> described = builder instanceof WireRecordBuilder record ? record.type() : builder.getClass();
        return FIELDS.computeIfAbsent(
                described,
                type -> builder.sdkFields().stream()
                        .filter(field -> field.location() == MarshallLocation.PAYLOAD)
                        .collect(Collectors.toUnmodifiableMap(SdkField::locationName, field -> field)));
    }

    private static @Nullable Object readValue(JsonParser parser, SdkField<?> field) throws IOException {
        MarshallingType<?> type = field.marshallingType();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (type == MarshallingType.SDK_POJO) {
            return readStructure(parser, field);
        }
        if (type == MarshallingType.LIST) {
            return readList(parser, field);
        }
        if (type == MarshallingType.MAP) {
            return readMap(parser, field);
        }
        if (type == MarshallingType.INSTANT) {
            return readInstant(parser, field);
        }
        return readScalar(parser, type);
    }

    private static Object readStructure(JsonParser parser, SdkField<?> field) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "Expected null");
        SdkPojo builder = field.constructor().get();
        readMembers(parser, builder);
        return ((Buildable) builder).build();
    }

    private static List<@Nullable Object> readList(JsonParser parser, SdkField<?> field) throws IOException {
        expect(parser, JsonToken.START_ARRAY, "Expected list or null");
        SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(readValue(parser, element));
        }
        return values;
    }

    private static Map<String, @Nullable Object> readMap(JsonParser parser, SdkField<?> field) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "Expected map or null");
        SdkField<?> value = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            // A null in a map means no entry: the SDKs leave it out when they write.
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                values.put(key, readValue(parser, value));
            }
        }
        return values;
    }

    private static Instant readInstant(JsonParser parser, SdkField<?> field) throws IOException {
        TimestampFormatTrait.Format format = SdkTimestamps.formatOf(field);
        JsonToken token = parser.currentToken();
        if (token.isNumeric() && !SdkTimestamps.isText(format)) {
            return SdkTimestamps.fromNumber(parser.getDecimalValue(), format);
        }
        if (token == JsonToken.VALUE_STRING && SdkTimestamps.isText(format)) {
            return SdkTimestamps.fromText(parser.getText(), format);
        }
        throw wrongType(token, field.marshallingType());
    }

    private static Object readScalar(JsonParser parser, MarshallingType<?> type) throws IOException {
        JsonToken token = parser.currentToken();
        if (type == MarshallingType.STRING && token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (type == MarshallingType.BOOLEAN && token.isBoolean()) {
            return parser.getBooleanValue();
        }
        if (type == MarshallingType.SDK_BYTES && token == JsonToken.VALUE_STRING) {
            return SdkBytes.fromByteArrayUnsafe(parser.getBinaryValue());
        }
        if (token == JsonToken.VALUE_NUMBER_INT || (token == JsonToken.VALUE_NUMBER_FLOAT && !isIntegral(type))) {
            return readNumber(parser, type);
        }
        if (token == JsonToken.VALUE_STRING && NOT_FINITE.contains(parser.getText())) {
            return readNotFinite(parser, type);
        }
        throw wrongType(token, type);
    }

    private static Object readNumber(JsonParser parser, MarshallingType<?> type) throws IOException {
        if (type == MarshallingType.INTEGER) {
            return parser.getIntValue();
        }
        if (type == MarshallingType.LONG) {
            return parser.getLongValue();
        }
        if (type == MarshallingType.DOUBLE) {
            return parser.getDoubleValue();
        }
        if (type == MarshallingType.FLOAT) {
            return parser.getFloatValue();
        }
        if (type == MarshallingType.SHORT) {
            return parser.getShortValue();
        }
        if (type == MarshallingType.BIG_DECIMAL) {
            return parser.getDecimalValue();
        }
        throw wrongType(parser.currentToken(), type);
    }

    private static boolean isIntegral(MarshallingType<?> type) {
        return type == MarshallingType.INTEGER || type == MarshallingType.LONG || type == MarshallingType.SHORT;
    }

    /** JSON has no such numbers, so AWS's protocols write them as strings. */
    private static Object readNotFinite(JsonParser parser, MarshallingType<?> type) throws IOException {
        if (type == MarshallingType.DOUBLE) {
            return Double.valueOf(parser.getText());
        }
        if (type == MarshallingType.FLOAT) {
            return Float.valueOf(parser.getText());
        }
        throw wrongType(parser.currentToken(), type);
    }

    private static void expect(JsonParser parser, JsonToken token, String message) {
        if (parser.currentToken() != token) {
            throw new SdkJsonException(message);
        }
    }

    private static SdkJsonException wrongType(JsonToken found, MarshallingType<?> wanted) {
        if (found.isStructStart()) {
            return new SdkJsonException("Start of structure or map found where not expected.");
        }
        String from = found.isNumeric()
                ? "NUMBER_VALUE"
                : found.isBoolean() ? found.name().substring(6) + "_VALUE" : "STRING_VALUE";
        return new SdkJsonException("%s can not be converted to %s".formatted(from, SdkJsonTypes.javaName(wanted)));
    }
}
