package io.millrace.etl.lane;

/** A row that does not fit its table ended the reading. The message names file, line, column and reason, and shows a bounded part of the row. */
public final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 200;

    /** For this row. */
    public BadRowException(RejectedRow row) {
        super("%s, line %d%s: %s; the row is: %s"
                .formatted(
                        row.file(),
                        row.line(),
                        row.column().isEmpty() ? "" : ", column " + row.column(),
                        row.reason(),
                        row.text().length() > SHOWN_CHARACTERS
                                ? row.text().substring(0, SHOWN_CHARACTERS) + "…"
                                : row.text()));
    }
}
