package io.millrace.catalog.classify.codec;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The content of all members of a gzip file. What follows the last one and is no member is left out, as {@code gzip -d} does it: zeros, with which
 * files are padded to a block, without a word; of anything else, {@link #endsBeforeGarbage}, the reader must tell or refuse it.
 */
final class GzipMembers extends InputStream {
    private static final int MAGIC_BYTES = 2;
    private static final int ID_1 = 0x1f;
    private static final int ID_2 = 0x8b;

    private final InputStream stored;
    private GzipCompressorInputStream member;
    private boolean ended;
    private boolean garbage;

    GzipMembers(InputStream stored) throws IOException {
        // A member's reader gives back what it took too much, if it can.
        this.stored = stored.markSupported() ? stored : new BufferedInputStream(stored);
        this.member = member(this.stored);
    }

    private static GzipCompressorInputStream member(InputStream stored) throws IOException {
        // Java's own stream asks available() whether a further member follows, and streams from a store say no.
        return GzipCompressorInputStream.builder().setInputStream(stored).get();
    }

    /** Whether the end was reached, and something beside zeros follows it. */
    boolean endsBeforeGarbage() {
        return garbage;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = member.read(buffer, offset, length);
            if (count >= 0) {
                return count;
            }
            next();
        }
        return -1;
    }

    private void next() throws IOException {
        stored.mark(MAGIC_BYTES);
        int first = stored.read();
        boolean another = first == ID_1 && stored.read() == ID_2;
        stored.reset();
        if (another) {
            member = member(stored);
        } else {
            ended = true;
            garbage = first > 0 || (first == 0 && skipZeros() >= 0);
        }
    }

    /** The first byte that is not zero, or -1. */
    private int skipZeros() throws IOException {
        byte[] buffer = new byte[Codec.INPUT_BUFFER_BYTES];
        for (int count = stored.read(buffer); count >= 0; count = stored.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] != 0) {
                    return buffer[i] & 0xff;
                }
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        member.close();
        stored.close();
    }
}
