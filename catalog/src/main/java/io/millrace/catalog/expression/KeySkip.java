package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells a scan over encoded keys, in their order, where to go on: what cannot satisfy the expression need not be visited. What
 * it lets pass must still be tested by {@link PartitionExpression#matches}. Immutable.
 */
public final class KeySkip {
    private final List<KeyBox> boxes;

    KeySkip(KeyBoxes boxes, KeyOrder order) {
        this.boxes = boxes.boxes().stream()
                .map(box -> new KeyBox(order.arrange(box.sets())))
                .toList();
    }

    /** Skips nothing, whatever the keys. */
    public static KeySkip nothing() {
        return new KeySkip(new KeyBoxes(List.of(new KeyBox(List.of()))), KeyOrder.ofTable(0));
    }

    /** A text not greater than any key that may match; empty if none may. */
    public Optional<String> first() {
        return boxes.stream().map(KeyBox::first).min(CodePointOrder.COMPARATOR);
    }

    /**
     * The key itself if it may match; otherwise a greater text that is not greater than any later key that may match; empty if
     * no later key may.
     */
    public Optional<String> next(String key) {
        List<String> parts = KeyText.split(key);
        String nearest = null;
        for (KeyBox box : boxes) {
            String next = box.next(key, parts);
            if (key.equals(next)) {
                return Optional.of(key);
            }
            if (next != null && (nearest == null || CodePointOrder.compare(next, nearest) < 0)) {
                nearest = next;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Whether every key may match. */
    public boolean isEverything() {
        return boxes.stream().anyMatch(box -> box.sets().stream().allMatch(KeySet::isAll));
    }

    /**
     * The keys that an index should begin with, by their positions in this order: those that every alternative binds to single values,
     * then the first that every alternative binds at all. Empty if there are none.
     */
    public List<Integer> boundKeys() {
        int keys = boxes.stream().mapToInt(box -> box.sets().size()).max().orElse(0);
        List<Integer> bound = new ArrayList<>();
        Optional<Integer> range = Optional.empty();
        for (int i = 0; i < keys; i++) {
            int key = i;
            if (boxes.stream().allMatch(box -> box.sets().get(key).isPoints())) {
                bound.add(key);
            } else if (range.isEmpty()
                    && boxes.stream().noneMatch(box -> box.sets().get(key).isAll())) {
                range = Optional.of(key);
            }
        }
        range.ifPresent(bound::add);
        return bound;
    }

    /**
     * How well this order of keys suits the expression: twice the number of leading keys that are bound to single values, and one
     * more if the next is bound to a range; the worst of the alternatives.
     */
    public int focus() {
        return boxes.stream().mapToInt(KeySkip::focus).min().orElse(0);
    }

    private static int focus(KeyBox box) {
        int focus = 0;
        for (KeySet set : box.sets()) {
            if (!set.isPoints()) {
                return set.isAll() ? focus : focus + 1;
            }
            focus += 2;
        }
        return focus;
    }
}
