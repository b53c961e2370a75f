package io.millrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Many clients that count in the parameters of shared tables by compare-and-swap, while they read them too. */
abstract class AbstractCatalogConcurrencyTests {
    private static final int CLIENTS = 32;
    private static final int TABLES = 4;
    private static final String DATABASE = "counters";

    @TempDir
    private Path folder;

    private final List<TestingServer> servers = new ArrayList<>();
    private final Map<String, AtomicInteger> acknowledged = new HashMap<>();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();

    /** Servers that share one catalog. */
    abstract List<TestingServer> startServers(Path folder) throws Exception;

    @AfterEach
    void stopServers() {
        servers.forEach(TestingServer::close);
    }

    @Test
    void countersAddUpAfterFiveSeconds() throws Exception {
        countersAddUpAfter(Duration.ofSeconds(5));
    }

    @Test
    @Tag("long")
    void countersAddUpAfterAMinute() throws Exception {
        countersAddUpAfter(Duration.ofSeconds(60));
    }

    private void countersAddUpAfter(Duration duration) throws Exception {
        servers.addAll(startServers(folder));
        try (GlueClient glue = servers.get(0).glue()) {
            createTables(glue);
        }
        CyclicBarrier ready = new CyclicBarrier(CLIENTS);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> clients = IntStream.range(0, CLIENTS)
                .<Future<?>>mapToObj(client -> threads.submit(() -> work(client, ready, duration)))
                .toList();
        for (Future<?> client : clients) {
            client.get();
        }
        threads.shutdown();

        for (TestingServer server : servers) {
            assertCountersAddUp(server);
        }
        assertThat(conflicts).as("conflicts").hasPositiveValue();
        assertThat(reads).as("reads").hasPositiveValue();
    }

    private void createTables(GlueClient glue) {
        glue.createDatabase(request -> request.databaseInput(input -> input.name(DATABASE)));
        for (int table = 0; table < TABLES; table++) {
            TableInput input = input("t" + table, 0);
            acknowledged.put(input.name(), new AtomicInteger());
            glue.createTable(request -> request.databaseName(DATABASE).tableInput(input));
        }
    }

    private void assertCountersAddUp(TestingServer server) {
        int total = 0;
        try (GlueClient glue = server.glue()) {
            for (Map.Entry<String, AtomicInteger> entry : acknowledged.entrySet()) {
                Table table = glue.getTable(
                                request -> request.databaseName(DATABASE).name(entry.getKey()))
                        .table();
                assertThat(counter(table))
                        .as(entry.getKey())
                        .isEqualTo(entry.getValue().get());
                assertThat(table.versionId()).isEqualTo(entry.getValue().toString());
                total += counter(table);
            }
        }
        System.out.printf(
                "%d updates and %d reads acknowledged, %d conflicts, at %d servers%n",
                total, reads.get(), conflicts.get(), servers.size());
        assertThat(total).as("updates").isPositive();
    }

    private Void work(int client, CyclicBarrier ready, Duration duration) throws Exception {
        Random random = new Random(client);
        Map<String, Integer> seen = new HashMap<>();
        try (GlueClient glue = servers.get(client % servers.size()).glueWithoutRetries()) {
            see(get(glue, "t0"), seen);
            ready.await();
            long start = System.nanoTime();
            while (System.nanoTime() - start < duration.toNanos()) {
                String table = "t" + random.nextInt(TABLES);
                switch (random.nextInt(4)) {
                    case 0 ->
                        glue.getTables(request -> request.databaseName(DATABASE))
                                .tableList()
                                .forEach(found -> see(found, seen));
                    case 1 -> see(get(glue, table), seen);
                    default -> increment(glue, table, seen);
                }
            }
        }
        return null;
    }

    private void increment(GlueClient glue, String name, Map<String, Integer> seen) {
        Table table = get(glue, name);
        see(table, seen);
        try {
            glue.updateTable(request -> request.databaseName(DATABASE)
                    .tableInput(input(name, counter(table) + 1))
                    .versionId(table.versionId())
                    .skipArchive(true));
            acknowledged.get(name).incrementAndGet();
            seen.put(name, counter(table) + 1);
        } catch (ConcurrentModificationException e) {
            assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo("Update table failed due to concurrent modifications.");
            conflicts.incrementAndGet();
        }
    }

    /** A counter never goes back, wherever it is read: an acknowledged write is seen by all at once. */
    private void see(Table table, Map<String, Integer> seen) {
        reads.incrementAndGet();
        assertThat(counter(table))
                .as(table.name())
                .isGreaterThanOrEqualTo(seen.getOrDefault(table.name(), 0))
                .isEqualTo(Integer.parseInt(table.versionId()));
        seen.put(table.name(), counter(table));
    }

    private static Table get(GlueClient glue, String name) {
        return glue.getTable(request -> request.databaseName(DATABASE).name(name))
                .table();
    }

    private static int counter(Table table) {
        return Integer.parseInt(table.parameters().get("counter"));
    }

    private static TableInput input(String name, int counter) {
        return TableInput.builder()
                .name(name)
                .parameters(Map.of("counter", Integer.toString(counter)))
                .build();
    }
}
