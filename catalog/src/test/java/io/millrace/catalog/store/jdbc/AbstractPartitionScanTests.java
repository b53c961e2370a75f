package io.millrace.catalog.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.KeySkip;
import io.millrace.catalog.expression.PartitionExpression;
import io.millrace.catalog.expression.RandomPartitions;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.PartitionQuery;
import io.millrace.catalog.store.PartitionSegment;
import io.millrace.catalog.store.TableRows.Archive;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** What scans of partitions must do on every database. A subclass opens an empty one, and closes it after the test. */
abstract class AbstractPartitionScanTests {
    private static final long SEED = 20261122;
    private static final int TABLES = 12;
    private static final int EXPRESSIONS = 25;

    /** Partitions of the large table. */
    private static final int DAYS = 200;

    private static final int HOURS = 24;
    private static final int REGIONS = 10;

    private CatalogDatabase database;
    private CatalogStore store;
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    abstract CatalogDatabase emptyDatabase();

    @BeforeEach
    final void openStore() {
        database = emptyDatabase();
        InstantSource clock = () -> now;
        store = new JdbcCatalogStore(database, clock);
        store.write(tx -> tx.databases().insert(Database.builder().name("d").build()));
    }

    @Test
    void findsWhatAnExpressionSelectsInAnyOrderSegmentAndPage() {
        Random random = new Random(SEED);
        int matched = 0;
        for (int number = 0; number < TABLES; number++) {
            RandomPartitions partitions = new RandomPartitions(random);
            String name = "t" + number;
            createTable(name, partitions.keys());
            List<List<String>> rows = partitions.rows(400);
            addIndexes(name, partitions.keys().size(), random);
            insert(name, rows);
            for (int i = 0; i < EXPRESSIONS; i++) {
                String text = partitions.expression(3);
                PartitionExpression expression = PartitionExpression.parse(text, partitions.keys());
                int segments = 1 + random.nextInt(3);
                List<List<String>> found = new ArrayList<>();
                for (int segment = 0; segment < segments; segment++) {
                    found.addAll(
                            listed(name, expression, new PartitionSegment(segment, segments), 1 + random.nextInt(90)));
                }
                assertThat(found)
                        .as("seed %d, table %d, %s of %s", SEED, number, text, partitions.keys())
                        .containsExactlyInAnyOrderElementsOf(
                                rows.stream().filter(expression::matches).toList());
                matched += found.size();
            }
        }
        assertThat(matched).isGreaterThan(TABLES * EXPRESSIONS);
    }

    private void addIndexes(String table, int keys, Random random) {
        for (int i = 0; i < 2; i++) {
            List<Integer> positions =
                    new ArrayList<>(IntStream.range(0, keys).boxed().toList());
            Collections.shuffle(positions, random);
            PartitionIndex index = new PartitionIndex("i" + i, positions.subList(0, 1 + random.nextInt(keys)));
            store.write(tx -> tx.partitionIndexes().insert("d", table, index));
        }
    }

    private List<List<String>> listed(
            String table, PartitionExpression expression, PartitionSegment segment, int page) {
        KeyOrder order = store.read(tx -> tx.partitions().bestOrder("d", table, expression));
        return listed(new PartitionQuery("d", table, expression, order, segment), List.of(), page);
    }

    private List<List<String>> listed(PartitionQuery query, List<String> after, int page) {
        List<List<String>> all = new ArrayList<>();
        List<String> last = after;
        List<Partition> found;
        do {
            List<String> from = last;
            found = store.read(tx -> tx.partitions().list(query, from, page));
            found.forEach(partition -> all.add(partition.values()));
            last = all.isEmpty() ? after : all.get(all.size() - 1);
        } while (found.size() == page);
        return all;
    }

    @Test
    void readsFewKeysHoweverManyDoNotMatch() {
        List<Column> keys = List.of(key("day", "date"), key("hour", "int"), key("region", "string"));
        createTable("large", keys);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < DAYS * HOURS * REGIONS; i++) {
            rows.add(List.of(
                    Instant.EPOCH
                            .plusSeconds(86_400L * (20_000 + i / (HOURS * REGIONS)))
                            .toString()
                            .substring(0, 10),
                    String.valueOf(i / REGIONS % HOURS),
                    "r" + i % REGIONS));
        }
        insert("large", rows);
        int all = DAYS * HOURS * REGIONS;
        assertReads("large", keys, "day = '2025-01-01' and hour between 3 and 5", 30, 60);
        assertReads("large", keys, "day in ('2025-01-01','2025-02-02','2025-03-03') and region = 'r7'", 72, 1100);
        assertReads("large", keys, "(day='2025-01-01' and hour=3) or (day='2025-02-01' and hour>21)", 30, 120);
        assertReads("large", keys, "day > '2025-04-20' and hour < 2", 20, 80);
        assertReads("large", keys, "hour = 12 and region = 'r3'", DAYS, DAYS * 40);
        assertReads("large", keys, "day like '2025-01-0%' and hour = 3 and not region <> 'r1'", 9, 400);
        assertReads("large", keys, "day is null", 0, 0);
        assertReads("large", keys, "hour >= 0", all, all + DAYS);
    }

    private void assertReads(String table, List<Column> keys, String text, int matching, int atMost) {
        PartitionExpression expression = PartitionExpression.parse(text, keys);
        KeySkip skip = expression.skip(KeyOrder.ofTable(keys.size()));
        database.read(handle -> {
            SqlSession session = SqlSession.reading(handle, new IndexAdvice());
            PartitionScan scan = new PartitionScan(
                    session,
                    new JdbcTableRows(session).findPartitionTable("d", table).orElseThrow());
            assertThat(scan.byTable(skip, expression::matches, List.of(), Integer.MAX_VALUE))
                    .as(text)
                    .hasSize(matching);
            assertThat(scan.keysRead()).as(text).isBetween((long) matching, (long) atMost);
            return table;
        });
    }

    @Test
    void goesByAnIndexWhereItSuitsTheExpression() {
        List<Column> keys = List.of(key("id", "bigint"), key("region", "string"), key("day", "date"));
        createTable("t", keys);
        store.write(tx -> tx.partitionIndexes().insert("d", "t", new PartitionIndex("by_day", List.of(2, 1))));
        insert(
                "t",
                IntStream.range(0, 300)
                        .mapToObj(i -> List.of(String.valueOf(i), "r" + i % 3, "2026-01-%02d".formatted(1 + i % 30)))
                        .toList());
        assertThat(order("t", keys, "day = '2026-01-05'")).isEqualTo(new KeyOrder(List.of(2, 1, 0)));
        assertThat(order("t", keys, "day > '2026-01-05'")).isEqualTo(new KeyOrder(List.of(2, 1, 0)));
        assertThat(order("t", keys, "id = 5 and day = '2026-01-05'")).isEqualTo(KeyOrder.ofTable(3));
        assertThat(order("t", keys, "region = 'r1'")).isEqualTo(KeyOrder.ofTable(3));
        assertThat(order("t", keys, "id = 5 or day = '2026-01-05'")).isEqualTo(KeyOrder.ofTable(3));
        assertThat(order("t", keys, "")).isEqualTo(KeyOrder.ofTable(3));
    }

    private KeyOrder order(String table, List<Column> keys, String text) {
        return store.read(tx -> tx.partitions().bestOrder("d", table, PartitionExpression.parse(text, keys)));
    }

    @Test
    void keepsIndexesInStepWithPartitionsAndGoesOnWithoutThem() {
        List<Column> keys = List.of(key("a", "int"), key("b", "string"));
        createTable("t", keys);
        insert("t", List.of(List.of("1", "x"), List.of("2", "y"), List.of("3", "x")));
        PartitionIndex index = new PartitionIndex("by_b", List.of(1));
        assertThat(store.<Boolean>write(tx -> tx.partitionIndexes().insert("d", "t", index)))
                .isTrue();
        assertThat(store.<Boolean>write(tx -> tx.partitionIndexes().insert("d", "t", index)))
                .isFalse();
        insert("t", List.of(List.of("10", "x"), List.of("4", "z"), List.of("1", "x")));
        store.write(tx -> tx.partitions().update(List.of("2", "y"), partition("t", List.of("2", "x"))));
        store.write(tx -> tx.partitions().update(List.of("3", "x"), partition("t", List.of("3", "x"))));
        store.write(tx -> tx.partitions().delete("d", "t", List.of("1", "x")));
        PartitionExpression expression = PartitionExpression.parse("b = 'x' or b = 'z'", keys);
        assertThat(listed("t", expression, PartitionSegment.WHOLE, 1))
                .containsExactly(List.of("2", "x"), List.of("3", "x"), List.of("10", "x"), List.of("4", "z"));
        PartitionQuery query =
                new PartitionQuery("d", "t", expression, new KeyOrder(List.of(1, 0)), PartitionSegment.WHOLE);
        assertThat(store.<Boolean>write(tx -> tx.partitionIndexes().delete("d", "t", "by_b")))
                .isTrue();
        assertThat(store.<Boolean>write(tx -> tx.partitionIndexes().delete("d", "t", "by_b")))
                .isFalse();
        assertThat(listed(query, List.of("3", "x"), 1)).containsExactly(List.of("10", "x"), List.of("4", "z"));
    }

    @Test
    void makesTheIndexThatASlowFilterNeeds() {
        List<Column> keys = List.of(key("id", "bigint"), key("region", "string"), key("day", "int"));
        createTable("t", keys);
        insert("t", rows(0, 10_000));
        assertThat(order("t", keys, "region = 'r7' and day > 10")).isEqualTo(KeyOrder.ofTable(3));
        PartitionExpression slow = PartitionExpression.parse("region = 'r7' and day > 10", keys);
        List<List<String>> matching =
                rows(0, 10_000).stream().filter(slow::matches).toList();
        assertThat(listed("t", slow, PartitionSegment.WHOLE, 1_000)).containsExactlyElementsOf(matching);

        assertThat(store.maintain()).as("begins the index").isTrue();
        assertThat(store.maintain()).as("builds the first piece").isTrue();
        assertThat(order("t", keys, "region = 'r7' and day > 10"))
                .as("not complete")
                .isEqualTo(KeyOrder.ofTable(3));
        // Behind and before what is built; one of them meets the builder's own entry.
        insert("t", rows(10_000, 10_100));
        store.write(tx -> tx.partitions().delete("d", "t", rows(7, 8).get(0)));
        store.write(tx -> tx.partitions().delete("d", "t", rows(9_999, 10_000).get(0)));
        while (store.maintain()) {
            assertThat(order("t", keys, "day = 3")).isEqualTo(KeyOrder.ofTable(3));
        }

        KeyOrder order = order("t", keys, "region = 'r7' and day > 10");
        assertThat(order).isEqualTo(new KeyOrder(List.of(1, 2, 0)));
        assertThat(listed(new PartitionQuery("d", "t", slow, order, PartitionSegment.WHOLE), List.of(), 7))
                .containsExactlyInAnyOrderElementsOf(rows(0, 10_100).stream()
                        .filter(slow::matches)
                        .filter(row -> !row.get(0).equals("7") && !row.get(0).equals("9999"))
                        .toList());
        assertThat(store.<List<PartitionIndex>>read(tx -> tx.partitionIndexes().list("d", "t")))
                .as("what users see")
                .isEmpty();
        assertThat(store.<Boolean>write(tx -> tx.partitionIndexes().delete("d", "t", "millrace.automatic.1.2")))
                .isFalse();

        createOther(keys);
        assertThat(order("t", keys, "region = 'r7' and day > 10"))
                .as("a key has another type")
                .isEqualTo(KeyOrder.ofTable(3));
    }

    private void createOther(List<Column> keys) {
        store.write(tx -> {
            Table table = tx.tables().find("d", "t").orElseThrow();
            List<Column> changed = List.of(keys.get(0), keys.get(1), key("day", "string"));
            return tx.tables()
                    .update(
                            table.toBuilder()
                                    .partitionKeys(changed)
                                    .versionId("1")
                                    .build(),
                            "0",
                            Archive.KEEP);
        });
    }

    private static List<List<String>> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> List.of(String.valueOf(i), "r" + i % 40, String.valueOf(i % 31)))
                .toList();
    }

    @Test
    void dropsIndexesWithTheTable() {
        List<Column> keys = List.of(key("a", "int"), key("b", "string"));
        for (int i = 0; i < 2; i++) {
            createTable("t", keys);
            assertThat(store.<List<PartitionIndex>>read(
                            tx -> tx.partitionIndexes().list("d", "t")))
                    .isEmpty();
            store.write(tx -> tx.partitionIndexes().insert("d", "t", new PartitionIndex("by_b", List.of(1))));
            insert("t", List.of(List.of("1", "x"), List.of("2", "y")));
            store.write(tx -> tx.tables().delete("d", "t"));
        }
        createTable("t", keys);
        store.write(tx -> tx.partitionIndexes().insert("d", "t", new PartitionIndex("by_b", List.of(1))));
        insert("t", List.of(List.of("1", "x")));
        store.write(tx -> tx.databases().delete("d"));
        int entries =
                database.read(handle -> handle.createQuery("SELECT (SELECT count(*) FROM glue_partition_index_entries)"
                                + " + (SELECT count(*) FROM glue_partition_indexes)")
                        .mapTo(Integer.class)
                        .one());
        assertThat(entries).isZero();
    }

    @Test
    void sortsAnewWhenTheTypeOfAKeyChangesAndKeepsThePast() {
        createTable("t", List.of(key("a", "string"), key("b", "string")));
        // As text, the key of the one is what the other's becomes as a number.
        List<List<String>> rows = List.of(
                List.of("0013", "x"),
                List.of("10", "y"),
                List.of("3", "x"),
                List.of("__HIVE_DEFAULT_PARTITION__", "x"));
        store.write(tx -> tx.partitionIndexes().insert("d", "t", new PartitionIndex("by_b", List.of(1, 0))));
        insert("t", rows);
        Instant before = now;
        now = now.plusSeconds(60);
        List<Column> typed = List.of(key("a", "int"), key("b", "string"));
        assertThat(store.<Boolean>write(tx -> tx.tables().update(table("t", typed, 1), "0", Archive.SKIP)))
                .isTrue();
        PartitionExpression all = PartitionExpression.parse("", typed);
        assertThat(listed("t", all, PartitionSegment.WHOLE, 10))
                .containsExactly(rows.get(2), rows.get(1), rows.get(0), rows.get(3));
        assertThat(listed("t", PartitionExpression.parse("b = 'x' and a < 20", typed), PartitionSegment.WHOLE, 10))
                .containsExactly(rows.get(2), rows.get(0));
        assertThat(store.<Optional<Partition>>read(tx -> tx.partitions().find("d", "t", rows.get(0))))
                .isPresent();
        List<Partition> past = store.readAt(before, tx -> tx.partitions().list("d", "t", any -> true, List.of(), 10));
        assertThat(past).extracting(Partition::values).containsExactlyElementsOf(rows);
        assertThat(store.<Optional<Partition>>readAt(
                        before, tx -> tx.partitions().find("d", "t", rows.get(0))))
                .isPresent();
    }

    @Test
    void cutsSegmentsOfLikeSize() {
        createTable("t", List.of(key("year", "int"), key("month", "int"), key("day", "int")));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            rows.add(List.of(
                    String.valueOf(2010 + i / 372), String.valueOf(1 + i / 31 % 12), String.valueOf(1 + i % 31)));
        }
        Set<List<String>> seen = new HashSet<>();
        for (int segment = 0; segment < 10; segment++) {
            PartitionSegment part = new PartitionSegment(segment, 10);
            List<List<String>> in = rows.stream().filter(part::contains).toList();
            assertThat(in).hasSizeBetween(400, 600);
            seen.addAll(in);
        }
        assertThat(seen).hasSameSizeAs(rows);
    }

    private void createTable(String name, List<Column> keys) {
        store.write(tx -> tx.tables().insert(table(name, keys, 0)));
    }

    private static Table table(String name, List<Column> keys, int version) {
        return Table.builder()
                .databaseName("d")
                .name(name)
                .versionId(String.valueOf(version))
                .partitionKeys(keys)
                .build();
    }

    private void insert(String table, List<List<String>> rows) {
        List<Partition> partitions =
                rows.stream().map(values -> partition(table, values)).toList();
        for (int from = 0; from < partitions.size(); from += 1000) {
            List<Partition> batch = partitions.subList(from, Math.min(from + 1000, partitions.size()));
            store.write(tx -> tx.partitions().insertAll(batch));
        }
    }

    private static Partition partition(String table, List<String> values) {
        return Partition.builder()
                .databaseName("d")
                .tableName(table)
                .values(values)
                .build();
    }

    private static Column key(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }
}
