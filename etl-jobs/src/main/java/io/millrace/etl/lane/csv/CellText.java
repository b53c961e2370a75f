package io.millrace.etl.lane.csv;

import java.util.Arrays;

/**
 * Finds where a cell ends and takes quotes and escapes away, as Spark's CSV parser does (docs/decisions/0151 has the table). After {@link
 * #read} the content is {@code from} to before {@code to} of {@code bytes}, which is the record's buffer or one of its own.
 */
final class CellText {
    private final byte delimiter;
    private final byte quote;
    private final byte escape;
    private final boolean linesOnly;
    private final long delimiters;
    private byte[] own = new byte[256];
    private int ownUsed;

    /** Whether a {@code \r} alone is a line end. */
    boolean returnEnds;

    byte[] bytes = own;
    int from;
    int to;
    boolean quoted;

    CellText(CsvFormat format) {
        delimiter = format.delimiter();
        quote = format.quote();
        escape = format.escape();
        linesOnly = !format.hasLongRecords();
        delimiters = Swar.repeated(delimiter);
        returnEnds = linesOnly;
    }

    /**
     * Reads the cell that begins at {@code start}.
     *
     * @return where it ends: at a delimiter, a line end, or {@code end} or behind it, where more bytes may change all of it
     */
    int read(byte[] buffer, int start, int end) {
        bytes = buffer;
        quoted = start < end && buffer[start] == quote && quote != CsvFormat.NO_QUOTE;
        if (quoted) {
            return quoted(buffer, start, end);
        }
        from = start;
        to = plainEnd(buffer, start);
        return to;
    }

    /** Whether the byte, or it and the next, end a line. */
    boolean isLineEnd(byte[] buffer, int at) {
        byte b = buffer[at];
        return b == '\n' || (b == '\r' && (returnEnds || buffer[at + 1] == '\n'));
    }

    /** The first delimiter or line end. There is one, since a line end stands behind the buffer's bytes. */
    private int plainEnd(byte[] buffer, int start) {
        int at = start;
        while (true) {
            long word = Swar.load(buffer, at);
            long ends = Swar.equal(word, delimiters) | Swar.equal(word, Swar.NEWLINES) | Swar.equal(word, Swar.RETURNS);
            if (ends == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Swar.first(ends);
            if (buffer[at] == delimiter || isLineEnd(buffer, at)) {
                return at;
            }
            at++;
        }
    }

    private int quoted(byte[] buffer, int start, int end) {
        ownUsed = 0;
        int copied = start + 1;
        int at = copied;
        while (at < end) {
            byte b = buffer[at];
            if (b == escape && isEscape(buffer, at, end)) {
                append(buffer, copied, at);
                copied = at + 1;
                at += 2;
            } else if (b == quote) {
                int behind = skipSpace(buffer, at + 1, end);
                if (behind >= end || buffer[behind] == delimiter || isLineEnd(buffer, behind)) {
                    content(buffer, copied, at, start + 1);
                    return behind;
                }
                return strayQuote(buffer, copied, at);
            } else if (linesOnly && (b == '\n' || b == '\r')) {
                break;
            } else {
                at++;
            }
        }
        // The quote is open: what there is counts, as in Spark.
        content(buffer, copied, at, start + 1);
        if (from == to) {
            from = start;
            to = start + 1;
            bytes = buffer;
        }
        return at;
    }

    /** Whether the escape character escapes what follows. */
    private boolean isEscape(byte[] buffer, int at, int end) {
        byte next = buffer[at + 1];
        return at + 1 < end && (next == quote || (next == escape && escape != quote));
    }

    /** Where a closed cell goes on: behind white space. */
    private int skipSpace(byte[] buffer, int start, int end) {
        int at = start;
        while (at < end
                && buffer[at] >= 0
                && buffer[at] <= ' '
                && buffer[at] != delimiter
                && buffer[at] != '\n'
                && buffer[at] != '\r') {
            at++;
        }
        return at;
    }

    /** A quote inside quotes that is not escaped: the cell, quotes and all, is what comes before the next delimiter or line end. */
    private int strayQuote(byte[] buffer, int copied, int at) {
        append(buffer, copied, at);
        int cellEnd = plainEnd(buffer, at + 1);
        byte[] content = Arrays.copyOf(own, ownUsed);
        ownUsed = 0;
        own(quote);
        append(content, 0, content.length);
        append(buffer, at, cellEnd);
        bytes = own;
        from = 0;
        to = ownUsed;
        return cellEnd;
    }

    private void content(byte[] buffer, int copied, int end, int start) {
        if (copied == start) {
            from = start;
            to = end;
            return;
        }
        append(buffer, copied, end);
        bytes = own;
        from = 0;
        to = ownUsed;
    }

    private void own(byte b) {
        own[ownUsed++] = b;
    }

    private void append(byte[] source, int start, int end) {
        int length = end - start;
        if (own.length - ownUsed <= length) {
            own = Arrays.copyOf(own, Math.max(2 * own.length, ownUsed + length + 1));
        }
        System.arraycopy(source, start, own, ownUsed, length);
        ownUsed += length;
    }
}
