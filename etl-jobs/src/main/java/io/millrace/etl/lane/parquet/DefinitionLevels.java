package io.millrace.etl.lane.parquet;

import java.util.Arrays;

/** Which rows of a page have a value: level 1, null is level 0. Kept row by row only from a page's first null on. */
final class DefinitionLevels {
    /** Length, header of a run, its value. */
    private static final int FIXED_BYTES = 16;
    /** Gathers the lowest bits of eight bytes, the first byte's first. */
    private static final long GATHER = 0x0102040810204080L;

    private static final int LONG_RUN_BYTES = 16;

    private byte[] present = new byte[0];
    private int rows;
    private int nulls;

    /** The most bytes that a page's levels take. */
    static int maxBytes(int pageRows) {
        return FIXED_BYTES + pageRows / Byte.SIZE + Long.BYTES;
    }

    int rows() {
        return rows;
    }

    int nulls() {
        return nulls;
    }

    int values() {
        return rows - nulls;
    }

    int capacity() {
        return present.length;
    }

    void addPresent(int count) {
        if (nulls > 0) {
            reserve(count);
            Arrays.fill(present, rows, rows + count, (byte) 1);
        }
        rows += count;
    }

    /** Adds the rows; how many of them are null. */
    int add(boolean[] isNull, int[] selection, int from, int count) {
        reserve(count);
        if (nulls == 0) {
            Arrays.fill(present, 0, rows, (byte) 1);
        }
        int found = 0;
        for (int i = 0; i < count; i++) {
            int nullOrNot = isNull[selection[from + i]] ? 1 : 0;
            present[rows + i] = (byte) (1 - nullOrNot);
            found += nullOrNot;
        }
        nulls += found;
        rows += count;
        return found;
    }

    private void reserve(int count) {
        int needed = rows + count + Long.BYTES;
        if (present.length < needed) {
            present = Arrays.copyOf(present, Math.max(needed, 2 * present.length));
        }
    }

    void clear() {
        rows = 0;
        nulls = 0;
    }

    void release() {
        clear();
        present = new byte[0];
    }

    /** Writes them, with their length before them as in pages of version 1, right before the page's values; where they begin. */
    int writeBefore(GrowingBytes page) {
        page.reserve(1);
        byte[] bytes = page.array();
        int longest = page.start() - maxBytes(rows);
        int body = longest + Integer.BYTES;
        int end = nulls == 0 || nulls == rows ? oneRun(bytes, body) : runs(bytes, body);
        int length = end - body;
        int from = page.start() - length;
        System.arraycopy(bytes, body, bytes, from, length);
        GrowingBytes.INTS.set(bytes, from - Integer.BYTES, length);
        return from - Integer.BYTES;
    }

    private int oneRun(byte[] bytes, int from) {
        int at = HybridRuns.varint(bytes, from, rows << 1);
        bytes[at++] = (byte) (nulls == 0 ? 1 : 0);
        return at;
    }

    /** Packed bits, and runs where they are clearly shorter. */
    private int runs(byte[] bytes, int from) {
        Arrays.fill(present, rows, rows + Long.BYTES, (byte) 0);
        int groups = (rows + Byte.SIZE - 1) / Byte.SIZE;
        byte[] packed = new byte[groups];
        for (int group = 0; group < groups; group++) {
            long eight = (long) GrowingBytes.LONGS.get(present, group * Byte.SIZE);
            packed[group] = (byte) ((eight * GATHER) >>> (Long.SIZE - Byte.SIZE));
        }
        int at = from;
        int packedFrom = 0;
        int group = 0;
        while (group < groups) {
            int runEnd = group;
            byte all = packed[group];
            if (all == 0 || all == -1) {
                while (runEnd < groups && packed[runEnd] == all) {
                    runEnd++;
                }
            }
            if (runEnd - group < LONG_RUN_BYTES) {
                group = Math.max(group + 1, runEnd);
                continue;
            }
            at = packedGroups(packed, packedFrom, group, bytes, at);
            at = HybridRuns.varint(bytes, at, (Math.min(rows, runEnd * Byte.SIZE) - group * Byte.SIZE) << 1);
            bytes[at++] = (byte) (all & 1);
            group = runEnd;
            packedFrom = runEnd;
        }
        return packedGroups(packed, packedFrom, groups, bytes, at);
    }

    private static int packedGroups(byte[] packed, int from, int to, byte[] bytes, int start) {
        if (from == to) {
            return start;
        }
        int at = HybridRuns.varint(bytes, start, ((to - from) << 1) | 1);
        System.arraycopy(packed, from, bytes, at, to - from);
        return at + to - from;
    }
}
