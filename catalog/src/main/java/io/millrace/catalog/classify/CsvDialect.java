package io.millrace.catalog.classify;

/** How a CSV file is written. */
public record CsvDialect(char delimiter, Header header, Quotes quotes) {
    /** Whether the first row has the columns' names. */
    public enum Header {
        PRESENT,
        ABSENT
    }

    /** Whether a cell of the sample stands in double quotes. */
    public enum Quotes {
        SEEN,
        NOT_SEEN
    }

    /** Whether files of both can be one table. */
    boolean compatibleWith(CsvDialect other) {
        return delimiter == other.delimiter && header == other.header;
    }

    /** This dialect, with quotes if either has them. Delimiter and header must be the same. */
    public CsvDialect merge(CsvDialect other) {
        return quotes == Quotes.SEEN ? this : other;
    }
}
