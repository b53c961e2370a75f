package io.millrace.catalog.classify.codec;

import io.millrace.catalog.classify.ObjectBytes;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.classify.codec.UncompressedHead.Extent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Uncompresses the beginning of an object. Whatever the object claims to hold, no more than the sample and a decoder's window
 * (8 MiB at most, Zstandard's) are in memory, and a small file that unfolds to terabytes costs a fraction of a second.
 */
public final class CompressedHead {
    /** How far a file that was read whole is uncompressed to see that it is sound; a cap for what unfolds without end. */
    private static final long MAX_CHECKED_BYTES = 64L << 20;

    /** A bzip2 block must be read whole before a byte of it is known; so much holds the largest. */
    private static final int MAX_BLOCK_BYTES = 2 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private CompressedHead() {}

    /**
     * Up to {@code maxBytes} of the content, or empty if the object is not compressed.
     *
     * @param name the object's key, which decides only where the bytes do not
     * @param stored the object's first bytes
     * @throws UnreadableObjectException if it is damaged, or ends too early; that {@code stored} does is no damage as long as
     *     the object goes on
     * @throws IOException if reading more of the object fails
     */
    public static Optional<UncompressedHead> open(String name, byte[] stored, ObjectBytes object, int maxBytes)
            throws IOException, UnreadableObjectException {
        Optional<Codec> codec = Codec.of(name, stored);
        if (codec.isEmpty()) {
            return Optional.empty();
        }
        if (codec.get() == Codec.ZIP) {
            ZipDirectory.requireSingleFile(object, stored);
        }
        UncompressedHead head = uncompress(codec.get(), stored, object.size(), maxBytes);
        if (head.bytes().length == 0 && head.extent() == Extent.BEGINNING && stored.length < MAX_BLOCK_BYTES) {
            byte[] more = object.read(0, (int) Math.min(object.size(), MAX_BLOCK_BYTES));
            head = uncompress(codec.get(), more, object.size(), maxBytes);
        }
        return Optional.of(head);
    }

    // What a decoder throws at damaged bytes is not its contract: index and state errors are among it.
    private static UncompressedHead uncompress(Codec codec, byte[] stored, long objectSize, int maxBytes)
            throws UnreadableObjectException {
        boolean whole = stored.length >= objectSize;
        StoredBytes source = new StoredBytes(stored);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream in = codec.open(source)) {
            boolean ended = fill(in, content, maxBytes);
            long taken = source.taken();
            if (whole && !ended) {
                skipToEnd(in);
            }
            Extent extent = whole && ended ? Extent.WHOLE : Extent.BEGINNING;
            return new UncompressedHead(content.toByteArray(), extent, taken, codec.compression(), remark(in));
        } catch (IOException | RuntimeException e) {
            if (!source.exhausted()) {
                throw new UnreadableObjectException("the %s is damaged: %s".formatted(codec.noun(), e.getMessage()), e);
            }
            if (whole) {
                throw new UnreadableObjectException("the %s is truncated".formatted(codec.noun()), e);
            }
            return new UncompressedHead(
                    content.toByteArray(), Extent.BEGINNING, source.taken(), codec.compression(), Optional.empty());
        }
    }

    private static Optional<String> remark(InputStream in) {
        return in instanceof GzipMembers members && members.endsBeforeGarbage()
                ? Optional.of("the bytes after its gzip data are none, and are left out")
                : Optional.empty();
    }

    private static boolean fill(InputStream in, ByteArrayOutputStream content, int maxBytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (content.size() < maxBytes) {
            int count = in.read(buffer, 0, Math.min(buffer.length, maxBytes - content.size()));
            if (count < 0) {
                return true;
            }
            content.write(buffer, 0, count);
        }
        return false;
    }

    private static void skipToEnd(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        int count = 0;
        while (count >= 0 && total < MAX_CHECKED_BYTES) {
            total += count;
            count = in.read(buffer);
        }
    }
}
