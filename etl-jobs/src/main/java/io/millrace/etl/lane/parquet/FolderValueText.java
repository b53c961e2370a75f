package io.millrace.etl.lane.parquet;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** A partition key's value as text, as Spark casts it to string ({@code Cast}, which its partition folders are made with). */
final class FolderValueText {
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendPattern("-MM-dd")
            .toFormatter();
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private FolderValueText() {}

    /** Of a row that is not null. */
    static String of(HiveType type, Vector vector, int row) {
        if (vector instanceof BooleanVector truth) {
            return Boolean.toString(truth.values()[row]);
        }
        if (vector instanceof DoubleVector doubles) {
            return Double.toString(doubles.values()[row]);
        }
        if (vector instanceof FloatVector floats) {
            return Float.toString(floats.values()[row]);
        }
        if (vector instanceof IntVector ints) {
            int value = ints.values()[row];
            return type == Primitive.DATE ? DATE.format(LocalDate.ofEpochDay(value)) : Integer.toString(value);
        }
        if (vector instanceof LongVector longs) {
            return ofLong(type, longs.values()[row]);
        }
        BytesVector bytes = (BytesVector) vector;
        int start = bytes.starts()[row];
        int length = bytes.lengths()[row];
        return type instanceof HiveType.Decimal decimal
                ? new BigDecimal(new BigInteger(bytes.data(), start, length), decimal.scale()).toPlainString()
                : new String(bytes.data(), start, length, StandardCharsets.UTF_8);
    }

    private static String ofLong(HiveType type, long value) {
        if (type instanceof HiveType.Decimal decimal) {
            return BigDecimal.valueOf(value, decimal.scale()).toPlainString();
        }
        if (type == Primitive.TIMESTAMP) {
            return TIMESTAMP.format(
                    LocalDateTime.ofInstant(Instant.EPOCH.plus(value, ChronoUnit.MICROS), ZoneOffset.UTC));
        }
        return Long.toString(value);
    }
}
