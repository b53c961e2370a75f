package io.millrace.catalog.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.job.TestingClock;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.ChangedObject.Operation;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.RecordedChange;
import io.millrace.catalog.store.TableRows.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;

/** What the history of every {@link CatalogDatabase} must do. A subclass opens an empty database. */
abstract class AbstractCatalogHistoryTests {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final EntityKind<Database> NOTE = TestingRows.NOTE;

    private final TestingClock clock = new TestingClock("2026-11-22T05:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private CatalogDatabase database;

    @SuppressWarnings("NullAway.Init")
    private CatalogStore store;

    @SuppressWarnings("NullAway.Init")
    private JdbcChangeLog log;

    /** A new, empty database. */
    abstract CatalogDatabase openEmpty();

    @BeforeEach
    final void openStore() {
        database = openEmpty();
        store = new JdbcCatalogStore(database, clock);
        log = new JdbcChangeLog(database);
    }

    @AfterEach
    final void closeDatabase() {
        database.close();
    }

    @Test
    void readsEachStateOfARandomHistory() {
        long seed = new Random().nextLong();
        Map<Instant, List<String>> states = randomHistory(seed, 120);
        assertThat(states).hasSize(120);
        for (Map.Entry<Instant, List<String>> state : states.entrySet()) {
            assertThat(store.<List<String>>readAt(state.getKey(), TestingRows::dump))
                    .as("seed %d at %s", seed, state.getKey())
                    .isEqualTo(state.getValue());
        }
    }

    @Test
    void readsWhatIsLeftAfterPruningAndRefusesTheRest() {
        long seed = new Random().nextLong();
        Map<Instant, List<String>> states = randomHistory(seed, 60);
        Instant cut = List.copyOf(states.keySet()).get(30).plusMillis(500);
        assertThat(log.prune(cut)).isPositive();
        assertThat(log.prune(cut)).isZero();
        Instant begins = log.begins().orElseThrow();
        assertThat(begins).isBeforeOrEqualTo(cut);
        states.forEach((time, state) -> {
            if (time.isBefore(begins)) {
                assertThatThrownBy(() -> store.readAt(time, TestingRows::dump))
                        .hasMessage("Cannot read the catalog as of " + time + ": its history begins at " + begins);
            } else {
                assertThat(store.<List<String>>readAt(time, TestingRows::dump))
                        .as("seed %d at %s", seed, time)
                        .isEqualTo(state);
            }
        });
        Instant end = clock.instant();
        clock.advance(Duration.ofDays(40));
        log.prune(clock.instant());
        assertThat(historyRows()).isZero();
        assertThat(log.list(ChangeFilter.all(), Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(store.<List<String>>readAt(clock.instant(), TestingRows::dump))
                .isEqualTo(states.get(end));
    }

    @Test
    void dropsAndPrunesManyPartitionsInBoundedSlices() {
        createTable();
        List<Partition> many =
                IntStream.range(0, 2_500).mapToObj(i -> partition("p" + i, i)).toList();
        change(tx -> tx.partitions().insertAll(many));
        clock.advance(SECOND);
        change(tx -> tx.databases().delete("sales"));
        Instant before = clock.instant().minusMillis(1);
        assertThat(store.<List<Partition>>readAt(
                        before, tx -> tx.partitions().list("sales", "t", any -> true, List.of(), 5_000)))
                .hasSize(2_500);
        assertThat(historyRows()).isEqualTo(2_502);
        clock.advance(SECOND);
        change(tx -> tx.databases().insert(TestingRows.database("other")));
        log.prune(clock.instant());
        assertThat(historyRows()).isZero();
        assertThat(log.list(ChangeFilter.all(), Long.MAX_VALUE, 10))
                .extracting(RecordedChange::id)
                .containsExactly(4L);
    }

    /** The state after each of so many random changes, a second apart. */
    private Map<Instant, List<String>> randomHistory(long seed, int steps) {
        // The first steps may change nothing, and history begins with the first change.
        change(tx -> tx.databases().insert(TestingRows.database("first")));
        RandomChanges changes = new RandomChanges(seed);
        Map<Instant, List<String>> states = new LinkedHashMap<>();
        for (int step = 0; step < steps; step++) {
            clock.advance(SECOND);
            store.<Integer>write(changes::apply);
            states.put(clock.instant(), store.read(TestingRows::dump));
        }
        return states;
    }

    @Test
    void refusesTimesOutsideTheHistoryAndChangesOfThePast() {
        assertThat(log.begins()).isEmpty();
        assertThat(store.<List<String>>readAt(clock.instant(), TestingRows::dump))
                .isEmpty();
        createTable();
        Instant begins = clock.instant();
        assertThat(log.begins()).contains(begins);
        assertThatThrownBy(() -> store.readAt(begins.minusMillis(1), TestingRows::dump))
                .hasMessage("Cannot read the catalog as of 2026-11-22T04:59:59.999Z: its history begins at " + begins);
        assertThatThrownBy(() -> store.readAt(begins.plusMillis(1), TestingRows::dump))
                .hasMessage("Cannot read the catalog as of 2026-11-22T05:00:00.001Z: it is in the future");
        assertThatIllegalStateException()
                .isThrownBy(() -> store.readAt(begins, tx -> tx.databases().insert(TestingRows.database("x"))))
                .withMessage("Cannot change the catalog in a read transaction");
        assertThatIllegalStateException().isThrownBy(() -> store.readAt(begins, tx -> store.read(inner -> 1)));
    }

    @Test
    void notesWhoChangedWhatAndWhen() {
        ChangeAuthor author = new ChangeAuthor("arn:aws:iam::1:user/ann", "glue:CreateTable", "r-1");
        author.call(() -> {
            createTable();
            return 0;
        });
        clock.advance(SECOND);
        change(tx -> tx.partitions().insertAll(List.of(partition("a", 0), partition("b", 0))));
        RecordedChange second = log.list(ChangeFilter.all(), Long.MAX_VALUE, 10).get(0);
        assertThat(second.author()).isEqualTo(ChangeAuthor.ENGINE);
        assertThat(second.at()).isEqualTo(clock.instant());
        assertThat(second.objects()).containsExactly(ChangedObject.partitions(Operation.INSERT, "sales", "t"));
        RecordedChange first = log.list(ChangeFilter.all(), second.id(), 10).get(0);
        assertThat(first.author()).isEqualTo(author);
        assertThat(first.objects())
                .containsExactly(
                        ChangedObject.database(Operation.INSERT, "sales"),
                        ChangedObject.table(Operation.INSERT, "sales", "t"));
        assertThat(log.list(ChangeFilter.all(), first.id(), 10)).isEmpty();
    }

    @Test
    void notesNothingForWhatChangedNothingOrFailed() {
        createTable();
        change(tx -> tx.databases().insert(TestingRows.database("sales")));
        change(tx -> tx.databases().delete("none"));
        change(tx -> tx.tables().update(TestingRows.table("sales", "t", 5), "4", Archive.KEEP));
        change(tx -> tx.partitions().delete("sales", "t", List.of("none")));
        change(tx -> tx.entities().delete(NOTE, List.of("x"), "none"));
        assertThatThrownBy(() -> store.write(tx -> {
                    tx.tables().delete("sales", "t");
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(log.list(ChangeFilter.all(), Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(historyRows()).isZero();
    }

    @Test
    void filtersChangesByTimeDatabaseAndTable() {
        createTable();
        Instant first = clock.instant();
        clock.advance(SECOND);
        change(tx -> tx.tables().insert(TestingRows.table("sales", "u", 0)));
        clock.advance(SECOND);
        change(tx -> tx.entities().insert(NOTE, EntityPath.table("sales", "t"), "n", TestingRows.database("note")));
        clock.advance(SECOND);
        change(tx -> tx.databases().update(TestingRows.database("sales")));
        clock.advance(SECOND);
        change(tx -> tx.databases().insert(TestingRows.database("other")));
        clock.advance(SECOND);
        change(tx -> tx.databases().delete("sales"));
        assertThat(ids(ChangeFilter.all())).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(ids(ChangeFilter.all().ofDatabase("sales"))).containsExactly(6L, 4L, 3L, 2L, 1L);
        assertThat(ids(ChangeFilter.all().ofTable("sales", "t"))).containsExactly(6L, 3L, 1L);
        assertThat(ids(ChangeFilter.all().ofTable("sales", "u"))).containsExactly(6L, 2L, 1L);
        assertThat(ids(ChangeFilter.all().from(first.plusMillis(1)).to(first.plusSeconds(2))))
                .containsExactly(3L, 2L);
        assertThat(ids(ChangeFilter.all().to(first.minusMillis(1)))).isEmpty();
        assertThat(ids(ChangeFilter.all().from(clock.instant().plusMillis(1)))).isEmpty();
        assertThat(log.list(ChangeFilter.all().ofDatabase("sales"), 4, 2))
                .extracting(RecordedChange::id)
                .containsExactly(3L, 2L);
    }

    @Test
    void neverLetsTheTimeGoBack() {
        createTable();
        Instant first = clock.instant();
        clock.advance(Duration.ofHours(-1));
        change(tx -> tx.databases().insert(TestingRows.database("later")));
        assertThat(log.list(ChangeFilter.all(), Long.MAX_VALUE, 10))
                .extracting(RecordedChange::at)
                .containsExactly(first, first);
        // The clock of this server is behind what another one wrote.
        assertThat(store.<Boolean>readAt(
                        first, tx -> tx.databases().find("later").isPresent()))
                .isTrue();
    }

    @Test
    void insertsCostNoHistoryAndOneChangeKeepsOnlyWhatWasThereBefore() {
        createTable();
        clock.advance(SECOND);
        change(tx -> {
            tx.partitions().insert(partition("a", 0));
            tx.partitions().update(List.of("a"), partition("a", 1));
            tx.partitions().update(List.of("a"), partition("b", 2));
            tx.partitions().delete("sales", "t", List.of("b"));
            return tx.partitions().insert(partition("b", 3));
        });
        assertThat(historyRows()).isZero();
        clock.advance(SECOND);
        change(tx -> {
            tx.partitions().delete("sales", "t", List.of("b"));
            tx.partitions().insert(partition("b", 4));
            return tx.partitions().update(List.of("b"), partition("b", 5));
        });
        assertThat(historyRows()).isEqualTo(1);
    }

    @Test
    void forgetsThePastOfSecretsAndRefusesToReadIt() {
        EntityKind<Database> secret =
                EntityKind.ofSdk("secret", Database.class, Database::builder).withoutHistory();
        createTable();
        List<String> path = EntityPath.database("sales");
        change(tx -> tx.entities().insert(secret, path, "key", TestingRows.database("one")));
        change(tx -> tx.entities().update(secret, path, "key", TestingRows.database("two")));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> store.readAt(clock.instant(), tx -> tx.entities().find(secret, path, "key")))
                .withMessage("Cannot read entities of the kind secret as of the past");
        assertThat(store.<List<Database>>read(tx -> tx.entities().list(secret, path, "", 10)))
                .containsExactly(TestingRows.database("two"));
        change(tx -> tx.databases().delete("sales"));
        assertThat(database.<List<String>>read(handle -> handle.createQuery(
                                "SELECT definition FROM glue_entities_history WHERE kind = 'secret'")
                        .mapTo(String.class)
                        .list()))
                .isEmpty();
        assertThat(store.<List<Database>>read(tx -> tx.entities().list(secret, path, "", 10)))
                .isEmpty();
        assertThat(log.list(ChangeFilter.all().ofDatabase("sales"), Long.MAX_VALUE, 10))
                .hasSize(4);
    }

    private void createTable() {
        change(tx -> tx.databases().insert(TestingRows.database("sales"))
                && tx.tables().insert(TestingRows.table("sales", "t", 0)));
    }

    private <T> void change(Function<CatalogTransaction, T> work) {
        store.write(work);
    }

    private List<Long> ids(ChangeFilter filter) {
        return log.list(filter, Long.MAX_VALUE, 100).stream()
                .map(RecordedChange::id)
                .toList();
    }

    private int historyRows() {
        List<Integer> counts = new ArrayList<>();
        for (HistoryTable table : HistoryTable.values()) {
            counts.add(database.<Integer>read(
                    handle -> handle.createQuery("SELECT count(*) FROM " + table.living() + "_history")
                            .mapTo(Integer.class)
                            .one()));
        }
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    private static Partition partition(String value, int revision) {
        return TestingRows.partition("sales", "t", revision, value);
    }
}
