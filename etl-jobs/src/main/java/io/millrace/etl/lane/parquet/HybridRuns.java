package io.millrace.etl.lane.parquet;

/**
 * Parquet's encoding of small numbers: runs of one value, and groups of eight packed into as few bits as the largest needs
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE).
 */
final class HybridRuns {
    private static final int GROUP = 8;
    /** A run costs a header and a value, and ends the packed groups, which then need a new header. */
    private static final int RUN_OVERHEAD_BITS = 40;

    private static final int VARINT_BYTES = 5;
    private static final int SLACK = 16;

    private HybridRuns() {}

    /** The bits that a number up to this one needs. */
    static int bitWidth(int largest) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    }

    /** The most bytes that {@link #write} takes. */
    static int maxBytes(int count, int bitWidth) {
        // every run saves more than its header takes, so packing everything is the worst, up to the last group's
        // padding
        return VARINT_BYTES * 2 + SLACK * 2 + (count / GROUP + 2) * Math.max(bitWidth, 1);
    }

    /** Appends the numbers; the array must be 8 longer than {@code count}, for padding. */
    static void write(int[] values, int count, int bitWidth, GrowingBytes out) {
        byte[] bytes = out.reserve(maxBytes(count, bitWidth));
        int at = out.end();
        if (bitWidth == 0) {
            out.setEnd(count == 0 ? at : varint(bytes, at, count << 1));
            return;
        }
        int threshold = Math.max(GROUP, (RUN_OVERHEAD_BITS + GROUP - 1) / bitWidth);
        int packedFrom = 0;
        int i = 0;
        while (i + threshold <= count) {
            int value = values[i];
            if (values[i + threshold - 1] != value || values[i + 1] != value) {
                i += GROUP;
                continue;
            }
            int runEnd = i + 1;
            while (runEnd < count && values[runEnd] == value) {
                runEnd++;
            }
            if (runEnd - i < threshold) {
                i += GROUP;
                continue;
            }
            at = packed(values, packedFrom, i, bitWidth, bytes, at);
            at = run(value, runEnd - i, bitWidth, bytes, at);
            i = runEnd;
            packedFrom = runEnd;
        }
        if (packedFrom < count) {
            java.util.Arrays.fill(values, count, count + GROUP, 0);
            int padded = packedFrom + (count - packedFrom + GROUP - 1) / GROUP * GROUP;
            at = packed(values, packedFrom, padded, bitWidth, bytes, at);
        }
        out.setEnd(at);
    }

    private static int run(int value, int length, int bitWidth, byte[] bytes, int from) {
        int at = varint(bytes, from, length << 1);
        for (int shift = 0; shift < bitWidth; shift += Byte.SIZE) {
            bytes[at++] = (byte) (value >>> shift);
        }
        return at;
    }

    static int varint(byte[] bytes, int from, int value) {
        int at = from;
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    /** Whole groups only; writes up to {@link #SLACK} bytes more than it takes. */
    private static int packed(int[] values, int from, int to, int bitWidth, byte[] bytes, int start) {
        if (from == to) {
            return start;
        }
        int at = varint(bytes, start, (((to - from) / GROUP) << 1) | 1);
        if (bitWidth <= 8) {
            return packedInOneWord(values, from, to, bitWidth, bytes, at);
        }
        if (bitWidth < 16) {
            return packedInTwoWords(values, from, to, bitWidth, bytes, at);
        }
        long word = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            word |= (long) values[i] << bits;
            bits += bitWidth;
            if (bits >= Integer.SIZE) {
                GrowingBytes.INTS.set(bytes, at, (int) word);
                at += Integer.BYTES;
                word >>>= Integer.SIZE;
                bits -= Integer.SIZE;
            }
        }
        GrowingBytes.INTS.set(bytes, at, (int) word);
        return at + bits / Byte.SIZE;
    }

    private static int packedInOneWord(int[] values, int from, int to, int width, byte[] bytes, int start) {
        int at = start;
        for (int i = from; i < to; i += GROUP) {
            long low = values[i]
                    | ((long) values[i + 1] << width)
                    | ((long) values[i + 2] << (2 * width))
                    | ((long) values[i + 3] << (3 * width));
            long high = values[i + 4]
                    | ((long) values[i + 5] << width)
                    | ((long) values[i + 6] << (2 * width))
                    | ((long) values[i + 7] << (3 * width));
            GrowingBytes.LONGS.set(bytes, at, low | (high << (4 * width)));
            at += width;
        }
        return at;
    }

    private static int packedInTwoWords(int[] values, int from, int to, int width, byte[] bytes, int start) {
        int at = start;
        for (int i = from; i < to; i += GROUP) {
            long low = values[i]
                    | ((long) values[i + 1] << width)
                    | ((long) values[i + 2] << (2 * width))
                    | ((long) values[i + 3] << (3 * width));
            long high = values[i + 4]
                    | ((long) values[i + 5] << width)
                    | ((long) values[i + 6] << (2 * width))
                    | ((long) values[i + 7] << (3 * width));
            GrowingBytes.LONGS.set(bytes, at, low | (high << (4 * width)));
            GrowingBytes.LONGS.set(bytes, at + Long.BYTES, high >>> (Long.SIZE - 4 * width));
            at += width;
        }
        return at;
    }
}
