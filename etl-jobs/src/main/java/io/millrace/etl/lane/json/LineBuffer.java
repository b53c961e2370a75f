package io.millrace.etl.lane.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream's lines, which end with a line feed, a carriage return or both, as Hadoop's do. */
final class LineBuffer {
    private static final int SHOWN_BYTES = 4096;

    private final InputStream stream;
    private final int maxBytes;
    private byte[] bytes;
    /** Where the unread bytes begin and end. */
    private int position;

    private int end;
    private boolean exhausted;
    private long offset;

    // The line that was read last.
    private int lineStart;
    private int lineEnd;
    private boolean tooLong;
    private byte[] longLine = new byte[0];

    LineBuffer(InputStream stream, int initialBytes, int maxBytes) {
        this.stream = stream;
        this.maxBytes = maxBytes;
        this.bytes = new byte[initialBytes];
    }

    /** Where in the stream the next line begins. */
    long offset() {
        return offset + position;
    }

    byte[] bytes() {
        return bytes;
    }

    int lineStart() {
        return lineStart;
    }

    int lineEnd() {
        return lineEnd;
    }

    /** Whether the line is longer than may be; only its begin is in {@link #bytes} then. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Leaves out UTF-8's mark at the begin of a file. */
    void skipMark() throws IOException {
        while (end - position < 3 && !exhausted) {
            fill();
        }
        if (end - position >= 3
                && bytes[position] == (byte) 0xef
                && bytes[position + 1] == (byte) 0xbb
                && bytes[position + 2] == (byte) 0xbf) {
            position += 3;
        }
    }

    /** Reads the next line. @return false if there is none */
    boolean next() throws IOException {
        tooLong = false;
        int at = position;
        while (true) {
            byte[] data = bytes;
            int limit = end;
            while (at < limit && data[at] != '\n' && data[at] != '\r') {
                at++;
            }
            if (at < limit) {
                lineStart = position;
                lineEnd = at;
                behindEnd(at);
                return true;
            }
            if (exhausted) {
                lineStart = position;
                lineEnd = end;
                position = end;
                return lineEnd > lineStart;
            }
            if (end - position >= maxBytes) {
                skipLong();
                return true;
            }
            at -= position;
            fill();
            at += position;
        }
    }

    /** Goes behind the line end; a line feed belongs to the carriage return before it. */
    private void behindEnd(int at) throws IOException {
        boolean carriageReturn = bytes[at] == '\r';
        position = at + 1;
        if (!carriageReturn) {
            return;
        }
        if (position == end && !exhausted) {
            // Keeps the line in the buffer while looking at the byte behind it.
            position = lineStart;
            int length = lineEnd - lineStart;
            fill();
            lineStart = position;
            lineEnd = position + length;
            position = lineEnd + 1;
        }
        if (position < end && bytes[position] == '\n') {
            position++;
        }
    }

    /** Reads on to the line's end without keeping what is read, but for the begin. */
    private void skipLong() throws IOException {
        byte[] shown = Arrays.copyOfRange(bytes, position, position + Math.min(maxBytes, SHOWN_BYTES));
        position = end;
        while (true) {
            int at = position;
            while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
                at++;
            }
            position = at;
            if (at < end || exhausted) {
                break;
            }
            fill();
        }
        if (position < end) {
            lineStart = position;
            lineEnd = position;
            behindEnd(position);
        }
        tooLong = true;
        longLine = shown;
    }

    /** The begin of a line that is too long. */
    byte[] longLine() {
        return longLine;
    }

    private void fill() throws IOException {
        int kept = end - position;
        if (kept == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, 2L * bytes.length));
        }
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, kept);
            offset += position;
            position = 0;
        }
        int read = stream.readNBytes(bytes, kept, bytes.length - kept);
        end = kept + read;
        exhausted = end < bytes.length;
    }
}
