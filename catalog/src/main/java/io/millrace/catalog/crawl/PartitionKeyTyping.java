package io.millrace.catalog.crawl;

import io.millrace.catalog.layout.PartitionNames;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The types of partition keys by their folders' values. A key is an {@code int}, {@code bigint} or {@code date} if each value is
 * written as the type itself is: {@code 7}, {@code -1}, {@code 2024-02-29}, but not {@code 07} or {@code +1}, which a writer would put
 * in a folder of another name. All others are {@code string}, the empty value too, which no reader takes for
 * a number. Hive's folder of null values says nothing.
 */
final class PartitionKeyTyping {
    private static final InferredType INT = new InferredType.Scalar(Primitive.INT);
    private static final InferredType BIGINT = new InferredType.Scalar(Primitive.BIGINT);
    private static final InferredType DATE = new InferredType.Scalar(Primitive.DATE);
    private static final InferredType STRING = new InferredType.Scalar(Primitive.STRING);
    private static final int DATE_LENGTH = 10;
    private static final int LONG_LENGTH = 20;

    private PartitionKeyTyping() {}

    /** The type of one value. */
    static InferredType of(String value) {
        if (value.equals(PartitionNames.NULL_VALUE)) {
            return InferredType.nothing();
        }
        if (isDate(value)) {
            return DATE;
        }
        if (value.length() > LONG_LENGTH) {
            return STRING;
        }
        try {
            long number = Long.parseLong(value);
            if (!Long.toString(number).equals(value)) {
                return STRING;
            }
            return number == (int) number ? INT : BIGINT;
        } catch (NumberFormatException e) {
            return STRING;
        }
    }

    private static boolean isDate(String value) {
        if (value.length() != DATE_LENGTH || !Character.isDigit(value.charAt(0))) {
            return false;
        }
        try {
            return LocalDate.parse(value).toString().equals(value);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The type that holds {@code value} beside those that a key of {@code type} holds already. */
    static String widen(String type, String value) {
        try {
            return new InferredType.Scalar(HiveType.parse(type))
                    .join(of(value))
                    .toHiveType()
                    .toString();
        } catch (IllegalArgumentException e) {
            return Primitive.STRING.toString();
        }
    }
}
