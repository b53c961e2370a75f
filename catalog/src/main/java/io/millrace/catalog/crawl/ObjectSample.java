package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.ledger.ObjectMark;
import io.millrace.catalog.expression.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

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
    private final PriorityQueue<Ranked> smallest;
    private Optional<StoredObject> first = Optional.empty();
    private Optional<StoredObject> last = Optional.empty();

    ObjectSample(int limit) {
        this.limit = limit;
        this.smallest = new PriorityQueue<>(
                Comparator.comparingLong(Ranked::hash).reversed().thenComparing(Ranked::object, BY_KEY));
    }

    void offer(StoredObject object, ObjectMark mark) {
        first = Optional.of(
                first.filter(other -> BY_KEY.compare(other, object) <= 0).orElse(object));
        last = Optional.of(
                last.filter(other -> BY_KEY.compare(other, object) >= 0).orElse(object));
        if (smallest.size() < limit) {
            smallest.add(new Ranked(mark.key(), object));
        } else if (smallest.element().hash() > mark.key()) {
            smallest.remove();
            smallest.add(new Ranked(mark.key(), object));
        }
    }

    void offerAll(ObjectSample other) {
        other.smallest.forEach(
                ranked -> offer(ranked.object(), ObjectMark.of(ranked.object().key(), "", 0)));
        other.first.ifPresent(this::widen);
        other.last.ifPresent(this::widen);
    }

    private void widen(StoredObject object) {
        first = first.filter(mine -> BY_KEY.compare(mine, object) <= 0).or(() -> Optional.of(object));
        last = last.filter(mine -> BY_KEY.compare(mine, object) >= 0).or(() -> Optional.of(object));
    }

    /** The chosen objects in order of their keys. */
    List<StoredObject> chosen() {
        List<StoredObject> chosen = new ArrayList<>();
        first.ifPresent(chosen::add);
        last.filter(object -> limit > 1 && !chosen.contains(object)).ifPresent(chosen::add);
        List<Ranked> ranked = new ArrayList<>(smallest);
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
