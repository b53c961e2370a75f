package io.millrace.catalog.search;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.metadata.MetadataRequests;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Comparator;
import software.amazon.awssdk.services.glue.model.PropertyPredicate;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * One filter of a search. A time is compared as the comparator says. A text equals the value if it is the value, or one of the
 * words that punctuation cuts it into is ({@code link} finds {@code customer-link}, not {@code xxlinkyy}: Glue API reference,
 * SearchTables); case does not count. With another comparator, texts that are numbers compare as numbers, others as text.
 */
final class PropertyFilter implements Predicate<Table> {
    private final TableField field;
    private final Comparator comparator;
    private final String value;
    private final @Nullable Instant time;

    private PropertyFilter(TableField field, Comparator comparator, String value) {
        this.field = field;
        this.comparator = comparator;
        this.value = value.toLowerCase(Locale.ROOT);
        this.time = field.isTime() ? time(value) : null;
    }

    /** @throws CatalogException InvalidInputException if the key or the value is missing, or a time is not a time */
    static PropertyFilter of(PropertyPredicate predicate) {
        if (predicate.key() == null || predicate.value() == null) {
            throw MetadataRequests.invalid("Invalid Filters: each needs a Key and a Value.");
        }
        Comparator comparator = predicate.comparator() == null ? Comparator.EQUALS : predicate.comparator();
        return new PropertyFilter(TableField.toFilter(predicate.key()), comparator, predicate.value());
    }

    @Override
    public boolean test(Table table) {
        if (time != null) {
            return field.time(table).filter(at -> holds(at.compareTo(time))).isPresent();
        }
        return field.text(table)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> comparator == Comparator.EQUALS
                        ? text.equals(value) || SearchText.words(text).contains(value)
                        : holds(compare(text, value)))
                .isPresent();
    }

    private boolean holds(int comparison) {
        return switch (comparator) {
            case GREATER_THAN -> comparison > 0;
            case LESS_THAN -> comparison < 0;
            case GREATER_THAN_EQUALS -> comparison >= 0;
            case LESS_THAN_EQUALS -> comparison <= 0;
            default -> comparison == 0;
        };
    }

    private static int compare(String text, String value) {
        Optional<BigDecimal> number = number(text);
        Optional<BigDecimal> other = number(value);
        return number.isPresent() && other.isPresent() ? number.get().compareTo(other.get()) : text.compareTo(value);
    }

    private static Optional<BigDecimal> number(String text) {
        // Plain numbers alone: an exponent may ask for a billion digits.
        return text.matches("-?\\d{1,40}(\\.\\d{1,40})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** Seconds since the epoch, as on the wire, or ISO 8601. */
    private static Instant time(String value) {
        try {
            if (value.matches("-?\\d{1,11}(\\.\\d{1,9})?")) {
                return Instant.ofEpochMilli(
                        new BigDecimal(value).movePointRight(3).longValue());
            }
            return value.length() <= "2026-11-22".length()
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Invalid Filters: the time " + value + " must be seconds since 1970 or like 2026-11-22T05:00:00Z.",
                    e);
        }
    }
}
