package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A union of boxes around all partitions that may satisfy a condition. Of at most {@link #MAX_BOXES}: where a condition would
 * take more, boxes are replaced by larger ones, so that it never leaves out a partition, but may take in others. Immutable.
 */
record KeyBoxes(List<KeyBox> boxes) {
    /** Bounds what finding the next key costs; an expression's 2,048 bytes hold about 100 ORs of two keys. */
    static final int MAX_BOXES = 128;

    KeyBoxes {
        boxes = List.copyOf(boxes);
    }

    KeyBoxes intersection(KeyBoxes other) {
        if (boxes.size() > other.boxes.size()) {
            return other.intersection(this);
        }
        boolean tooMany = boxes.size() * other.boxes.size() > MAX_BOXES;
        List<KeyBox> both = new ArrayList<>();
        for (KeyBox one : boxes) {
            for (KeyBox two : tooMany ? other.hull().boxes : other.boxes) {
                both.add(one.intersection(two));
            }
        }
        return union(both);
    }

    KeyBoxes union(KeyBoxes other) {
        List<KeyBox> all = new ArrayList<>(boxes);
        all.addAll(other.boxes);
        return union(all);
    }

    private static KeyBoxes union(List<KeyBox> boxes) {
        List<KeyBox> united = new ArrayList<>();
        for (KeyBox box : boxes) {
            if (!box.isEmpty()) {
                add(united, box);
            }
        }
        return united.size() <= MAX_BOXES ? new KeyBoxes(united) : new KeyBoxes(united).hull();
    }

    private static void add(List<KeyBox> boxes, KeyBox box) {
        for (int i = 0; i < boxes.size(); i++) {
            var merged = boxes.get(i).merged(box);
            if (merged.isPresent()) {
                boxes.set(i, merged.get());
                return;
            }
        }
        boxes.add(box);
    }

    private KeyBoxes hull() {
        return boxes.isEmpty()
                ? this
                : new KeyBoxes(List.of(boxes.stream().reduce(KeyBox::hull).orElseThrow()));
    }
}
