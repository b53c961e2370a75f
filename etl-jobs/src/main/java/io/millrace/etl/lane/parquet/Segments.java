package io.millrace.etl.lane.parquet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Arrays for compressed pages. The large ones are used again, by all files of a task. */
final class Segments {
    private static final int FIRST_BYTES = 4 << 10;
    private static final int LARGE_BYTES = 1 << 20;
    private static final int GROWTH = 4;
    private static final int MOST_KEPT = 64;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    private byte[] allocate(int bytes) {
        if (bytes != LARGE_BYTES || free.isEmpty()) {
            return new byte[bytes];
        }
        return free.pop();
    }

    private void recycle(byte[] segment) {
        if (segment.length == LARGE_BYTES && free.size() < MOST_KEPT) {
            free.push(segment);
        }
    }

    /** Where bytes are. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Place(byte[] segment, int from, int length) {}

    /** One column chunk's pages, one behind the other. */
    final class Writer {
        private final List<byte[]> full = new ArrayList<>();
        private byte[] current = new byte[0];
        private int at;
        private long allocated;

        /** An array with room for so many bytes from {@link #at()} on. */
        byte[] reserve(int bytes) {
            if (current.length - at < bytes) {
                full.add(current);
                int next = Math.min(LARGE_BYTES, Math.max(FIRST_BYTES, current.length * GROWTH));
                current = allocate(Math.max(bytes, next));
                allocated += current.length;
                at = 0;
            }
            return current;
        }

        int at() {
            return at;
        }

        Place take(int bytes) {
            Place place = new Place(current, at, bytes);
            at += bytes;
            return place;
        }

        long allocated() {
            return allocated;
        }

        void release() {
            full.forEach(Segments.this::recycle);
            recycle(current);
            full.clear();
            current = new byte[0];
            at = 0;
            allocated = 0;
        }
    }
}
