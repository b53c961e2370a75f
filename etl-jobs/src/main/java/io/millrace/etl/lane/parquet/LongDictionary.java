package io.millrace.etl.lane.parquet;

import java.util.Arrays;

/** Numbers, each with its place in the order of first appearance. */
final class LongDictionary {
    private static final int FIRST_SLOTS = 64;
    /** Two numbers with one slot cost a mispredicted branch with every value, so there are more slots as long as caches hold them. */
    private static final int SPARSE = 8;

    private static final int MOST_SPARSE_SLOTS = 1 << 15;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Place + 1 of the number with this hash, 0 if there is none; a power of two, at most half full, small ones at most an eighth. */
    private int[] slots = new int[FIRST_SLOTS];

    private int shift = Long.SIZE - Integer.numberOfTrailingZeros(FIRST_SLOTS);
    private long[] values = new long[FIRST_SLOTS / SPARSE];
    private int size;

    int size() {
        return size;
    }

    /** The numbers, of which {@link #size} count. */
    long[] values() {
        return values;
    }

    /** The number's place, which is new if the size has grown. */
    int add(long value) {
        int mask = slots.length - 1;
        int slot = (int) ((value * GOLDEN) >>> shift);
        while (true) {
            int place = slots[slot] - 1;
            if (place < 0) {
                return insert(value, slot);
            }
            if (values[place] == value) {
                return place;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Adds all, until there are {@code limit} numbers; how many were added. */
    int addAll(long[] source, int count, int[] places, int placesFrom, int limit) {
        int[] table = slots;
        long[] known = values;
        int move = shift;
        for (int i = 0; i < count; i++) {
            long value = source[i];
            int slot = (int) ((value * GOLDEN) >>> move);
            int place = table[slot] - 1;
            if (place < 0 || known[place] != value) {
                if (size >= limit) {
                    return i;
                }
                place = add(value);
                table = slots;
                known = values;
                move = shift;
            }
            places[placesFrom + i] = place;
        }
        return count;
    }

    private int insert(long value, int slot) {
        slots[slot] = ++size;
        if (size == values.length) {
            values[size - 1] = value;
            grow();
        } else {
            values[size - 1] = value;
        }
        return size - 1;
    }

    private void grow() {
        values = Arrays.copyOf(values, values.length * 2);
        int needed = values.length * 2;
        slots = new int[Math.max(needed, Math.min(MOST_SPARSE_SLOTS, needed * SPARSE / 2))];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(slots.length);
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = (int) ((values[i] * GOLDEN) >>> shift);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = i + 1;
        }
    }

    long allocatedBytes() {
        return (long) slots.length * Integer.BYTES + (long) values.length * Long.BYTES;
    }

    void release() {
        slots = new int[FIRST_SLOTS];
        values = new long[FIRST_SLOTS / SPARSE];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(FIRST_SLOTS);
        size = 0;
    }
}
