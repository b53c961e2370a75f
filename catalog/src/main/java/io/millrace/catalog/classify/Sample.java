package io.millrace.catalog.classify;

/**
 * The uncompressed beginning of a text file.
 *
 * @param bytes the sample, with its byte-order mark if it has one
 * @param extent whether the file ends with the sample
 * @param storedBytes how many bytes of the object the sample was made from
 * @param objectSize the object's size in bytes, compressed where it is
 */
// The array is compared and shared nowhere: a sample lives for one classification.
@SuppressWarnings("ArrayRecordComponent")
record Sample(byte[] bytes, Extent extent, long storedBytes, long objectSize, Compression compression) {
    /** Whether there is more. */
    enum Extent {
        WHOLE,
        BEGINNING
    }

    boolean whole() {
        return extent == Extent.WHOLE;
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
