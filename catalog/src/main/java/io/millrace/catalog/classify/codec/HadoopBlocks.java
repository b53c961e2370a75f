package io.millrace.catalog.classify.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of Hadoop's block-compressed files ({@code BlockCompressorStream}): blocks of a big-endian length of the content
 * and, until that is complete, chunks of a length and so many raw compressed bytes.
 */
final class HadoopBlocks extends InputStream {
    private static final int LENGTH_BYTES = Integer.BYTES;

    /** Hadoop's buffers are 256 KiB by default; a length far beyond any is no length but another file's first bytes. */
    private static final int MAX_LENGTH = 64 << 20;

    private final InputStream stored;
    private final RawCodec codec;
    private long remainingOfBlock;
    private @Nullable ChunkBytes bytes;
    private @Nullable InputStream chunk;

    HadoopBlocks(InputStream stored, RawCodec codec) {
        this.stored = stored;
        this.codec = codec;
    }

    /** Decodes one chunk. */
    interface RawCodec {
        InputStream open(InputStream chunk) throws IOException;
    }

    /** Whether the lengths of the first block and its first chunk are plausible, or an empty block is all there is. */
    static boolean startsLikeOne(byte[] head) {
        if (head.length < 2 * LENGTH_BYTES + 1) {
            return head.length == LENGTH_BYTES && ByteBuffer.wrap(head).getInt() == 0;
        }
        int content = ByteBuffer.wrap(head).getInt();
        int chunk = ByteBuffer.wrap(head).getInt(LENGTH_BYTES);
        // The worst that Snappy and LZ4 make of incompressible bytes.
        return content > 0 && content <= MAX_LENGTH && chunk > 0 && chunk <= 32L + content + content / 6;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            if (chunk != null) {
                int count = chunk.read(buffer, offset, length);
                if (count >= 0) {
                    remainingOfBlock -= count;
                    return count;
                }
                endChunk();
            }
            if (remainingOfBlock < 0) {
                throw new IOException("a block is longer than it says");
            }
            while (remainingOfBlock == 0) {
                int content = length();
                if (content == -1) {
                    return -1;
                }
                remainingOfBlock = content;
            }
            chunk = nextChunk();
        }
    }

    private InputStream nextChunk() throws IOException {
        int length = length();
        if (length == -1) {
            throw new EOFException("a block ends too early");
        }
        bytes = new ChunkBytes(stored, length);
        return codec.open(bytes);
    }

    /** A decoder that has all of the content leaves what follows it in the chunk. */
    private void endChunk() throws IOException {
        if (bytes != null) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        bytes = null;
        chunk = null;
    }

    /** The next length, or -1 at the end. */
    private int length() throws IOException {
        byte[] bytes = stored.readNBytes(LENGTH_BYTES);
        if (bytes.length == 0) {
            return -1;
        }
        if (bytes.length < LENGTH_BYTES) {
            throw new EOFException("a length is cut");
        }
        int length = ByteBuffer.wrap(bytes).getInt();
        if (length < 0 || length > MAX_LENGTH) {
            throw new IOException("a block has an impossible length of " + length);
        }
        return length;
    }

    /** So many bytes of the stream. */
    private static final class ChunkBytes extends InputStream {
        private final InputStream in;
        private int left;

        ChunkBytes(InputStream in, int length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int value = left == 0 ? -1 : in.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = in.read(buffer, offset, Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
