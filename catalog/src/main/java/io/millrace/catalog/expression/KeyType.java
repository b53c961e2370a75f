package io.millrace.catalog.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** How the values of a partition key are read, compared and sorted (Glue API, GetPartitions: "supported partition key types"). */
enum KeyType {
    TEXT('s') {
        @Override
        Comparable<?> parse(String text) {
            return text;
        }

        @Override
        int compare(Object left, Object right) {
            return CodePointOrder.compare((String) left, (String) right);
        }
    },
    /** Trailing blanks do not count. */
    PADDED_TEXT('c') {
        @Override
        Comparable<?> parse(String text) {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == ' ') {
                end--;
            }
            return text.substring(0, end);
        }

        @Override
        int compare(Object left, Object right) {
            return CodePointOrder.compare((String) left, (String) right);
        }
    },
    NUMBER('n') {
        @Override
        Comparable<?> parse(String text) {
            String number = text.strip();
            // Bounds the exponent too, which would make numbers that take long to compare.
            if (number.length() > SortableNumber.MAX_INTEGER_DIGITS
                    || number.indexOf('e') >= 0
                    || number.indexOf('E') >= 0) {
                throw new NumberFormatException("not a plain number");
            }
            return new BigDecimal(number);
        }

        @Override
        String sortable(Object value) {
            return SortableNumber.encode((BigDecimal) value);
        }

        @Override
        String spelling(String sortable) {
            return SortableNumber.decode(sortable);
        }
    },
    DATE('d') {
        @Override
        Comparable<?> parse(String text) {
            return LocalDate.parse(fourDigitYear(text));
        }
    },
    TIMESTAMP('t') {
        @Override
        Comparable<?> parse(String text) {
            String time = fourDigitYear(text);
            return time.length() == DATE_LENGTH
                    ? LocalDate.parse(time).atStartOfDay()
                    : LocalDateTime.parse(time.replace('T', ' '), TIMESTAMP_FORMAT);
        }

        @Override
        String sortable(Object value) {
            return SORTABLE_TIMESTAMP.format((LocalDateTime) value);
        }
    },
    /** Compares with nothing, but sorts as text. */
    UNSUPPORTED('u') {
        @Override
        Comparable<?> parse(String text) {
            throw new IllegalArgumentException("keys of this type cannot be compared");
        }
    };

    private static final int DATE_LENGTH = 10;
    private static final int YEAR_LENGTH = 4;
    private static final DateTimeFormatter TIMESTAMP_FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter SORTABLE_TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private final char code;

    KeyType(char code) {
        this.code = code;
    }

    /** Names the type in {@link PartitionKeyTypes#signature()}; never changed once data exists. */
    final char code() {
        return code;
    }

    /** Reads a value; throws DateTimeException or IllegalArgumentException if it is not of this type. */
    abstract Comparable<?> parse(String text);

    /** How two values of this type, as {@link #parse} gives them, compare. */
    @SuppressWarnings("unchecked") // parse gives one class for each type
    int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** A text of the value that sorts, by code point, as the values compare; the same for equal values. */
    String sortable(Object value) {
        return value.toString();
    }

    /** The canonical spelling of the value with this {@link #sortable} text. */
    String spelling(String sortable) {
        return sortable;
    }

    /** Whether values may be no values of the type; they sort after those that are. */
    final boolean hasUnreadableValues() {
        return this == NUMBER || this == DATE || this == TIMESTAMP;
    }

    /** The value, or empty if it is not of this type. */
    final Optional<Comparable<?>> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // Hive's range of dates; ISO's signed years would not sort as texts.
    private static String fourDigitYear(String text) {
        String time = text.strip();
        if (time.length() <= YEAR_LENGTH || time.charAt(0) == '+' || time.charAt(YEAR_LENGTH) != '-') {
            throw new DateTimeException("not a date with a year of four digits");
        }
        return time;
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

    /** The type with this {@link #code()}. */
    static KeyType ofCode(char code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("No key type has the code " + code);
    }
}
