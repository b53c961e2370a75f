package io.millrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.TestingServer;
import io.millrace.server.catalog.PostgresServer;
import io.millrace.server.catalog.TestingSharedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Two servers with data folders of their own and one catalog on PostgreSQL. */
class ITTwoServers {
    private final PostgresSettings database = PostgresServer.newDatabase();

    @TempDir
    private Path folder;

    private TestingServer one;
    private TestingServer two;

    @BeforeEach
    void start() {
        one = start("one");
        two = start("two");
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private TestingServer start(String name) {
        return TestingSharedServer.start(folder, name, database);
    }

    @Test
    void eachSeesTheOthersWritesAtOnce() {
        try (GlueClient first = one.glue();
                GlueClient second = two.glue()) {
            first.createDatabase(request -> request.databaseInput(input -> input.name("lake")));
            second.createTable(request -> request.databaseName("lake").tableInput(input(0)));
            first.createPartition(request -> request.databaseName("lake")
                    .tableName("trips")
                    .partitionInput(partition -> partition.values("d1")));
            second.createUserDefinedFunction(request -> request.databaseName("lake")
                    .functionInput(function ->
                            function.functionName("f").className("C").ownerName("o")));

            assertThat(counter(first)).isZero();
            assertThat(second.getPartitions(
                                    request -> request.databaseName("lake").tableName("trips"))
                            .partitions())
                    .hasSize(1);
            assertThat(first.getUserDefinedFunction(
                                    request -> request.databaseName("lake").functionName("f"))
                            .userDefinedFunction()
                            .className())
                    .isEqualTo("C");
            assertThatThrownBy(() -> first.createTable(
                            request -> request.databaseName("lake").tableInput(input(0))))
                    .isInstanceOf(AlreadyExistsException.class);
            for (int round = 1; round <= 20; round++) {
                GlueClient writer = round % 2 == 0 ? first : second;
                int next = round;
                writer.updateTable(request -> request.databaseName("lake")
                        .versionId(Integer.toString(next - 1))
                        .tableInput(input(next)));
                assertThat(counter(first)).isEqualTo(round);
                assertThat(counter(second)).isEqualTo(round);
            }
            second.deleteTable(request -> request.databaseName("lake").name("trips"));
            assertThatThrownBy(() -> counter(first)).isInstanceOf(EntityNotFoundException.class);
        }
    }

    @Test
    void theStopOfOneDoesNotDisturbTheOther() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger acknowledged = new AtomicInteger();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (GlueClient second = two.glueWithoutRetries()) {
            second.createDatabase(request -> request.databaseInput(input -> input.name("lake")));
            second.createTable(request -> request.databaseName("lake").tableInput(input(0)));
            Future<?> writer = thread.submit(() -> {
                while (!over.get()) {
                    int next = acknowledged.get() + 1;
                    second.updateTable(request -> request.databaseName("lake")
                            .versionId(Integer.toString(next - 1))
                            .tableInput(input(next)));
                    acknowledged.set(next);
                }
            });
            awaitMore(acknowledged, writer);
            one.close();
            awaitMore(acknowledged, writer);
            one = start("one");
            awaitMore(acknowledged, writer);
            over.set(true);
            writer.get();
            try (GlueClient first = one.glue()) {
                assertThat(counter(first)).isEqualTo(acknowledged.get());
            }
        } finally {
            over.set(true);
            thread.shutdown();
        }
    }

    private static void awaitMore(AtomicInteger acknowledged, Future<?> writer) {
        int before = acknowledged.get();
        await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() > before + 10 || writer.isDone());
        assertThat(writer).isNotDone();
    }

    private static int counter(GlueClient glue) {
        return Integer.parseInt(
                glue.getTable(request -> request.databaseName("lake").name("trips"))
                        .table()
                        .parameters()
                        .get("counter"));
    }

    private static TableInput input(int counter) {
        return TableInput.builder()
                .name("trips")
                .partitionKeys(Column.builder().name("day").type("string").build())
                .parameters(Map.of("counter", Integer.toString(counter)))
                .build();
    }
}
