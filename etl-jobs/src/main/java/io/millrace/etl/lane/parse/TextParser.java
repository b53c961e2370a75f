package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Texts as they are, every space included; what is no UTF-8 becomes U+FFFD, as in Spark, so that no reader of the output trips over it.
 * {@code char} and {@code varchar} are neither padded nor cut, as in Spark's reader. {@code binary} takes the bytes.
 */
final class TextParser extends CellParser {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final boolean isBinary;

    TextParser(HiveType type) {
        super(type);
        isBinary = type == Primitive.BINARY;
    }

    @Override
    public boolean parse(byte[] bytes, int from, int to, Vector vector, int row) {
        return value(bytes, from, to, vector, row);
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        if (isBinary || isAscii(bytes, from, to) || isUtf8(bytes, from, to)) {
            ((BytesVector) vector).set(row, bytes, from, to - from);
        } else {
            byte[] repaired =
                    new String(bytes, from, to - from, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            ((BytesVector) vector).set(row, repaired, 0, repaired.length);
        }
        return true;
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if (((long) LONGS.get(bytes, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        int bits = 0;
        for (; at < to; at++) {
            bits |= bytes[at];
        }
        return bits >= 0;
    }

    /** Whether Java's decoder would replace nothing. */
    private static boolean isUtf8(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            int length = b >= 0
                    ? 1
                    : b < (byte) 0xc2 ? 0 : b < (byte) 0xe0 ? 2 : b < (byte) 0xf0 ? 3 : b < (byte) 0xf5 ? 4 : 0;
            if (length == 0 || at + length > to) {
                return false;
            }
            if (length > 1 && !isSecond(b, bytes[at + 1])) {
                return false;
            }
            for (int i = 2; i < length; i++) {
                if (!isContinuation(bytes[at + i])) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    /** A second byte that makes neither a longer form than needed, nor half a surrogate pair, nor more than U+10FFFF. */
    private static boolean isSecond(byte first, byte second) {
        return isContinuation(second)
                && switch (first) {
                    case (byte) 0xe0 -> second >= (byte) 0xa0;
                    case (byte) 0xed -> second < (byte) 0xa0;
                    case (byte) 0xf0 -> second >= (byte) 0x90;
                    case (byte) 0xf4 -> second < (byte) 0x90;
                    default -> true;
                };
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
