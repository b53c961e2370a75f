package io.millrace.etl.lane.parquet;

import java.util.Arrays;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.io.api.Binary;

/** The smallest and the largest text of a page, byte by byte unsigned. */
final class TextBounds {
    private final Bound min = new Bound();
    private final Bound max = new Bound();
    private boolean empty = true;

    private static final class Bound {
        private byte[] bytes = new byte[Long.BYTES];
        private int length;
        private long prefix;

        void set(byte[] data, int start, int newLength, long newPrefix) {
            if (bytes.length < newLength) {
                bytes = new byte[newLength];
            }
            System.arraycopy(data, start, bytes, 0, newLength);
            length = newLength;
            prefix = newPrefix;
        }

        /** How the text stands to this one, whose prefix is the same. */
        int compare(byte[] data, int start, int otherLength) {
            return length <= Long.BYTES && otherLength <= Long.BYTES
                    ? Integer.compare(otherLength, length)
                    : Arrays.compareUnsigned(data, start, start + otherLength, bytes, 0, length);
        }

        Binary copy() {
            return Binary.fromConstantByteArray(Arrays.copyOf(bytes, length));
        }
    }

    void add(byte[] data, int start, int length, long prefix) {
        if (empty) {
            empty = false;
            min.set(data, start, length, prefix);
            max.set(data, start, length, prefix);
            return;
        }
        int toMin = Long.compareUnsigned(prefix, min.prefix);
        if (toMin < 0 || (toMin == 0 && min.compare(data, start, length) < 0)) {
            min.set(data, start, length, prefix);
        }
        int toMax = Long.compareUnsigned(prefix, max.prefix);
        if (toMax > 0 || (toMax == 0 && max.compare(data, start, length) > 0)) {
            max.set(data, start, length, prefix);
        }
    }

    void setOn(BinaryStatistics statistics) {
        if (!empty) {
            statistics.updateStats(min.copy());
            statistics.updateStats(max.copy());
        }
    }

    void clear() {
        empty = true;
    }
}
