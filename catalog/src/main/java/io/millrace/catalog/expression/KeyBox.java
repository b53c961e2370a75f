package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A set of parts for each key; a partition is in the box if each of its values is in its key's set. Immutable. */
record KeyBox(List<KeySet> sets) {
    KeyBox {
        sets = List.copyOf(sets);
    }

    /** The box in which one key alone is bound. */
    static KeyBox of(int keys, int key, KeySet set) {
        List<KeySet> sets = new ArrayList<>(Collections.nCopies(keys, KeySet.ALL));
        sets.set(key, set);
        return new KeyBox(sets);
    }

    boolean isEmpty() {
        return sets.stream().anyMatch(KeySet::isEmpty);
    }

    KeyBox intersection(KeyBox other) {
        List<KeySet> both = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            both.add(sets.get(i).intersection(other.sets.get(i)));
        }
        return new KeyBox(both);
    }

    /** The smallest box around both. */
    KeyBox hull(KeyBox other) {
        List<KeySet> around = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            around.add(sets.get(i).union(other.sets.get(i)));
        }
        return new KeyBox(around);
    }

    /** The union with another box where that is a box: they differ in one key at most. */
    Optional<KeyBox> merged(KeyBox other) {
        int differing = 0;
        for (int i = 0; i < sets.size(); i++) {
            differing += sets.get(i).equals(other.sets.get(i)) ? 0 : 1;
        }
        return differing <= 1 ? Optional.of(hull(other)) : Optional.empty();
    }

    /** The key itself if its parts are in the box; otherwise a text not greater than any later key of the box; null if there is none. */
    @Nullable
    String next(String key, List<String> parts) {
        int count = Math.min(parts.size(), sets.size());
        for (int i = 0; i < count; i++) {
            KeyInterval interval = sets.get(i).firstEndingAfter(parts.get(i));
            if (interval == null) {
                return carry(parts, i - 1);
            }
            if (interval.beginsAfter(parts.get(i))) {
                return prefix(parts, i) + completed(interval.low(), i);
            }
        }
        return key;
    }

    /** A text not greater than any key of the box. */
    String first() {
        return sets.isEmpty() ? "" : completed(sets.get(0).intervals().get(0).low(), 0);
    }

    // The parts up to and with the last are used up: goes on behind them, as a number carries to the digit before.
    private @Nullable String carry(List<String> parts, int last) {
        for (int i = last; i >= 0; i--) {
            String position = KeyText.after(parts.get(i));
            KeyInterval interval = sets.get(i).firstEndingAfter(position);
            if (interval != null) {
                boolean jumps = interval.beginsAfter(position);
                return prefix(parts, i) + (jumps ? completed(interval.low(), i) : position);
            }
        }
        return null;
    }

    // A low that is a whole part is followed by the next key's first one.
    private String completed(String low, int index) {
        boolean whole = !low.isEmpty() && low.charAt(low.length() - 1) == KeyText.END;
        return whole && index + 1 < sets.size()
                ? low + completed(sets.get(index + 1).intervals().get(0).low(), index + 1)
                : low;
    }

    private static String prefix(List<String> parts, int count) {
        return String.join("", parts.subList(0, count));
    }
}
