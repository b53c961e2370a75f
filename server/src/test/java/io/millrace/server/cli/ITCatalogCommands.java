package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.TestingServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;

/** {@code millrace catalog} on the data folder of a server that runs and is written to meanwhile. */
class ITCatalogCommands {
    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static GlueClient glue;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void startServer() {
        server = TestingServer.start(folder);
        glue = server.glue();
        glue.createDatabase(request -> request.databaseInput(input -> input.name("sales")));
        glue.createTable(request -> request.databaseName("sales")
                .tableInput(input -> input.name("trips")
                        .description("first")
                        .partitionKeys(Column.builder().name("day").type("int").build())));
        addDays(0, 100);
    }

    @AfterAll
    static void stopServer() {
        glue.close();
        server.close();
    }

    private static void addDays(int from, int to) {
        List<PartitionInput> days = new ArrayList<>();
        for (int day = from; day < to; day++) {
            days.add(PartitionInput.builder().values(String.valueOf(day)).build());
        }
        glue.batchCreatePartition(
                request -> request.databaseName("sales").tableName("trips").partitionInputList(days));
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = MillraceCommand.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("catalog"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return commandLine.execute(all.toArray(String[]::new));
    }

    @Test
    void goesBackToATimeWhileTheServerIsWrittenTo() throws Exception {
        Instant then = Instant.now();
        AtomicInteger next = new AtomicInteger(100);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted() && next.get() < 5_000) {
                    int from = next.getAndAdd(10);
                    addDays(from, from + 10);
                }
            } catch (software.amazon.awssdk.core.exception.AbortedException e) {
                Thread.currentThread().interrupt();
            }
        });
        writer.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        writer.start();
        assertThat(run("restore", "--at", then.toString(), "--suffix", "_then"))
                .as(() -> err.toString())
                .isZero();
        assertThat(out.toString())
                .isEqualTo("Restored 1 tables with 100 partitions and 0 other entities into sales_then.\n");
        Path file = folder.resolve("backup.gz");
        assertThat(run("backup", file.toString())).as(() -> err.toString()).isZero();
        writer.interrupt();
        writer.join();
        assertThat(failure.get()).isNull();

        assertThat(days("sales_then")).hasSize(100);
        assertThat(run("restore", file.toString(), "--suffix", "_file"))
                .as(() -> err.toString())
                .isZero();
        assertThat(days("sales_file").size()).isBetween(100, next.get()).matches(size -> size % 10 == 0);
        assertThat(days("sales_then_file")).hasSize(100);
        assertThat(Files.readString(folder.resolve("audit.jsonl"))).contains("millrace:RestoreCatalog", "sales_then");
    }

    private static List<String> days(String database) {
        return glue
                .getPartitionsPaginator(
                        request -> request.databaseName(database).tableName("trips"))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .map(Partition::values)
                .map(values -> values.get(0))
                .toList();
    }

    @Test
    void tellsWhoChangedWhat() {
        assertThat(run("history", "--only", "sales.trips", "--json", "--limit", "1000"))
                .as(() -> err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("\"action\":\"glue:CreateTable\"", "\"action\":\"glue:BatchCreatePartition\"")
                .contains("\"principal\":\"arn:aws:iam::000000000000:");
        assertThat(run("history", "--limit", "1")).isZero();
        assertThat(out.toString().lines()).hasSize(1);
    }

    @Test
    void saysWhatIsWrongAndChangesNothing() throws Exception {
        assertThat(run("restore", "--at", "yesterday", "--suffix", "_x")).isEqualTo(2);
        assertThat(err.toString()).contains("--at must be a time with its offset");
        assertThat(run("restore")).isEqualTo(2);
        assertThat(run("restore", "--at", Instant.now().toString())).isEqualTo(2);
        assertThat(run("restore", "--at", "2020-01-01T00:00:00Z", "--suffix", "_x"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("its history begins at");
        assertThat(run("restore", "--at", "2999-01-01T00:00:00Z", "--suffix", "_x"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("it is in the future");
        assertThat(run("restore", folder.resolve("none.gz").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("There is no backup");
        Path foreign = Files.writeString(folder.resolve("foreign.gz"), "hello");
        assertThat(run("restore", foreign.toString(), "--suffix", "_x")).isEqualTo(1);
        assertThat(run("backup", foreign.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("a backup overwrites none").doesNotContain("\tat ");
        assertThatThrownBy(() -> glue.getDatabase(request -> request.name("sales_x")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void refusesAFolderWithoutACatalog(@TempDir Path empty) {
        CommandLine commandLine = MillraceCommand.commandLine();
        commandLine.setErr(new PrintWriter(err));
        assertThat(commandLine.execute(
                        "catalog", "backup", empty.resolve("b.gz").toString(), "--data", empty.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("There is no catalog in " + empty);
        assertThat(empty).isEmptyDirectory();
    }
}
