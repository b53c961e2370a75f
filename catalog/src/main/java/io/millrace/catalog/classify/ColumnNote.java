package io.millrace.catalog.classify;

import java.util.Optional;

/**
 * How a column got its name and type.
 *
 * @param originalName the name in the file, where the column's is another one
 * @param sample a value that the type holds and no narrower one does, shortened; empty if only nulls were seen
 * @param broken why the type is not narrower: the first value that the type before it could not hold
 */
public record ColumnNote(Optional<String> originalName, Optional<String> sample, Optional<Broken> broken) {
    /** A column of which nothing is to be said. */
    public static final ColumnNote NONE = new ColumnNote(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The value that broke a narrower type.
     *
     * @param narrower the Hive type until then
     * @param value the value, shortened
     * @param record its record in the file, counted from 1
     */
    public record Broken(String narrower, String value, long record) {}

    /** What is known of the column of two files: of each part what the first knows. */
    public ColumnNote or(ColumnNote other) {
        return new ColumnNote(originalName.or(other::originalName), sample.or(other::sample), broken.or(other::broken));
    }
}
