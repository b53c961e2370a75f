package io.millrace.catalog.crawl.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The objects of a folder that a crawl saw, twelve bytes each, in order of their key hashes. Immutable. */
public final class SeenObjects {
    /**
     * Of a folder with more objects nothing but the digest is kept, so that memory is bounded: when it has changed, a sample of all its
     * objects is read again.
     */
    public static final int MAX_OBJECTS = 100_000;

    /** Nothing is known of single objects. */
    public static final SeenObjects UNKNOWN = new SeenObjects(new long[0], new int[0]);

    static final int BYTES = Long.BYTES + Integer.BYTES;

    private final long[] keys;
    private final int[] stamps;

    private SeenObjects(long[] keys, int[] stamps) {
        this.keys = keys;
        this.stamps = stamps;
    }

    /** How an object compares with what was seen. */
    public enum Match {
        SAME,
        CHANGED,
        NEW
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return keys.length == 0;
    }

    /** How many there are. */
    public int size() {
        return keys.length;
    }

    /** The object with the hash {@code key} as it was seen. */
    public Optional<ObjectMark> find(long key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? Optional.empty() : Optional.of(new ObjectMark(key, stamps[at]));
    }

    /** Looks for an object. */
    public Match match(ObjectMark mark) {
        int at = Arrays.binarySearch(keys, mark.key());
        if (at < 0) {
            return Match.NEW;
        }
        return stamps[at] == mark.stamp() ? Match.SAME : Match.CHANGED;
    }

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(keys.length * BYTES);
        for (int i = 0; i < keys.length; i++) {
            bytes.putLong(keys[i]).putInt(stamps[i]);
        }
        return bytes.array();
    }

    static SeenObjects decode(ByteBuffer bytes, int count) {
        long[] keys = new long[count];
        int[] stamps = new int[count];
        for (int i = 0; i < count; i++) {
            keys[i] = bytes.getLong();
            stamps[i] = bytes.getInt();
        }
        return new SeenObjects(keys, stamps);
    }

    /** Collects objects in any order. Of more than {@link #MAX_OBJECTS} nothing is known. */
    public static final class Builder {
        private static final int FIRST_CAPACITY = 4;

        private long[] keys = new long[FIRST_CAPACITY];
        private int[] stamps = new int[FIRST_CAPACITY];
        private int size;
        private boolean tooMany;

        /** Adds an object. */
        public void add(ObjectMark mark) {
            if (tooMany || size == MAX_OBJECTS) {
                tooMany = true;
                size = 0;
                return;
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                stamps = Arrays.copyOf(stamps, size * 2);
            }
            keys[size] = mark.key();
            stamps[size++] = mark.stamp();
        }

        /** Adds those of another builder. */
        public void addAll(Builder other) {
            tooMany |= other.tooMany;
            for (int i = 0; i < other.size; i++) {
                add(new ObjectMark(other.keys[i], other.stamps[i]));
            }
        }

        /** Adds those that were seen before, but the ones that {@code without} has (which were seen anew or are gone). */
        public void addAllBut(SeenObjects seen, Set<Long> without) {
            for (int i = 0; i < seen.keys.length; i++) {
                if (!without.contains(seen.keys[i])) {
                    add(new ObjectMark(seen.keys[i], seen.stamps[i]));
                }
            }
        }

        /** What was collected. */
        public SeenObjects build() {
            if (tooMany) {
                return UNKNOWN;
            }
            long[] sorted = Arrays.copyOf(keys, size);
            Arrays.sort(sorted);
            int[] moved = new int[size];
            for (int i = 0; i < size; i++) {
                moved[Arrays.binarySearch(sorted, keys[i])] = stamps[i];
            }
            return new SeenObjects(sorted, moved);
        }
    }
}
