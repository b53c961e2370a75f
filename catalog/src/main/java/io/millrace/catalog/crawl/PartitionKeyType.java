package io.millrace.catalog.crawl;

import io.millrace.catalog.layout.PartitionNames;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * The type that a partition key has in the catalog.
 *
 * @param type empty if nobody can read it
 */
record PartitionKeyType(Optional<HiveType> type) {
    static PartitionKeyType parse(String type) {
        try {
            return new PartitionKeyType(Optional.of(HiveType.parse(type)));
        } catch (IllegalArgumentException e) {
            return new PartitionKeyType(Optional.empty());
        }
    }

    /** Whether readers find {@code value} to be one of the key. */
    boolean fits(String value) {
        if (value.equals(PartitionNames.NULL_VALUE)) {
            return true;
        }
        try {
            return type.isPresent() && fits(type.get(), value);
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private static boolean fits(HiveType type, String value) {
        if (type instanceof Decimal decimal) {
            BigDecimal number = new BigDecimal(value);
            return number.precision() - number.scale() <= decimal.precision() - decimal.scale();
        }
        if (!(type instanceof Primitive primitive)) {
            return true;
        }
        return switch (primitive) {
            case TINYINT -> new BigInteger(value).bitLength() < Byte.SIZE;
            case SMALLINT -> new BigInteger(value).bitLength() < Short.SIZE;
            case INT -> new BigInteger(value).bitLength() < Integer.SIZE;
            case BIGINT -> new BigInteger(value).bitLength() < Long.SIZE;
            case DATE -> LocalDate.parse(value) != null;
            case BOOLEAN -> value.toLowerCase(Locale.ROOT).matches("true|false");
            default -> true;
        };
    }
}
