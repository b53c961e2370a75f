package io.millrace.catalog.classify.codec;

import io.millrace.catalog.classify.ObjectBytes;
import io.millrace.catalog.classify.UnreadableObjectException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The last record of a zip archive, which says how many files it has (PKWARE's APPNOTE, 4.3.16), read without the directory before it. */
final class ZipDirectory {
    private static final int SIGNATURE = 0x06054b50;
    private static final int RECORD_BYTES = 22;
    private static final int COUNT_OFFSET = 10;
    private static final int MAX_COMMENT_BYTES = 0xffff;

    private ZipDirectory() {}

    /** @throws UnreadableObjectException if the archive has more than one file or none, or no such record */
    static void requireSingleFile(ObjectBytes object, byte[] stored) throws IOException, UnreadableObjectException {
        int count = count(tail(object, stored));
        if (count != 1) {
            throw new UnreadableObjectException(
                    "the zip archive has %d files, and only those of a single one are read".formatted(count));
        }
    }

    private static byte[] tail(ObjectBytes object, byte[] stored) throws IOException {
        int length = (int) Math.min(object.size(), RECORD_BYTES + MAX_COMMENT_BYTES);
        return stored.length >= object.size()
                ? Arrays.copyOfRange(stored, stored.length - length, stored.length)
                : object.read(object.size() - length, length);
    }

    private static int count(byte[] tail) throws UnreadableObjectException {
        ByteBuffer buffer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = tail.length - RECORD_BYTES; at >= 0; at--) {
            if (buffer.getInt(at) == SIGNATURE) {
                return buffer.getShort(at + COUNT_OFFSET) & 0xffff;
            }
        }
        throw new UnreadableObjectException("the zip archive is truncated");
    }
}
