package io.millrace.catalog.classify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells at once whether bytes are printable ASCII in lines, without a quote: text in which every byte is a character that means itself. */
final class PlainText {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long SPACES = ONES * ' ';
    private static final long LINE_ENDS = ONES * '\n';
    private static final long QUOTES = ONES * CsvDialect.DOUBLE_QUOTE;
    private static final long DELETES = ONES * 0x7f;

    private PlainText() {}

    /** Whether all bytes are. */
    static boolean is(byte[] bytes) {
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            if (!isPlain((long) LONG.get(bytes, at))) {
                return false;
            }
        }
        for (; at < bytes.length; at++) {
            byte b = bytes[at];
            if (b != '\n' && (b < ' ' || b == CsvDialect.DOUBLE_QUOTE || b == 0x7f)) {
                return false;
            }
        }
        return true;
    }

    /** Eight bytes at a time; of bytes below 0x80 each test leaves its answer in the byte's highest bit. */
    private static boolean isPlain(long eight) {
        if ((eight & HIGH) != 0) {
            return false;
        }
        long atLeastSpace = (eight | HIGH) - SPACES;
        long lineEnd = isZero(eight ^ LINE_ENDS);
        long refused = isZero(eight ^ QUOTES) | isZero(eight ^ DELETES);
        return ((atLeastSpace | lineEnd) & ~refused & HIGH) == HIGH;
    }

    private static long isZero(long eight) {
        return HIGH - eight;
    }
}
