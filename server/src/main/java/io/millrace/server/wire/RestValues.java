package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.SdkJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;

/** Members that stand in a path, a query, a header or a form, as text. */
final class RestValues {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private RestValues() {}

    static Object read(SdkField<?> field, List<String> values) {
        if (field.marshallingType() == MarshallingType.LIST) {
            return List.copyOf(values);
        }
        String text = values.get(0);
        try {
            return readScalar(field, text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SdkJsonException("'" + text + "' is no value for " + field.locationName() + ".", e);
        }
    }

    private static Object readScalar(SdkField<?> field, String text) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.STRING) {
            return text;
        }
        if (type == MarshallingType.INTEGER) {
            return Integer.valueOf(text);
        }
        if (type == MarshallingType.LONG) {
            return Long.valueOf(text);
        }
        if (type == MarshallingType.DOUBLE) {
            return Double.valueOf(text);
        }
        if (type == MarshallingType.FLOAT) {
            return Float.valueOf(text);
        }
        if (type == MarshallingType.SHORT) {
            return Short.valueOf(text);
        }
        if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
        }
        if (type == MarshallingType.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        if (type == MarshallingType.INSTANT) {
            return field.location() == MarshallLocation.HEADER
                    ? HTTP_DATE.parse(text, Instant::from)
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        }
        throw new IllegalArgumentException(type.getTargetClass().getSimpleName());
    }

    static String write(SdkField<?> field, Object value) {
        return field.marshallingType() == MarshallingType.INSTANT
                ? HTTP_DATE.format((Instant) value)
                : value.toString();
    }
}
