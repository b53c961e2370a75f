package io.millrace.etl.lane.csv;

import java.util.function.LongSupplier;

/**
 * A part of a file: the records that begin at {@code start} or behind it and before {@code end}.
 *
 * @param start in bytes
 * @param end in bytes
 * @param linesBefore counts the line ends of the bytes before {@link #streamStart}; called at most once, and only if a row is rejected
 */
public record CsvPart(long start, long end, LongSupplier linesBefore) {
    /** All of a file, however long it is. */
    public static final CsvPart WHOLE = new CsvPart(0, Long.MAX_VALUE, () -> 0);

    /** Where the stream that the reader gets begins: one byte early, to see whether a record begins at {@link #start}. */
    public long streamStart() {
        return Math.max(0, start - 1);
    }

    /** Whether it has the file's first record. */
    public boolean isFirst() {
        return start == 0;
    }
}
