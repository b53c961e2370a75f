package io.millrace.etl.lane.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at once, the first of them in the lowest bits. */
final class Swar {
    static final long HIGH_BITS = 0x8080808080808080L;
    static final long NEWLINES = repeated((byte) '\n');
    static final long RETURNS = repeated((byte) '\r');
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Swar() {}

    static long repeated(byte b) {
        return (b & 0xffL) * LOW_BITS;
    }

    static long load(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void store(byte[] bytes, int at, long word) {
        LONGS.set(bytes, at, word);
    }

    /** A word whose lowest set bit is the highest of the first byte in which both are equal; zero if there is none. */
    static long equal(long word, long repeated) {
        long difference = word ^ repeated;
        return (difference - LOW_BITS) & ~difference & HIGH_BITS;
    }

    /** The place of the first byte in a result of {@link #equal}; 8 for zero. */
    static int first(long equal) {
        return Long.numberOfTrailingZeros(equal) >>> 3;
    }
}
