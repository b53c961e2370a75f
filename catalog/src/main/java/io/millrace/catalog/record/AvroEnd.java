package io.millrace.catalog.record;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Notes how an Avro file ends: a complete one does with the marker that is also behind its header. Avro's reader takes the end of a file that was cut for the end
 * of the data.
 */
final class AvroEnd extends FilterInputStream {
    private static final int MARKER_BYTES = 16;
    private static final int MAGIC_BYTES = 4;

    /** A header holds the schema; a longer one is none. */
    private static final int MAX_HEADER_BYTES = 16 << 20;

    private final byte[] marker;
    private final byte[] tail = new byte[MARKER_BYTES];

    private AvroEnd(InputStream file, byte[] marker) {
        super(file);
        this.marker = marker;
    }

    /** The same bytes from the beginning. */
    static AvroEnd watch(InputStream file) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(file, 1 << 16);
        buffered.mark(MAX_HEADER_BYTES);
        BinaryDecoder decoder = DecoderFactory.get().directBinaryDecoder(buffered, null);
        decoder.skipFixed(MAGIC_BYTES);
        for (long entries = decoder.readMapStart(); entries > 0; entries = decoder.mapNext()) {
            for (long i = 0; i < entries; i++) {
                decoder.skipString();
                decoder.skipBytes();
            }
        }
        byte[] marker = new byte[MARKER_BYTES];
        decoder.readFixed(marker);
        buffered.reset();
        return new AvroEnd(buffered, marker);
    }

    /** Whether what was read ends as a complete file does. */
    boolean isComplete() {
        return Arrays.equals(tail, marker);
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            note(new byte[] {(byte) value}, 0, 1);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            note(bytes, offset, count);
        }
        return count;
    }

    private void note(byte[] bytes, int offset, int count) {
        int taken = Math.min(count, MARKER_BYTES);
        System.arraycopy(tail, taken, tail, 0, MARKER_BYTES - taken);
        System.arraycopy(bytes, offset + count - taken, tail, MARKER_BYTES - taken, taken);
    }

    /** Skipped bytes would not be noted. */
    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 13)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
