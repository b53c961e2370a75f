package io.millrace.catalog.record;

import java.io.Serializable;

/**
 * What engines want differently.
 *
 * @param binary how bytes are written
 * @param unmatched what becomes of lines that do not match the table's pattern
 */
public record ReadingRules(BinaryText binary, Unmatched unmatched) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Bytes as text. */
    public enum BinaryText {
        /** As Spark's JSON reader takes them. */
        BASE64,
        /** {@code \x} and two digits for each byte, as DuckDB casts text. */
        HEX_ESCAPES
    }

    /** Lines that the table's Grok pattern does not match; blank lines and comments are no records anyway. */
    public enum Unmatched {
        /** A record without values, as in Hive. */
        NULLS,
        /** The reading ends with the line's number. */
        REFUSED
    }
}
