package io.millrace.server.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing line buffer for ASCII CSV that makes no strings: a million trips should not wait for the formatter. */
final class CsvBytes {
    private static final int FLUSH_BYTES = 1 << 16;
    /** More than the longest row. */
    private static final int RESERVE_BYTES = 1 << 10;

    private byte[] bytes = new byte[FLUSH_BYTES + RESERVE_BYTES];
    private int length;

    CsvBytes text(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (length + ascii.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length + ascii.length);
        }
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    CsvBytes separator() {
        return character(',');
    }

    CsvBytes endLine() {
        return character('\n');
    }

    CsvBytes character(char ascii) {
        bytes[length++] = (byte) ascii;
        return this;
    }

    CsvBytes number(long value) {
        if (value < 0) {
            character('-');
        }
        long rest = Math.abs(value);
        int first = length;
        do {
            character((char) ('0' + rest % 10));
            rest /= 10;
        } while (rest > 0);
        for (int low = first, high = length - 1; low < high; low++, high--) {
            byte swapped = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = swapped;
        }
        return this;
    }

    /** A number with two decimals, such as dollars from cents. */
    CsvBytes hundredths(long value) {
        if (value < 0) {
            character('-');
        }
        long positive = Math.abs(value);
        return number(positive / 100).character('.').twoDigits((int) (positive % 100));
    }

    CsvBytes twoDigits(int value) {
        return character((char) ('0' + value / 10)).character((char) ('0' + value % 10));
    }

    /** Empties the buffer into the stream once it is large; to be called after each line. */
    void flushIfLarge(OutputStream out) throws IOException {
        if (length >= FLUSH_BYTES) {
            flush(out);
        }
    }

    void flush(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }
}
