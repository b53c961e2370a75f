package io.millrace.catalog.classify.codec;

import java.io.InputStream;
import java.util.Objects;

/** The bytes that a decoder is fed with: little by little, counting, and knowing whether it asked for more than there are. */
final class StoredBytes extends InputStream {
    private final byte[] bytes;
    private int position;
    private int marked;
    private boolean exhausted;

    StoredBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** How many were taken. */
    int taken() {
        return position;
    }

    /** Whether more were asked for than there are. */
    boolean exhausted() {
        return exhausted;
    }

    @Override
    public int read() {
        if (position == bytes.length) {
            exhausted = true;
            return -1;
        }
        return bytes[position++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (position == bytes.length) {
            exhausted = true;
            return -1;
        }
        int count = Math.min(Math.min(length, Codec.INPUT_BUFFER_BYTES), bytes.length - position);
        System.arraycopy(bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return bytes.length - position;
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public void mark(int readLimit) {
        marked = position;
    }

    @Override
    public void reset() {
        position = marked;
    }
}
