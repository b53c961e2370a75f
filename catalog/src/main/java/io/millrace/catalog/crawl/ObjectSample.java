package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.ledger.ObjectMark;
import io.millrace.catalog.expression.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses some objects of a folder while they go by, in whatever order: the first and the last by name, and of the rest those with
 * the smallest hash of their key. So the choice is spread evenly, is the same at each crawl, and changes little when
 * objects are added. Holds no more objects than it may choose, and two.
 */
final class ObjectSample {
    private static final Comparator<StoredObject> BY_KEY =
            Comparator.comparing(StoredObject::key, CodePointOrder::compare);

    private record Ranked(long hash, StoredObject object) {}

    private final int limit;

    /** Made for the second object: most folders of a deep tree have but one. */
    private @Nullable PriorityQueue<Ranked> smallest;

    private @Nullable Ranked only;
    private @Nullable StoredObject first;
    private @Nullable StoredObject last;

    ObjectSample(int limit) {
        this.limit = limit;
    }

    void offer(StoredObject object, ObjectMark mark) {
        widen(object);
        Ranked ranked = new Ranked(mark.key(), object);
        if (smallest != null) {
            offer(smallest, ranked);
        } else if (only == null) {
            only = ranked;
        } else {
            smallest = new PriorityQueue<>(
                    Comparator.comparingLong(Ranked::hash).reversed().thenComparing(Ranked::object, BY_KEY));
            offer(smallest, only);
            offer(smallest, ranked);
        }
    }

    private void offer(PriorityQueue<Ranked> chosen, Ranked ranked) {
        if (chosen.size() < limit) {
            chosen.add(ranked);
        } else if (chosen.element().hash() > ranked.hash()) {
            chosen.remove();
            chosen.add(ranked);
        }
    }

    void offerAll(ObjectSample other) {
        for (Ranked ranked : other.ranked()) {
            offer(ranked.object(), ObjectMark.of(ranked.object().key(), "", 0));
        }
        if (other.first != null && other.last != null) {
            widen(other.first);
            widen(other.last);
        }
    }

    private void widen(StoredObject object) {
        if (first == null || BY_KEY.compare(first, object) > 0) {
            first = object;
        }
        if (last == null || BY_KEY.compare(last, object) < 0) {
            last = object;
        }
    }

    private List<Ranked> ranked() {
        if (smallest != null) {
            return new ArrayList<>(smallest);
        }
        return only == null ? List.of() : List.of(only);
    }

    /** The chosen objects in order of their keys. */
    List<StoredObject> chosen() {
        if (first == null || last == null) {
            return List.of();
        }
        if (first.equals(last)) {
            return List.of(first);
        }
        List<StoredObject> chosen = new ArrayList<>();
        chosen.add(first);
        if (limit > 1 && !chosen.contains(last)) {
            chosen.add(last);
        }
        List<Ranked> ranked = ranked();
        ranked.sort(Comparator.comparingLong(Ranked::hash));
        for (Ranked next : ranked) {
            if (chosen.size() < limit && !chosen.contains(next.object())) {
                chosen.add(next.object());
            }
        }
        chosen.sort(BY_KEY);
        return chosen;
    }
}
