package io.millrace.catalog.recovery;

/**
 * A backup is a gzip file of JSON lines in UTF-8: a header ({@code format}, {@code version}, {@code createdAt}), one line for each
 * row, and a last line with the number of rows and the SHA-256 of all bytes before it. Definitions are the wire form of Glue's
 * entities, so the file is readable without Millrace.
 */
final class BackupFormat {
    static final String FORMAT = "millrace-catalog-backup";
    /** Version 2 has bookmarks; version 1 is read. */
    static final int VERSION = 2;

    static final String KIND = "kind";
    static final String DATABASE = "database";
    static final String TABLE = "table";
    static final String PARTITION = "partition";
    static final String ENTITY = "entity";
    static final String BOOKMARK = "bookmark";
    static final String BATCH = "batch";
    static final String INPUTS = "inputs";
    static final String END = "end";

    private BackupFormat() {}
}
