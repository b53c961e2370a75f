package io.millrace.catalog.classify.codec;

import io.millrace.catalog.classify.Compression;
import java.util.Optional;

/**
 * The beginning of what a compressed object holds.
 *
 * @param bytes the content
 * @param extent whether there is more
 * @param storedBytes about how many of the object's bytes the content was made from
 * @param remark what the user should know though the content is sound
 */
// The array is compared and shared nowhere: a head lives for one classification.
@SuppressWarnings("ArrayRecordComponent")
public record UncompressedHead(
        byte[] bytes, Extent extent, long storedBytes, Compression compression, Optional<String> remark) {
    /** Whether there is more. */
    public enum Extent {
        WHOLE,
        BEGINNING
    }
}
