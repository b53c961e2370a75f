package io.millrace.etl.lane.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The first eight bytes of a text as a number that, unsigned, is ordered as the texts are; shorter texts are filled up with zeros. */
final class TextPrefix {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private TextPrefix() {}

    static long of(byte[] data, int start, int length) {
        if (length >= Long.BYTES) {
            return (long) BIG_ENDIAN.get(data, start);
        }
        if (length == 0) {
            return 0;
        }
        if (start + Long.BYTES <= data.length) {
            return (long) BIG_ENDIAN.get(data, start) & (-1L << (Long.SIZE - Byte.SIZE * length));
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (data[start + i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (i + 1));
        }
        return prefix;
    }

    /** Eight bytes as they stand. */
    static long word(byte[] data, int at) {
        return (long) BIG_ENDIAN.get(data, at);
    }
}
