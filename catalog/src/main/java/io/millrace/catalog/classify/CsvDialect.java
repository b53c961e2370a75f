package io.millrace.catalog.classify;

/**
 * How a CSV file is written, and what is to read it.
 *
 * @param quote the character around quoted cells, if there are any
 */
public record CsvDialect(
        char delimiter,
        Header header,
        Quotes quotes,
        char quote,
        Escape escape,
        TextEncoding encoding,
        Library library) {
    /** The usual quote. */
    public static final char DOUBLE_QUOTE = '"';

    /** Whether the first row has the columns' names. */
    public enum Header {
        PRESENT,
        ABSENT
    }

    /** Whether a cell of the sample stands in quotes. */
    public enum Quotes {
        SEEN,
        NOT_SEEN
    }

    /** How a quote inside quotes is written. */
    public enum Escape {
        /** None was seen. */
        UNKNOWN,
        /** Twice (RFC 4180). */
        DOUBLED,
        /** After a backslash. */
        BACKSLASH
    }

    /** The SerDe to register. */
    public enum Library {
        /** Knows no quotes. */
        LAZY_SIMPLE,
        OPEN_CSV
    }

    /** ASCII without quotes. */
    public static CsvDialect plain(char delimiter, Header header) {
        return new CsvDialect(
                delimiter,
                header,
                Quotes.NOT_SEEN,
                DOUBLE_QUOTE,
                Escape.UNKNOWN,
                TextEncoding.ASCII,
                Library.LAZY_SIMPLE);
    }

    /** Whether files of both can be one table. */
    boolean compatibleWith(CsvDialect other) {
        return delimiter == other.delimiter
                && header == other.header
                && quote == other.quote
                && encoding.compatibleWith(other.encoding)
                && (escape == other.escape || escape == Escape.UNKNOWN || other.escape == Escape.UNKNOWN);
    }

    /** This dialect, with quotes and the library that reads them if either has them. They must be compatible. */
    public CsvDialect merge(CsvDialect other) {
        return new CsvDialect(
                delimiter,
                header,
                quotes == Quotes.SEEN ? quotes : other.quotes,
                quote,
                escape == Escape.UNKNOWN ? other.escape : escape,
                encoding == TextEncoding.ASCII ? other.encoding : encoding,
                library == Library.OPEN_CSV ? library : other.library);
    }
}
