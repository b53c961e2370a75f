package io.millrace.etl.lane.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values of a page, with room before them for the page's levels, so that a page is compressed from one array without having been
 * copied together.
 */
final class GrowingBytes {
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_BYTES = 256;

    private final int headroom;
    private byte[] bytes = new byte[0];
    private int end;

    GrowingBytes(int headroom) {
        this.headroom = headroom;
        end = headroom;
    }

    /** Makes room for so many bytes and gives the array, to be written from {@link #end()}. */
    byte[] reserve(int count) {
        if (bytes.length - end < count) {
            int needed = Math.addExact(end, count);
            long doubled = Math.max(headroom + FIRST_BYTES, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, doubled), Integer.MAX_VALUE - 8));
        }
        return bytes;
    }

    byte[] array() {
        return bytes;
    }

    int start() {
        return headroom;
    }

    int end() {
        return end;
    }

    void setEnd(int end) {
        this.end = end;
    }

    int size() {
        return end - headroom;
    }

    int capacity() {
        return bytes.length;
    }

    void clear() {
        end = headroom;
    }

    /** Gives the array up. */
    void release() {
        bytes = new byte[0];
        end = headroom;
    }
}
