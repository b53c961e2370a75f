package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which a table's partition keys stand in an encoded key: the table's own, or that of a partition index, whose keys
 * come first.
 *
 * @param positions for each place, from the left, the key's position in the table
 */
public record KeyOrder(List<Integer> positions) {
    /** Checks that it is a permutation. */
    public KeyOrder {
        positions = List.copyOf(positions);
        if (!positions.stream().sorted().toList().equals(identity(positions.size()))) {
            throw new IllegalArgumentException("Not an order of keys: " + positions);
        }
    }

    /** The table's own order. */
    public static KeyOrder ofTable(int keys) {
        return new KeyOrder(identity(keys));
    }

    /** The keys at {@code leading} first, the others after them in the table's order. */
    public static KeyOrder leading(List<Integer> leading, int keys) {
        List<Integer> positions = new ArrayList<>(leading);
        identity(keys).stream().filter(key -> !leading.contains(key)).forEach(positions::add);
        return new KeyOrder(positions);
    }

    /** What the table has in its order, in this one. */
    public <T> List<T> arrange(List<T> ofTable) {
        if (isOfTable()) {
            return ofTable;
        }
        return positions.stream().map(ofTable::get).toList();
    }

    /** What is in this order, in the table's. */
    public <T> List<T> restore(List<T> arranged) {
        if (isOfTable()) {
            return arranged;
        }
        List<T> ofTable = new ArrayList<>(Collections.nCopies(arranged.size(), arranged.get(0)));
        for (int i = 0; i < arranged.size(); i++) {
            ofTable.set(positions.get(i), arranged.get(i));
        }
        return ofTable;
    }

    private boolean isOfTable() {
        for (int i = 0; i < positions.size(); i++) {
            if (positions.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> identity(int keys) {
        return IntStream.range(0, keys).boxed().toList();
    }
}
