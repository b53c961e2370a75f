package io.millrace.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** What every {@link CatalogStore} must do. A subclass gives an empty store before each test and closes it afterwards. */
public abstract class AbstractCatalogStoreTests {
    private CatalogStore store;

    /** A new, empty store. */
    protected abstract CatalogStore emptyStore();

    @BeforeEach
    final void openStore() {
        store = emptyStore();
    }

    @Test
    void keepsDatabases() {
        Database database = database("sales").toBuilder()
                .description("déjà \u0001 \uD83D\uDE00")
                .parameters(Map.of("z", "1", "a", ""))
                .build();
        assertThat(write(tx -> tx.databases().insert(database))).isTrue();
        assertThat(write(tx -> tx.databases().insert(database("sales")))).isFalse();
        assertThat(find(tx -> tx.databases().find("sales"))).contains(database);
        assertThat(find(tx -> tx.databases().find("other"))).isEmpty();
        Database changed = database.toBuilder().description("new").build();
        assertThat(write(tx -> tx.databases().update(changed))).isTrue();
        assertThat(find(tx -> tx.databases().find("sales"))).contains(changed);
        assertThat(write(tx -> tx.databases().update(database("other")))).isFalse();
        assertThat(write(tx -> tx.databases().delete("sales"))).isTrue();
        assertThat(write(tx -> tx.databases().delete("sales"))).isFalse();
    }

    @Test
    void listsDatabasesByNameAfterAName() {
        for (String name : List.of("b", "a", "a_b", "ab", "c")) {
            write(tx -> tx.databases().insert(database(name)));
        }
        assertThat(list(tx -> tx.databases().list("", 3)))
                .extracting(Database::name)
                .containsExactly("a", "a_b", "ab");
        assertThat(list(tx -> tx.databases().list("aa", 10)))
                .extracting(Database::name)
                .containsExactly("ab", "b", "c");
    }

    @Test
    void keepsTablesPerDatabase() {
        write(tx -> tx.databases().insert(database("one")) && tx.databases().insert(database("two")));
        assertThat(write(tx -> tx.tables().insert(table("one", "t", 0)))).isTrue();
        assertThat(write(tx -> tx.tables().insert(table("one", "t", 0)))).isFalse();
        assertThat(write(tx -> tx.tables().insert(table("two", "t", 0)))).isTrue();
        assertThat(write(tx -> tx.tables().insert(table("one", "s", 0)))).isTrue();
        assertThat(list(tx -> tx.tables().list("one", "", 10)))
                .extracting(Table::name)
                .containsExactly("s", "t");
        assertThat(list(tx -> tx.tables().list("one", "s", 10)))
                .extracting(Table::name)
                .containsExactly("t");
        assertThat(write(tx -> tx.tables().delete("one", "t"))).isTrue();
        assertThat(write(tx -> tx.tables().delete("one", "t"))).isFalse();
        assertThat(find(tx -> tx.tables().find("one", "t"))).isEmpty();
        assertThat(find(tx -> tx.tables().find("two", "t"))).contains(table("two", "t", 0));
    }

    @Test
    void keepsEntitiesBelowTheirPathAndDropsThemWithTheirOwner() {
        createTable("sales", "t");
        EntityKind<Database> kind = EntityKind.ofSdk("note", Database.class, Database::builder);
        List<String> ofTable = EntityPath.table("sales", "t");
        List<String> elsewhere = List.of("elsewhere");
        for (List<String> path : List.of(EntityPath.database("sales"), ofTable, elsewhere)) {
            assertThat(write(tx -> tx.entities().insert(kind, path, "b", database("one"))))
                    .isTrue();
            assertThat(write(tx -> tx.entities().insert(kind, path, "b", database("two"))))
                    .isFalse();
            assertThat(write(tx -> tx.entities().insert(kind, path, "a", database("three"))))
                    .isTrue();
        }
        assertThat(write(tx -> tx.entities().update(kind, ofTable, "b", database("four"))))
                .isTrue();
        assertThat(list(tx -> tx.entities().list(kind, ofTable, "", 10)))
                .extracting(Database::name)
                .containsExactly("three", "four");
        assertThat(list(tx -> tx.entities().list(kind, ofTable, "a", 10)))
                .extracting(Database::name)
                .containsExactly("four");
        assertThat(write(tx -> tx.tables().delete("sales", "t"))).isTrue();
        assertThat(list(tx -> tx.entities().list(kind, ofTable, "", 10))).isEmpty();
        assertThat(find(tx -> tx.entities().find(kind, EntityPath.database("sales"), "b")))
                .contains(database("one"));
        assertThat(write(tx -> tx.databases().delete("sales"))).isTrue();
        assertThat(list(tx -> tx.entities().list(kind, EntityPath.database("sales"), "", 10)))
                .isEmpty();
        assertThat(write(tx -> tx.entities().delete(kind, elsewhere, "a"))).isTrue();
        assertThat(list(tx -> tx.entities().list(kind, elsewhere, "", 10)))
                .extracting(Database::name)
                .containsExactly("one");
    }

    @Test
    void commitsOrRollsBackAllThatRunsInsideTransact() {
        assertThatThrownBy(() -> store.transact(() -> {
                    write(tx -> tx.databases().insert(database("lost")));
                    assertThat(find(tx -> tx.databases().find("lost"))).isPresent();
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(find(tx -> tx.databases().find("lost"))).isEmpty();
        store.transact(() -> write(tx -> tx.databases().insert(database("one")))
                && write(tx -> tx.databases().insert(database("two"))));
        assertThat(list(tx -> tx.databases().list("", 10)))
                .extracting(Database::name)
                .containsExactly("one", "two");
    }

    @Test
    void refusesATableWithoutItsDatabase() {
        assertThatThrownBy(() -> write(tx -> tx.tables().insert(table("none", "t", 0))));
        assertThat(find(tx -> tx.tables().find("none", "t"))).isEmpty();
    }

    @Test
    void updatesATableOnlyFromTheExpectedVersion() {
        createTable("sales", "t");
        assertThat(write(tx -> tx.tables().update(table("sales", "t", 1), "0", TableRows.Archive.KEEP)))
                .isTrue();
        assertThat(write(tx -> tx.tables().update(table("sales", "t", 1), "0", TableRows.Archive.KEEP)))
                .isFalse();
        assertThat(write(tx -> tx.tables().update(table("sales", "t", 2), "x", TableRows.Archive.KEEP)))
                .isFalse();
        assertThat(write(tx -> tx.tables().update(table("sales", "other", 1), "0", TableRows.Archive.KEEP)))
                .isFalse();
        assertThat(find(tx -> tx.tables().find("sales", "t")).orElseThrow().versionId())
                .isEqualTo("1");
        assertThat(versions()).containsExactly("1", "0");
    }

    @Test
    void keepsReplacedVersionsUnlessArchivingIsSkipped() {
        createTable("sales", "t");
        for (int version = 1; version <= 11; version++) {
            int next = version;
            TableRows.Archive archive = next == 5 ? TableRows.Archive.SKIP : TableRows.Archive.KEEP;
            write(tx -> tx.tables().update(table("sales", "t", next), String.valueOf(next - 1), archive));
        }
        assertThat(versions()).containsExactly("11", "10", "9", "8", "7", "6", "5", "3", "2", "1", "0");
        assertThat(list(tx -> tx.tables().listVersions("sales", "t", 10, 2)))
                .extracting(TableVersion::versionId)
                .containsExactly("9", "8");
        assertThat(write(tx -> tx.tables().deleteVersion("sales", "t", "9"))).isTrue();
        assertThat(write(tx -> tx.tables().deleteVersion("sales", "t", "9"))).isFalse();
        assertThat(write(tx -> tx.tables().deleteVersion("sales", "t", "11"))).isFalse();
        assertThat(versions()).containsExactly("11", "10", "8", "7", "6", "5", "3", "2", "1", "0");
    }

    @Test
    void forgetsVersionsWithTheTable() {
        createTable("sales", "t");
        write(tx -> tx.tables().update(table("sales", "t", 1), "0", TableRows.Archive.KEEP));
        write(tx -> tx.tables().delete("sales", "t"));
        write(tx -> tx.tables().insert(table("sales", "t", 0)));
        assertThat(versions()).containsExactly("0");
    }

    @Test
    void dropsTablesAndPartitionsWithTheDatabase() {
        createTable("sales", "t");
        write(tx -> tx.partitions().insert(partition("a")));
        assertThat(write(tx -> tx.databases().delete("sales"))).isTrue();
        createTable("sales", "t");
        assertThat(list(tx -> tx.partitions().list("sales", "t", any -> true, List.of(), 10)))
                .isEmpty();
    }

    @Test
    void dropsPartitionsWithTheTable() {
        createTable("sales", "t");
        write(tx -> tx.partitions().insert(partition("a")));
        write(tx -> tx.tables().delete("sales", "t"));
        write(tx -> tx.tables().insert(table("sales", "t", 0)));
        assertThat(find(tx -> tx.partitions().find("sales", "t", List.of("a")))).isEmpty();
    }

    @Test
    void keepsPartitionsByTheirExactValues() {
        createTable("sales", "t");
        List<List<String>> all = List.of(
                List.of("", ""),
                List.of("", "\u0001"),
                List.of("\u0000", "\u0002"),
                List.of("\u0000\u0001", ""),
                List.of("\u0001", ""),
                List.of("a", "b"),
                List.of("a/b=c", "%2F"),
                List.of("ab", ""),
                List.of("b", "x"),
                List.of("é", "'"),
                List.of("\uD83D\uDE00", "\n"));
        List<Partition> reversed =
                all.stream().map(v -> partition(v.toArray(new String[0]))).toList();
        assertThat(insertAll(tx -> tx.partitions().insertAll(reversed))).isEmpty();
        assertThat(list(tx -> tx.partitions().list("sales", "t", any -> true, List.of(), 100)))
                .extracting(Partition::values)
                .containsExactlyElementsOf(all);
        for (int i = 0; i < all.size(); i++) {
            List<String> values = all.get(i);
            assertThat(find(tx -> tx.partitions().find("sales", "t", values))).contains(reversed.get(i));
            assertThat(list(tx -> tx.partitions().list("sales", "t", any -> true, values, 100)))
                    .extracting(Partition::values)
                    .containsExactlyElementsOf(all.subList(i + 1, all.size()));
        }
    }

    @Test
    void tellsWhichPartitionsOfABatchAreTaken() {
        createTable("sales", "t");
        write(tx -> tx.partitions().insert(partition("b")));
        List<Partition> batch = List.of(partition("a"), partition("b"), partition("c"), partition("a"));
        assertThat(insertAll(tx -> tx.partitions().insertAll(batch)))
                .extracting(Partition::values)
                .containsExactly(List.of("b"), List.of("a"));
        assertThat(insertAll(tx -> tx.partitions().insertAll(List.of()))).isEmpty();
        assertThat(list(tx -> tx.partitions().list("sales", "t", any -> true, List.of(), 10)))
                .hasSize(3);
    }

    @Test
    void partitionsOfASeriesAreThoseThatItSays() {
        createTable("sales", "t");
        write(tx -> tx.partitions().insert(partition("b")));
        Partition pattern = partition("first").toBuilder()
                .parameters(Map.of("kept", "\"k\\\n", "size", "0"))
                .storageDescriptor(descriptor -> descriptor
                        .location("first")
                        .columns(Column.builder().name("c").type("int").build())
                        .parameters(Map.of("size", "0")))
                .build();
        List<String> values = List.of("a", "b", "quote\" back\\ line\n tab\t \uD83D\uDE00 \u0001", "", "a");
        PartitionSeries series = new PartitionSeries(
                pattern,
                List.of("size"),
                values.stream()
                        .map(value -> new PartitionSeries.Member(List.of(value), "s3://b/" + value, List.of(value)))
                        .toList());
        assertThat(store.<List<List<String>>>write(tx -> tx.partitions().insertAll(series)))
                .containsExactly(List.of("b"), List.of("a"));
        for (int member : List.of(0, 2, 3)) {
            assertThat(find(tx -> tx.partitions().find("sales", "t", List.of(values.get(member)))))
                    .contains(series.partition(series.members().get(member)));
        }
        assertThat(find(tx -> tx.partitions().find("sales", "t", List.of("b")))).contains(partition("b"));
    }

    @Test
    void filtersPartitionsBeforeItCountsThem() {
        createTable("sales", "t");
        insertAll(tx -> tx.partitions()
                .insertAll(List.of(partition("1"), partition("2"), partition("3"), partition("4"), partition("5"))));
        assertThat(list(tx ->
                        tx.partitions().list("sales", "t", v -> Integer.parseInt(v.get(0)) % 2 == 1, List.of("1"), 1)))
                .extracting(Partition::values)
                .containsExactly(List.of("3"));
    }

    @Test
    void movesAPartitionToOtherValues() {
        createTable("sales", "t");
        write(tx -> tx.partitions().insert(partition("a")));
        assertThat(write(tx -> tx.partitions().update(List.of("a"), partition("b"))))
                .isTrue();
        assertThat(write(tx -> tx.partitions().update(List.of("a"), partition("b"))))
                .isFalse();
        assertThat(find(tx -> tx.partitions().find("sales", "t", List.of("b")))).contains(partition("b"));
        assertThat(write(tx -> tx.partitions().delete("sales", "t", List.of("b"))))
                .isTrue();
        assertThat(write(tx -> tx.partitions().delete("sales", "t", List.of("b"))))
                .isFalse();
    }

    @Test
    void undoesEverythingWhenTheWorkFails() {
        createTable("sales", "t");
        IllegalArgumentException failure = new IllegalArgumentException("boom");
        assertThatThrownBy(() -> store.write(tx -> {
                    tx.databases().insert(database("other"));
                    tx.tables().update(table("sales", "t", 1), "0", TableRows.Archive.KEEP);
                    tx.partitions().insertAll(List.of(partition("a"), partition("b")));
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(find(tx -> tx.databases().find("other"))).isEmpty();
        assertThat(versions()).containsExactly("0");
        assertThat(list(tx -> tx.partitions().list("sales", "t", any -> true, List.of(), 10)))
                .isEmpty();
        assertThat(write(tx -> tx.databases().insert(database("other")))).isTrue();
    }

    @Test
    void refusesATransactionInsideAnother() {
        assertThatIllegalStateException().isThrownBy(() -> store.write(tx -> store.read(inner -> 1)));
        assertThatIllegalStateException().isThrownBy(() -> store.read(tx -> store.write(inner -> 1)));
        assertThat(list(tx -> tx.databases().list("", 1))).isEmpty();
    }

    @Test
    void refusesChangesInAReadTransaction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> store.read(tx -> tx.databases().insert(database("x"))));
        assertThat(find(tx -> tx.databases().find("x"))).isEmpty();
    }

    private void createTable(String database, String name) {
        write(tx -> tx.databases().insert(database(database)) && tx.tables().insert(table(database, name, 0)));
    }

    private List<String> versions() {
        return list(tx -> tx.tables().listVersions("sales", "t", Long.MAX_VALUE, 100)).stream()
                .map(TableVersion::versionId)
                .toList();
    }

    private <T> List<T> list(Function<CatalogTransaction, List<T>> work) {
        return store.read(work);
    }

    private <T> Optional<T> find(Function<CatalogTransaction, Optional<T>> work) {
        return store.read(work);
    }

    private boolean write(Function<CatalogTransaction, Boolean> work) {
        return store.write(work);
    }

    private List<Partition> insertAll(Function<CatalogTransaction, List<Partition>> work) {
        return store.write(work);
    }

    private static Database database(String name) {
        return Database.builder().name(name).build();
    }

    private static Table table(String database, String name, long version) {
        return Table.builder()
                .databaseName(database)
                .name(name)
                .versionId(String.valueOf(version))
                .build();
    }

    private static Partition partition(String... values) {
        return Partition.builder()
                .databaseName("sales")
                .tableName("t")
                .values(values)
                .build();
    }
}
