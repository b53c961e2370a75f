package io.millrace.etl.lane.csv;

import java.io.IOException;
import java.io.InputStream;

/** Counts lines, for the numbers that people find rejected rows by. */
final class LineEnds {
    private LineEnds() {}

    /** The line ends of the bytes; {@code \r} alone is one if {@code returnEnds}. */
    static int count(byte[] bytes, int from, int to, boolean returnEnds) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' || (returnEnds && bytes[i] == '\r' && bytes[i + 1] != '\n')) {
                count++;
            }
        }
        return count;
    }

    /** The line ends in the first {@code length} bytes; {@code \r\n} is one, if the {@code \n} is among them. */
    static long count(InputStream stream, long length, CsvSplits.LineEnd kind) throws IOException {
        boolean returnEnds = kind == CsvSplits.LineEnd.NEWLINE_OR_RETURN;
        byte[] bytes = new byte[1 << 16];
        long left = length;
        long count = 0;
        boolean wasReturn = false;
        while (left > 0) {
            int read = stream.readNBytes(bytes, 0, (int) Math.min(left, bytes.length));
            if (read == 0) {
                break;
            }
            left -= read;
            for (int i = 0; i < read; i++) {
                byte b = bytes[i];
                count += (b == '\r' && returnEnds) || (b == '\n' && !wasReturn) ? 1 : 0;
                wasReturn = b == '\r' && returnEnds;
            }
        }
        // The reader that goes on here counts that one.
        return wasReturn && stream.read() == '\n' ? count - 1 : count;
    }
}
