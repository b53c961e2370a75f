package io.millrace.etl.lane.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a stream from the record that is being read. Behind the last byte there is a line end that is not part of the stream, so
 * that nothing that looks for one has to look for the end as well, and then room for reading words.
 */
final class RecordBuffer {
    /** How large it is at first, and how large, which is how long a record, it may become. */
    record Size(int initialBytes, int maxBytes) {
        /** Fits into a core's cache. */
        static final Size USUAL = new Size(1 << 18, 1 << 27);
    }

    private static final int SLACK_BYTES = 64;

    byte[] bytes;
    /** Where the record begins. */
    int position;
    /** Behind the last byte. */
    int end;

    boolean exhausted;
    private final InputStream stream;
    private final int maxBytes;
    /** The place in the stream of the first byte here. */
    private long offset;

    RecordBuffer(InputStream stream, Size size) {
        this.stream = stream;
        maxBytes = size.maxBytes();
        bytes = new byte[size.initialBytes() + SLACK_BYTES];
        bytes[0] = '\n';
    }

    /** The longest record that is read. */
    int maxBytes() {
        return maxBytes;
    }

    /** Where in the stream the record begins. */
    long offset() {
        return offset + position;
    }

    /** Reads on, keeping what is there from the record's begin. @return false if the record is longer than may be */
    boolean fill() throws IOException {
        int kept = end - position;
        int room = bytes.length - SLACK_BYTES;
        if (kept == room) {
            if (room >= maxBytes) {
                return false;
            }
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, 2 * room) + SLACK_BYTES);
            room = bytes.length - SLACK_BYTES;
        }
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, kept);
            offset += position;
            position = 0;
        }
        int read = stream.readNBytes(bytes, kept, room - kept);
        end = kept + read;
        exhausted = end < room;
        bytes[end] = '\n';
        return true;
    }
}
