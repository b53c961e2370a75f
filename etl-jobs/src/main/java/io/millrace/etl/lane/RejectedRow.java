package io.millrace.etl.lane;

/**
 * A row that does not fit its table.
 *
 * @param file its URI
 * @param line where the row begins, from 1, counting every line of the file
 * @param text the row as it stands in the file, without its line end; bytes that are no text are replaced
 * @param column the column whose cell does not fit; empty if it is the row as a whole
 * @param reason one sentence without a full stop, for example {@code 'abc' is no int}
 */
public record RejectedRow(String file, long line, String text, String column, String reason) {}
