package io.millrace.catalog.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.RecordedChange;
import io.millrace.catalog.store.TableRows.Archive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** What stores on one {@link CatalogDatabase} must do when many use it at once, in this server and in others. */
abstract class AbstractCatalogConcurrencyTests {
    private static final int THREADS = 8;

    @SuppressWarnings("NullAway.Init")
    private CatalogDatabase database;

    @SuppressWarnings("NullAway.Init")
    private CatalogStore store;

    @SuppressWarnings("NullAway.Init")
    private ExecutorService threads;

    /** Opens the test's database, which is empty at first; the next one opened holds the same data, as another server would see it. */
    abstract CatalogDatabase openSame();

    @BeforeEach
    final void open() {
        threads = Executors.newFixedThreadPool(THREADS);
        database = openSame();
        store = new JdbcCatalogStore(database);
        store.write(tx -> tx.databases().insert(Database.builder().name("d").build())
                && tx.tables().insert(counter("0", 0)));
    }

    @AfterEach
    final void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void losesNoUpdateOfACompareAndSwapCounterThatTwoServersShare() throws Exception {
        int increments = 30;
        try (CatalogDatabase other = openSame()) {
            List<CatalogDatabase> servers = List.of(database, other);
            AtomicInteger next = new AtomicInteger();
            runInAllThreads(() -> {
                increment(new JdbcCatalogStore(servers.get(next.getAndIncrement() % 2)), increments);
                return null;
            });
        }
        Table last = store.read(tx -> tx.tables().find("d", "t")).orElseThrow();
        assertThat(count(last)).isEqualTo(THREADS * increments);
        assertThat(last.versionId()).isEqualTo(String.valueOf(THREADS * increments));
    }

    private static void increment(CatalogStore own, int increments) {
        for (int done = 0; done < increments; ) {
            Table current = own.read(tx -> tx.tables().find("d", "t")).orElseThrow();
            Table next = counter(String.valueOf(Long.parseLong(current.versionId()) + 1), count(current) + 1);
            if (own.write(tx -> tx.tables().update(next, current.versionId(), Archive.SKIP))) {
                done++;
            }
        }
    }

    @Test
    void seesInAWriteWhatTheWriteOfAnotherServerCommittedJustBefore() throws Exception {
        int increments = 30;
        try (CatalogDatabase other = openSame()) {
            List<CatalogDatabase> servers = List.of(database, other);
            AtomicInteger next = new AtomicInteger();
            runInAllThreads(() -> {
                CatalogStore own = new JdbcCatalogStore(servers.get(next.getAndIncrement() % 2));
                for (int i = 0; i < increments; i++) {
                    // No version to compare: only that writers are alone keeps these from losing one another's work.
                    own.<Boolean>write(tx -> {
                        Table current = tx.tables().find("d", "t").orElseThrow();
                        return tx.tables().update(counter("0", count(current) + 1), current.versionId(), Archive.SKIP);
                    });
                }
                return null;
            });
        }
        assertThat(count(store.read(tx -> tx.tables().find("d", "t")).orElseThrow()))
                .isEqualTo(THREADS * increments);
        List<RecordedChange> log = new JdbcChangeLog(database).list(ChangeFilter.all(), Long.MAX_VALUE, 1000);
        assertThat(log).hasSize(1 + THREADS * increments);
        assertThat(log)
                .isSortedAccordingTo(Comparator.comparing(RecordedChange::at).reversed());
    }

    @Test
    void readsAConsistentStateWhileOthersWrite() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Future<Integer> writer = threads.submit(() -> {
            int written = 0;
            // Bounded, because every read lists all of them.
            while (!stop.get() && written < 1_000) {
                Partition left = partition("l" + written);
                Partition right = partition("r" + written);
                store.write(
                        tx -> tx.partitions().insert(left) && tx.partitions().insert(right));
                written++;
            }
            return written;
        });
        List<Future<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < THREADS - 1; i++) {
            readers.add(threads.submit(() -> {
                boolean even = true;
                for (int round = 0; round < 100; round++) {
                    even &= store.read(tx -> {
                        int left = tx.partitions()
                                .list("d", "t", v -> v.get(0).startsWith("l"), List.of(), Integer.MAX_VALUE)
                                .size();
                        int right = tx.partitions()
                                .list("d", "t", v -> v.get(0).startsWith("r"), List.of(), Integer.MAX_VALUE)
                                .size();
                        return left == right;
                    });
                }
                return even;
            }));
        }
        for (Future<Boolean> reader : readers) {
            assertThat(await(reader)).isTrue();
        }
        stop.set(true);
        assertThat(await(writer)).isPositive();
    }

    @Test
    void readsWhileAWriteIsOpenAndWritesWhileAReadIsOpen() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch readDone = new CountDownLatch(1);
        Future<Boolean> writer = threads.submit(() -> store.write(tx -> {
            tx.partitions().insert(partition("a"));
            writing.countDown();
            return awaitLatch(readDone);
        }));
        assertThat(awaitLatch(writing)).isTrue();
        store.read(tx -> {
            assertThat(tx.partitions().find("d", "t", List.of("a"))).isEmpty();
            readDone.countDown();
            assertThat(awaitValue(writer)).isTrue();
            // The snapshot began before the commit.
            assertThat(tx.partitions().find("d", "t", List.of("a"))).isEmpty();
            return 0;
        });
        boolean present =
                store.read(tx -> tx.partitions().find("d", "t", List.of("a")).isPresent());
        assertThat(present).isTrue();
    }

    @Test
    void keepsWhatWasWrittenWhenTheDatabaseIsOpenedAgain() {
        List<Partition> many =
                IntStream.range(0, 20_000).mapToObj(i -> partition("p" + i)).toList();
        store.write(tx -> tx.partitions().insertAll(many));
        database.close();
        database = openSame();
        store = new JdbcCatalogStore(database);
        int count = store.read(tx -> tx.partitions()
                .list("d", "t", any -> true, List.of(), Integer.MAX_VALUE)
                .size());
        assertThat(count).isEqualTo(20_000);
    }

    private void runInAllThreads(Callable<Void> work) throws Exception {
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(work));
        }
        for (Future<Void> one : running) {
            one.get(2, TimeUnit.MINUTES);
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.get(2, TimeUnit.MINUTES);
    }

    private static boolean awaitValue(Future<Boolean> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean awaitLatch(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int count(Table table) {
        return Integer.parseInt(table.parameters().get("count"));
    }

    private static Table counter(String version, int count) {
        return Table.builder()
                .databaseName("d")
                .name("t")
                .versionId(version)
                .parameters(Map.of("count", String.valueOf(count)))
                .build();
    }

    private static Partition partition(String value) {
        return Partition.builder()
                .databaseName("d")
                .tableName("t")
                .values(value)
                .build();
    }
}
