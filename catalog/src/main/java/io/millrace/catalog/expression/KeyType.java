package io.millrace.catalog.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** How the values of a partition key are read and compared (Glue API, GetPartitions: "supported partition key types"). */
enum KeyType {
    TEXT {
        @Override
        Comparable<?> parse(String text) {
            return text;
        }
    },
    PADDED_TEXT {
        @Override
        Comparable<?> parse(String text) {
            return text.stripTrailing();
        }
    },
    NUMBER {
        @Override
        Comparable<?> parse(String text) {
            String number = text.strip();
            // Bounds the exponent too, which would make numbers that take long to compare.
            if (number.length() > MAX_NUMBER_LENGTH || number.indexOf('e') >= 0 || number.indexOf('E') >= 0) {
                throw new NumberFormatException("not a plain number");
            }
            return new BigDecimal(number);
        }
    },
    DATE {
        @Override
        Comparable<?> parse(String text) {
            return LocalDate.parse(text.strip());
        }
    },
    TIMESTAMP {
        @Override
        Comparable<?> parse(String text) {
            String time = text.strip();
            return time.length() == DATE_LENGTH
                    ? LocalDate.parse(time).atStartOfDay()
                    : LocalDateTime.parse(time.replace('T', ' '), TIMESTAMP_FORMAT);
        }
    },
    UNSUPPORTED {
        @Override
        Comparable<?> parse(String text) {
            throw new IllegalArgumentException("keys of this type cannot be compared");
        }
    };

    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int DATE_LENGTH = 10;
    private static final DateTimeFormatter TIMESTAMP_FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    /** Reads a value; throws DateTimeException or IllegalArgumentException if it is not of this type. */
    abstract Comparable<?> parse(String text);

    /** The value, or empty if it is not of this type. */
    final Optional<Comparable<?>> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static KeyType of(String hiveType) {
        String type = hiveType.toLowerCase(Locale.ROOT).strip();
        int parameters = type.indexOf('(');
        return switch (parameters < 0 ? type : type.substring(0, parameters).strip()) {
            case "string", "varchar" -> TEXT;
            case "char" -> PADDED_TEXT;
            case "tinyint", "smallint", "int", "integer", "bigint", "long", "decimal" -> NUMBER;
            case "date" -> DATE;
            case "timestamp" -> TIMESTAMP;
            default -> UNSUPPORTED;
        };
    }
}
