package io.millrace.etl.job.arguments;

import io.millrace.etl.job.failure.JobFailureException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the Parquet files are made, beside their compression.
 *
 * @param sortBy output columns by which the rows of a file are ordered, ascending with nulls first; empty for the order of the input
 * @param bloomFilters output columns that get a bloom filter
 * @param targetFileBytes about how large a file becomes before the next one is begun
 */
public record FileLayout(List<String> sortBy, List<String> bloomFilters, long targetFileBytes) implements Serializable {
    /** The size for files of data lakes that engines' own guides name most often. */
    public static final long DEFAULT_TARGET_FILE_BYTES = 512L << 20;

    /** The input's order, no bloom filters, {@link #DEFAULT_TARGET_FILE_BYTES}. */
    public static final FileLayout DEFAULT = new FileLayout(List.of(), List.of(), DEFAULT_TARGET_FILE_BYTES);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kmg])i?b?", Pattern.CASE_INSENSITIVE);
    private static final long MINIMUM_BYTES = 1L << 20;

    public FileLayout {
        sortBy = List.copyOf(sortBy);
        bloomFilters = List.copyOf(bloomFilters);
    }

    /** Reads a list of columns; empty text is none. */
    static List<String> parseColumns(String key, String text) {
        List<String> columns = new ArrayList<>();
        for (String name : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String column = name.strip().toLowerCase(Locale.ROOT);
            if (column.isEmpty() || columns.contains(column)) {
                throw new JobFailureException(
                        "Argument '--%s' is '%s', but must be different columns with commas between"
                                .formatted(key, text));
            }
            columns.add(column);
        }
        return columns;
    }

    /** Reads {@code 128MB}. */
    static long parseSize(String key, String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (matcher.matches()) {
            int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "k" -> 10;
                case "m" -> 20;
                default -> 30;
            };
            long bytes = Long.parseLong(matcher.group(1)) << shift;
            if (bytes >= MINIMUM_BYTES) {
                return bytes;
            }
        }
        throw new JobFailureException(
                "Argument '--%s' is '%s', but must be a size of 1MB at least, such as 128MB or 1GB"
                        .formatted(key, text));
    }

    /** Refuses columns that the output does not have. */
    public void check(List<String> columns) {
        check("sort-by", sortBy, columns);
        check("bloom-filter", bloomFilters, columns);
    }

    private static void check(String key, List<String> named, List<String> columns) {
        for (String name : named) {
            if (!columns.contains(name)) {
                throw new JobFailureException(
                        "Argument '--%s' names column %s, but the files have %s".formatted(key, name, columns));
            }
        }
    }
}
