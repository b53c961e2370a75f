package io.millrace.catalog.sdkjson;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Timestamps of JSON: seconds since 1970 with a fraction, unless the API model gives a member another format. */
final class SdkTimestamps {
    private static final DateTimeFormatter RFC_822 = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /** No timestamp has more digits; more would cost time and memory without bound ({@code 1e999999999}). */
    private static final int MAX_SCALE = 32;

    private SdkTimestamps() {}

    static Format formatOf(SdkField<?> field) {
        return field.getOptionalTrait(TimestampFormatTrait.class)
                .map(TimestampFormatTrait::format)
                .orElse(Format.UNIX_TIMESTAMP);
    }

    static Instant fromNumber(BigDecimal number, Format format) {
        BigDecimal seconds = format == Format.UNIX_TIMESTAMP_MILLIS ? number.movePointLeft(3) : number;
        if (Math.abs((long) seconds.scale()) > MAX_SCALE) {
            throw new SdkJsonException("Timestamp is out of range.");
        }
        try {
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            long nanos = seconds.subtract(whole).movePointRight(9).longValue();
            return Instant.ofEpochSecond(whole.longValueExact(), nanos);
        } catch (ArithmeticException | DateTimeException e) {
            throw new SdkJsonException("Timestamp is out of range.", e);
        }
    }

    static Instant fromText(String text, Format format) {
        try {
            return format == Format.RFC_822 ? RFC_822.parse(text, Instant::from) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new SdkJsonException("Timestamp is malformed.", e);
        }
    }

    static String toText(Instant instant, Format format) {
        return format == Format.RFC_822 ? RFC_822.format(instant) : instant.toString();
    }

    static boolean isText(Format format) {
        return format == Format.ISO_8601 || format == Format.RFC_822;
    }
}
