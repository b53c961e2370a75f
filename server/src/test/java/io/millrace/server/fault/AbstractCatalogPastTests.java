package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.server.TestingServer;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.fault.CatalogStep.TableState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Table;

/** The catalog's past, while clients of a server change it: each state that was seen is read again as it was. */
abstract class AbstractCatalogPastTests {
    private static final int WRITERS = 4;

    @TempDir
    private Path folder;

    // A writer holds the shared lock during a call, so that who holds the other one sees a catalog that stands still.
    private final ReadWriteLock calls = new ReentrantReadWriteLock(true);
    private final AtomicBoolean over = new AtomicBoolean();

    /** A server's configuration. */
    abstract ServerConfig configure(Path data);

    /** Another entrance to that server's catalog. */
    abstract CatalogDatabase open(Path data);

    @Test
    void someStatesAreReadAgainAsTheyWere() throws Exception {
        statesAreReadAgain(6, 400);
    }

    @Test
    @Tag("long")
    void manyStatesAreReadAgainAsTheyWere() throws Exception {
        statesAreReadAgain(40, 3_000);
    }

    private void statesAreReadAgain(int states, int longestPauseMillis) throws Exception {
        long seed = Long.getLong("millrace.test.seed", System.nanoTime());
        Map<Instant, List<SdkPojo>> seen = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (TestingServer server = TestingServer.start(configure(folder));
                GlueClient glue = server.glueWithoutRetries();
                CatalogDatabase database = open(folder)) {
            JdbcCatalogStore store = new JdbcCatalogStore(database);
            glue.createDatabase(request -> request.databaseInput(input -> input.name(CatalogTables.DATABASE)));
            List<Future<?>> writers = IntStream.range(0, WRITERS)
                    .<Future<?>>mapToObj(writer ->
                            threads.submit(() -> write(new CatalogTables(glue), writer, new Random(seed + writer))))
                    .toList();
            Random random = new Random(seed);
            for (int state = 0; state < states; state++) {
                Duration pause = Duration.ofMillis(50 + random.nextInt(longestPauseMillis));
                await().pollDelay(pause).timeout(pause.plusSeconds(5)).until(() -> true);
                see(store, seen);
            }
            over.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }

            assertThat(seen).hasSize(states);
            assertThat(seen.values()).doesNotHaveDuplicates();
            seen.forEach((time, state) -> assertThat(store.<List<SdkPojo>>readAt(time, AbstractCatalogPastTests::dump))
                    .as("seed %d at %s", seed, time)
                    .isEqualTo(state));
        } finally {
            over.set(true);
            threads.shutdown();
        }
    }

    private void see(JdbcCatalogStore store, Map<Instant, List<SdkPojo>> seen) {
        calls.writeLock().lock();
        try {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            seen.put(now, store.read(AbstractCatalogPastTests::dump));
            // The past is told apart by the millisecond: the next change must be in another one.
            await().pollInterval(Duration.ofMillis(1)).until(() -> Instant.now().isAfter(now.plusMillis(1)));
        } finally {
            calls.writeLock().unlock();
        }
    }

    private void write(CatalogTables tables, int writer, Random random) {
        String table = "past_" + writer;
        Optional<TableState> state = Optional.empty();
        while (!over.get()) {
            CatalogStep step = TestingCatalogWriter.next(state, random);
            calls.readLock().lock();
            try {
                tables.make(table, step, state);
            } finally {
                calls.readLock().unlock();
            }
            state = step.after(state);
        }
    }

    /** All databases, tables, their versions and partitions. */
    private static List<SdkPojo> dump(CatalogTransaction tx) {
        List<SdkPojo> all = new ArrayList<>();
        for (Database database : tx.databases().list("", Integer.MAX_VALUE)) {
            all.add(database);
            for (Table table : tx.tables().list(database.name(), "", Integer.MAX_VALUE)) {
                all.addAll(tx.tables().listVersions(database.name(), table.name(), Long.MAX_VALUE, Integer.MAX_VALUE));
                all.addAll(
                        tx.partitions().list(database.name(), table.name(), any -> true, List.of(), Integer.MAX_VALUE));
            }
        }
        return all;
    }
}
