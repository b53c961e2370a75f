package io.millrace.etl.lane.csv;

/** What stands before a record or a file's first, and is none. */
final class RecordStart {
    /** More bytes are needed. */
    static final int INCOMPLETE = -2;

    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final RecordBuffer buffer;
    private final CellText cell;
    private final boolean linesOnly;

    RecordStart(RecordBuffer buffer, CellText cell, CsvFormat format) {
        this.buffer = buffer;
        this.cell = cell;
        linesOnly = format.records() == CsvFormat.Records.LINES;
    }

    /** Goes behind UTF-8's byte-order mark. @return false if more bytes are needed to see whether there is one */
    boolean skipMark() {
        if (buffer.end < MARK.length && !buffer.exhausted) {
            return false;
        }
        boolean marked = buffer.end >= MARK.length;
        for (int i = 0; marked && i < MARK.length; i++) {
            marked = buffer.bytes[i] == MARK[i];
        }
        buffer.position = marked ? MARK.length : 0;
        return true;
    }

    /**
     * Where every line end is one, all three are known; else {@code \r} alone is one only if the file's first line ends so, as in Spark.
     *
     * @return false if more bytes are needed
     */
    boolean learnLineEnd() {
        if (cell.returnEnds) {
            return true;
        }
        int known = buffer.exhausted ? buffer.end : buffer.end - 1;
        for (int at = buffer.position; at < known; at++) {
            byte b = buffer.bytes[at];
            if (b == '\n' || b == '\r') {
                cell.returnEnds = b == '\r' && (at + 1 == buffer.end || buffer.bytes[at + 1] != '\n');
                return true;
            }
        }
        return buffer.exhausted;
    }

    /** Where the line begins that follows a line end; {@link #INCOMPLETE} if bytes are missing to know it. */
    int behindLineEnd(int at) {
        if (at >= buffer.end) {
            return buffer.exhausted ? buffer.end : INCOMPLETE;
        }
        if (buffer.bytes[at] == '\n') {
            return at + 1;
        }
        if (at + 1 == buffer.end) {
            return buffer.exhausted ? buffer.end : INCOMPLETE;
        }
        return buffer.bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }

    /** The line end of the line that begins here if it is no record; negative if it is one, or its line end is not in the buffer. */
    int blankLineEnd() {
        int at = buffer.position;
        byte first = buffer.bytes[at];
        if (first < 0 || first > ' ') {
            return -1;
        }
        if (linesOnly) {
            // As Spark does, which trims lines: one of tabs is no record even where tabs are delimiters.
            while (at < buffer.end && !cell.isLineEnd(buffer.bytes, at) && isSpace(buffer.bytes[at])) {
                at++;
            }
            boolean known = at < buffer.end || buffer.exhausted;
            return known && cell.isLineEnd(buffer.bytes, at) ? at : -1;
        }
        return cell.isLineEnd(buffer.bytes, at) ? at : -1;
    }

    private static boolean isSpace(byte b) {
        return b >= 0 && b <= ' ';
    }
}
