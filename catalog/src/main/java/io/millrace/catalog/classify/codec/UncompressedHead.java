package io.millrace.catalog.classify.codec;

import io.millrace.catalog.classify.Compression;

/**
 * The beginning of what a compressed object holds.
 *
 * @param bytes the content
 * @param extent whether there is more
 * @param storedBytes about how many of the object's bytes the content was made from
 */
// The array is compared and shared nowhere: a head lives for one classification.
@SuppressWarnings("ArrayRecordComponent")
public record UncompressedHead(byte[] bytes, Extent extent, long storedBytes, Compression compression) {
    /** Whether there is more. */
    public enum Extent {
        WHOLE,
        BEGINNING
    }
}
