package io.millrace.catalog.classify;

import java.util.Arrays;
import java.util.Optional;

/**
 * The uncompressed beginning of a text file.
 *
 * @param bytes the sample, with its byte-order mark if it has one
 * @param extent whether the file ends with the sample
 * @param storedBytes how many bytes of the object the sample was made from
 * @param objectSize the object's size in bytes, compressed where it is
 * @param reach how many bytes of the object come before the sample's end
 */
// The array is compared and shared nowhere: a sample lives for one classification.
@SuppressWarnings("ArrayRecordComponent")
record Sample(byte[] bytes, Extent extent, long storedBytes, long objectSize, Compression compression, long reach) {
    /** A sample of which nothing is left out. */
    Sample(byte[] bytes, Extent extent, long storedBytes, long objectSize, Compression compression) {
        this(bytes, extent, storedBytes, objectSize, compression, storedBytes);
    }

    /** Whether there is more. */
    enum Extent {
        WHOLE,
        BEGINNING
    }

    boolean whole() {
        return extent == Extent.WHOLE;
    }

    /**
     * Its whole lines among the first {@code first} and the last {@code last} bytes, which reach as far as it does; empty if
     * these are all, or no line ends there. For text in which a line's end is one byte.
     */
    Optional<Sample> ends(int first, int last) {
        int end = first;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        int start = Math.max(end, bytes.length - last);
        while (start > end && start < bytes.length && bytes[start - 1] != '\n') {
            start++;
        }
        if (end == 0 || start == end || start == bytes.length) {
            return Optional.empty();
        }
        byte[] both = Arrays.copyOf(bytes, end + bytes.length - start);
        System.arraycopy(bytes, start, both, end, bytes.length - start);
        long stored = Math.max(1, Math.round((double) storedBytes * both.length / bytes.length));
        return Optional.of(new Sample(both, Extent.BEGINNING, stored, objectSize, compression, reach));
    }

    /** How many records the object has, when {@code seen} of them took {@code seenBytes} of the sample. */
    long estimateRecords(long seen, long seenBytes) {
        if (whole() || seenBytes == 0) {
            return seen;
        }
        double storedPerByte = (double) storedBytes / bytes.length;
        return Math.max(seen, Math.round(objectSize / (seenBytes * storedPerByte) * seen));
    }
}
