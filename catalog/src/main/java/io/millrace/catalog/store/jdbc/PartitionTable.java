package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.PartitionKeyTypes;
import java.util.List;

/**
 * What the rows of partitions need to know of their table.
 *
 * @param id the number that stays with the table for its life
 * @param types the types of its partition keys, which encode {@code values_key}
 */
record PartitionTable(long id, PartitionKeyTypes types) {
    /** The {@code values_key} of a partition. */
    String key(List<String> values) {
        return types.encode(values);
    }

    /** The key of the partition in an index, or in the table, of that order. */
    String key(List<String> values, KeyOrder order) {
        return types.in(order).encode(order.arrange(values));
    }

    /** The values of a key in that order, as the table has them. */
    List<String> values(String key, KeyOrder order) {
        return order.restore(types.in(order).decode(key));
    }

    KeyOrder order() {
        return KeyOrder.ofTable(types.size());
    }

    KeyOrder order(List<Integer> leading) {
        return KeyOrder.leading(leading, types.size());
    }
}
