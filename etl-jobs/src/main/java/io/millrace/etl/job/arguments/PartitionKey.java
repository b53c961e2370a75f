package io.millrace.etl.job.arguments;

import io.millrace.etl.job.failure.JobFailureException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A partition column of the target. Notation: {@code name=function(column)}, or only {@code name}, which is the output column of
 * that name or, where there is none and the name is a date part's, that part of the table's first timestamp or date column.
 *
 * @param name the key's name, lower-case
 * @param derivation how the value is made; empty for the plain notation
 */
public record PartitionKey(String name, Optional<Derivation> derivation) {
    private static final Pattern NOTATION = Pattern.compile("([\\w$]+)(?:\\s*=\\s*(\\w+)\\s*\\(\\s*([^()]+?)\\s*\\))?");

    /** A part of a timestamp or date. */
    public enum DatePart {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        DATE;

        public static Optional<DatePart> find(String name) {
            for (DatePart part : values()) {
                if (part.name().equalsIgnoreCase(name)) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }
    }

    /** A date part of a source column. */
    public record Derivation(DatePart part, String column) {}

    /** Reads a comma-separated list; empty text is an empty list. */
    public static List<PartitionKey> parseAll(String text) {
        List<PartitionKey> keys = new ArrayList<>();
        if (text.isBlank()) {
            return keys;
        }
        Set<String> names = new HashSet<>();
        for (String part : TopLevel.split(text, ',')) {
            PartitionKey key = parse(part);
            if (!names.add(key.name())) {
                throw new JobFailureException("Partition key '%s' is given twice".formatted(key.name()));
            }
            keys.add(key);
        }
        return keys;
    }

    private static PartitionKey parse(String text) {
        Matcher matcher = NOTATION.matcher(text);
        if (!matcher.matches()) {
            throw new JobFailureException(
                    "Partition key '%s' must be a column's name or name=function(column), for example year=year(pickup_datetime)"
                            .formatted(text));
        }
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        String function = matcher.group(2);
        if (function == null) {
            return new PartitionKey(name, Optional.empty());
        }
        DatePart part = DatePart.find(function)
                .orElseThrow(() -> new JobFailureException(
                        "Partition key '%s': unknown function '%s'; known are year, month, day, hour, date"
                                .formatted(text, function)));
        return new PartitionKey(
                name, Optional.of(new Derivation(part, matcher.group(3).toLowerCase(Locale.ROOT))));
    }
}
