package io.millrace.etl.lane.parquet;

import java.util.Arrays;

/** Texts, each with its place in the order of first appearance. */
final class BytesDictionary {
    private static final int FIRST_SLOTS = 64;
    private static final int FIRST_BYTES = 256;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Place + 1 of the text with this hash, 0 if there is none; a power of two, at most half full. */
    private int[] slots = new int[FIRST_SLOTS];

    private int shift = Long.SIZE - Integer.numberOfTrailingZeros(FIRST_SLOTS);
    private long[] prefixes = new long[FIRST_SLOTS / 2];
    private long[] hashes = new long[FIRST_SLOTS / 2];
    private int[] starts = new int[FIRST_SLOTS / 2];
    private int[] lengths = new int[FIRST_SLOTS / 2];
    private byte[] bytes = new byte[FIRST_BYTES];
    private int used;
    private int size;

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int place) {
        return starts[place];
    }

    int length(int place) {
        return lengths[place];
    }

    /** What the texts take in a page, each with its length. */
    long plainBytes() {
        return used + (long) size * Integer.BYTES;
    }

    /** The text's place, which is new if the size has grown. */
    int add(byte[] data, int start, int length, long prefix) {
        return find(data, start, length, prefix, Long.MAX_VALUE);
    }

    /** The same, but -1 if it is not there and {@link #plainBytes} would exceed the limit with it. */
    int find(byte[] data, int start, int length, long prefix, long limit) {
        long hash = hash(data, start, length, prefix);
        int mask = slots.length - 1;
        int slot = (int) (hash >>> shift);
        while (true) {
            int place = slots[slot] - 1;
            if (place < 0) {
                return plainBytes() + length + Integer.BYTES > limit
                        ? -1
                        : insert(data, start, length, prefix, hash, slot);
            }
            if (hashes[place] == hash && lengths[place] == length && prefixes[place] == prefix) {
                int at = starts[place];
                if (length <= Long.BYTES
                        || Arrays.equals(
                                bytes, at + Long.BYTES, at + length, data, start + Long.BYTES, start + length)) {
                    return place;
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    private static long hash(byte[] data, int start, int length, long prefix) {
        long hash = (prefix ^ length) * GOLDEN;
        if (length > Long.BYTES) {
            int last = start + length - Long.BYTES;
            for (int at = start + Long.BYTES; at < last; at += Long.BYTES) {
                hash = (Long.rotateLeft(hash, 29) ^ TextPrefix.word(data, at)) * GOLDEN;
            }
            hash = (Long.rotateLeft(hash, 29) ^ TextPrefix.word(data, last)) * GOLDEN;
        }
        return hash ^ (hash << 32);
    }

    private int insert(byte[] data, int start, int length, long prefix, long hash, int slot) {
        int place = size;
        if (bytes.length - used < length) {
            bytes = Arrays.copyOf(bytes, (int)
                    Math.min(Integer.MAX_VALUE - 8L, Math.max(Math.addExact(used, length), 2L * bytes.length)));
        }
        System.arraycopy(data, start, bytes, used, length);
        prefixes[place] = prefix;
        hashes[place] = hash;
        starts[place] = used;
        lengths[place] = length;
        used += length;
        slots[slot] = ++size;
        if (size == lengths.length) {
            grow();
        }
        return place;
    }

    private void grow() {
        int capacity = size * 2;
        prefixes = Arrays.copyOf(prefixes, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        slots = new int[slots.length * 2];
        shift--;
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = (int) (hashes[i] >>> shift);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = i + 1;
        }
    }

    long allocatedBytes() {
        return (long) slots.length * Integer.BYTES
                + (long) lengths.length * (2 * Long.BYTES + 2 * Integer.BYTES)
                + bytes.length;
    }

    void release() {
        slots = new int[FIRST_SLOTS];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(FIRST_SLOTS);
        prefixes = new long[FIRST_SLOTS / 2];
        hashes = new long[FIRST_SLOTS / 2];
        starts = new int[FIRST_SLOTS / 2];
        lengths = new int[FIRST_SLOTS / 2];
        bytes = new byte[FIRST_BYTES];
        used = 0;
        size = 0;
    }
}
