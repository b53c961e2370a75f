package io.millrace.catalog.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Column;

/** A scan that follows {@link KeySkip} over random keys must meet every key that matches, in any order of the keys. */
class TestKeySkip {
    private static final long SEED = 20261122;
    private static final int TABLES = 60;
    private static final int EXPRESSIONS = 40;

    @Test
    void meetsEveryKeyThatMatches() {
        Random random = new Random(SEED);
        int matched = 0;
        for (int table = 0; table < TABLES; table++) {
            RandomPartitions partitions = new RandomPartitions(random);
            List<List<String>> rows = partitions.rows(300);
            for (int i = 0; i < EXPRESSIONS; i++) {
                String text = partitions.expression(3);
                PartitionExpression expression = PartitionExpression.parse(text, partitions.keys());
                List<List<String>> expected =
                        rows.stream().filter(expression::matches).toList();
                KeyOrder order = partitions.order();
                assertThat(scanned(partitions, rows, expression, order))
                        .as("seed %d, table %d, %s by %s of %s", SEED, table, text, order, partitions.keys())
                        .containsExactlyInAnyOrderElementsOf(expected);
                matched += expected.isEmpty() ? 0 : 1;
            }
        }
        assertThat(matched).isGreaterThan(TABLES * EXPRESSIONS / 4);
    }

    private static List<List<String>> scanned(
            RandomPartitions partitions, List<List<String>> rows, PartitionExpression expression, KeyOrder order) {
        PartitionKeyTypes types = PartitionKeyTypes.of(partitions.keys()).in(order);
        TreeSet<String> keys = new TreeSet<>(CodePointOrder.COMPARATOR);
        rows.forEach(row -> keys.add(types.encode(order.arrange(row))));
        KeySkip skip = expression.skip(order);
        List<List<String>> found = new ArrayList<>();
        Optional<String> position = skip.first();
        while (position.isPresent()) {
            String key = keys.ceiling(position.get());
            if (key == null) {
                break;
            }
            position = skip.next(key);
            if (position.filter(key::equals).isPresent()) {
                List<String> values = order.restore(types.decode(key));
                if (expression.matches(values)) {
                    found.add(values);
                }
                position = Optional.ofNullable(keys.higher(key));
            } else {
                position.ifPresent(
                        next -> assertThat(CodePointOrder.compare(next, key)).isPositive());
            }
        }
        return found;
    }

    @Test
    void visitsLittleMoreThanWhatMatches() {
        List<Column> keys = List.of(key("year", "int"), key("month", "int"), key("day", "date"), key("hour", "string"));
        TreeSet<String> all = new TreeSet<>(CodePointOrder.COMPARATOR);
        PartitionKeyTypes types = PartitionKeyTypes.of(keys);
        for (int i = 0; i < 10 * 12 * 28 * 24; i++) {
            int day = i / 24;
            int month = day / 28;
            all.add(types.encode(List.of(
                    String.valueOf(2015 + month / 12),
                    String.valueOf(month % 12 + 1),
                    "%d-%02d-%02d".formatted(2015 + month / 12, month % 12 + 1, day % 28 + 1),
                    "%02d".formatted(i % 24))));
        }
        assertVisits(all, keys, "year = 2020 and month = 2 and day = '2020-02-03'", 24, 30);
        assertVisits(all, keys, "year = 2020 and month in (2, 4) and hour = '05'", 56, 3 * 56 + 6);
        assertVisits(all, keys, "hour = '05' and day = '2019-07-08'", 1, 360);
        assertVisits(
                all, keys, "(year = 2016 and month = 1 or year = 2019 and month > 11) and hour like '2%'", 224, 400);
        assertVisits(all, keys, "not (year <> 2016 or month <> 12) and hour >= '22'", 56, 120);
        assertVisits(all, keys, "month is null", 0, 0);
    }

    private static void assertVisits(
            NavigableSet<String> all, List<Column> keys, String text, int matching, int atMost) {
        PartitionExpression expression = PartitionExpression.parse(text, keys);
        KeySkip skip = expression.skip(KeyOrder.ofTable(keys.size()));
        int visited = 0;
        int matched = 0;
        String key = skip.first().map(all::ceiling).orElse(null);
        while (key != null) {
            visited++;
            Optional<String> next = skip.next(key);
            boolean candidate = next.filter(key::equals).isPresent();
            matched +=
                    candidate && expression.matches(PartitionKeyTypes.of(keys).decode(key)) ? 1 : 0;
            key = candidate ? all.higher(key) : next.map(all::ceiling).orElse(null);
        }
        assertThat(matched).as(text).isEqualTo(matching);
        assertThat(visited).as(text).isBetween(matching, atMost);
    }

    private static Column key(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }
}
