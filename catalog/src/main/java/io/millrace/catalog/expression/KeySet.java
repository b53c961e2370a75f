package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of one key as disjoint intervals in order, with gaps between them. Immutable. */
record KeySet(List<KeyInterval> intervals) {
    static final KeySet ALL = new KeySet(List.of(KeyInterval.ALL));
    static final KeySet NONE = new KeySet(List.of());

    private static final Comparator<KeyInterval> BY_LOW =
            Comparator.comparing(KeyInterval::low, CodePointOrder.COMPARATOR);

    KeySet {
        intervals = List.copyOf(intervals);
    }

    static KeySet between(String low, @Nullable String high) {
        return union(List.of(new KeyInterval(low, high)));
    }

    /** What is in one of the intervals at least, which may overlap and be empty. */
    static KeySet union(List<KeyInterval> intervals) {
        List<KeyInterval> united = new ArrayList<>();
        for (KeyInterval next : intervals.stream().sorted(BY_LOW).toList()) {
            KeyInterval last = united.isEmpty() ? null : united.get(united.size() - 1);
            if (next.isEmpty()) {
                continue;
            }
            if (last == null || (last.high() != null && CodePointOrder.compare(last.high(), next.low()) < 0)) {
                united.add(next);
            } else {
                String high = KeyInterval.laterEnd(last.high(), next.high());
                united.set(united.size() - 1, new KeyInterval(last.low(), high));
            }
        }
        return new KeySet(united);
    }

    KeySet union(KeySet other) {
        List<KeyInterval> all = new ArrayList<>(intervals);
        all.addAll(other.intervals);
        return union(all);
    }

    KeySet intersection(KeySet other) {
        List<KeyInterval> common = new ArrayList<>();
        int left = 0;
        int right = 0;
        while (left < intervals.size() && right < other.intervals.size()) {
            KeyInterval one = intervals.get(left);
            KeyInterval two = other.intervals.get(right);
            String low = CodePointOrder.compare(one.low(), two.low()) >= 0 ? one.low() : two.low();
            KeyInterval both = new KeyInterval(low, KeyInterval.earlierEnd(one.high(), two.high()));
            if (!both.isEmpty()) {
                common.add(both);
            }
            if (two.high() == null || (one.high() != null && CodePointOrder.compare(one.high(), two.high()) <= 0)) {
                left++;
            } else {
                right++;
            }
        }
        return new KeySet(common);
    }

    KeySet complement() {
        List<KeyInterval> gaps = new ArrayList<>();
        String low = "";
        for (KeyInterval interval : intervals) {
            gaps.add(new KeyInterval(low, interval.low()));
            if (interval.high() == null) {
                return union(gaps);
            }
            low = interval.high();
        }
        gaps.add(new KeyInterval(low, null));
        return union(gaps);
    }

    boolean isAll() {
        return equals(ALL);
    }

    boolean isEmpty() {
        return intervals.isEmpty();
    }

    /** Whether it holds single values only. */
    boolean isPoints() {
        return intervals.stream().allMatch(KeyInterval::isPoint);
    }

    /** The first interval that goes on after {@code text}, or null. */
    @Nullable
    KeyInterval firstEndingAfter(String text) {
        int low = 0;
        int high = intervals.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (intervals.get(middle).endsAfter(text)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == intervals.size() ? null : intervals.get(low);
    }
}
