package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.server.CatalogAccess;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.AdministratorKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** {@code millrace sweep} and {@code millrace bookmark} on a data folder whose server does not run. */
final class TestSweepCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMITTED = "00000000000000c0";
    private static final String UNKNOWN = "00000000000000ff";

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void fill() throws IOException {
        AdministratorKey.loadOrCreate(folder);
        Instant committed = Instant.now().minus(Duration.ofDays(5));
        try (CatalogAccess catalog = CatalogAccess.openOrCreate(ServerConfig.local(folder))) {
            catalog.store().write(tx -> {
                tx.databases().insert(Database.builder().name("lake").build());
                Bookmark bookmark = tx.bookmarks().insert(new BookmarkName("daily", "lake", "trips"), 2, "d");
                Batch.Counts counts = new Batch.Counts(3, 2, 1, 1);
                tx.bookmarks()
                        .insertBatch(
                                bookmark,
                                Batch.staged(COMMITTED).begunBy("jr_1").committed(2, committed, "d", counts));
                return tx.tables()
                        .insert(Table.builder()
                                .databaseName("lake")
                                .name("trips")
                                .versionId("0")
                                .storageDescriptor(StorageDescriptor.builder()
                                        .location("s3://lake-data/trips/")
                                        .build())
                                .build());
            });
        }
        object(COMMITTED);
        object(UNKNOWN);
    }

    private void object(String batch) throws IOException {
        Path file = file(batch);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1, 2});
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    }

    private Path file(String batch) {
        return folder.resolve("objects/lake-data/trips/part-" + batch + "-00000.parquet");
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = MillraceCommand.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return commandLine.execute(all.toArray(String[]::new));
    }

    private JsonNode json(String... arguments) throws IOException {
        assertThat(run(arguments)).as(() -> err.toString()).isZero();
        return JSON.readTree(out.toString());
    }

    @Test
    void showsFirstAndRemovesWhenToldTo() throws IOException {
        JsonNode shown = json("sweep", "--dry-run", "--json");
        assertThat(shown.path("leftovers")).hasSize(1);
        assertThat(shown.path("leftovers").get(0).path("uri").asText())
                .isEqualTo("s3://lake-data/trips/part-" + UNKNOWN + "-00000.parquet");
        assertThat(run("sweep", "lake.trips")).isEqualTo(2);
        assertThat(out.toString()).contains("was neither committed nor is it pending", "1 to remove, 2 bytes");
        assertThat(err.toString()).contains("Nothing was removed", "--yes");
        assertThat(file(UNKNOWN)).exists();

        assertThat(run("sweep", "lake", "--yes")).as(() -> err.toString()).isZero();
        assertThat(out.toString()).contains("Removed 1, 2 bytes.");
        assertThat(file(UNKNOWN)).doesNotExist();
        assertThat(file(COMMITTED)).exists();
        assertThat(Files.readString(folder.resolve("audit.jsonl"))).contains("millrace:Sweep");
        JsonNode again = json("sweep", "--yes", "--json");
        assertThat(again.path("leftovers")).isEmpty();
        assertThat(again.path("removed").asLong()).isZero();
    }

    @Test
    void leavesWhatIsYoungerThanTheLimitAndRefusesNamesThatNoJobWrites() throws IOException {
        assertThat(json("sweep", "--yes", "--json", "--older-than", "7d")
                        .path("young")
                        .asLong())
                .isEqualTo(1);
        assertThat(file(UNKNOWN)).exists();
        assertThat(run("sweep", "lake.other", "--dry-run")).isEqualTo(1);
        assertThat(err.toString()).contains("No job has written lake.other in batches");
        assertThat(run("sweep", "--older-than", "soon")).isEqualTo(1);
        assertThat(err.toString()).contains("--older-than must be like 30s, 10m, 2h or 1d, but is 'soon'");
    }

    @Test
    void showsAndResetsABookmark() throws IOException {
        JsonNode shown = json("bookmark", "show", "daily", "--json");
        assertThat(shown.path("RunId").asText()).isEqualTo("jr_1");
        assertThat(shown.at("/JobBookmark/targets/0/rowsWritten").asLong()).isEqualTo(2);
        assertThat(run("bookmark", "show", "daily")).isZero();
        assertThat(out.toString())
                .contains("Job daily: 1 runs have committed, the last one is jr_1.")
                .contains("lake.trips: 1 batches of 0 objects; 2 rows written, 1 rejected; last commit ");

        assertThat(json("bookmark", "reset", "daily", "--to-run", "jr_1", "--json")
                        .at("/JobBookmark/targets/0/batches")
                        .asLong())
                .isEqualTo(1);
        assertThat(run("bookmark", "reset", "daily")).isZero();
        assertThat(out.toString()).contains("Job daily: 0 runs have committed.", "lake.trips: 0 batches");
        assertThat(Files.readString(folder.resolve("audit.jsonl"))).contains("millrace:ResetJobBookmark");
        assertThat(run("bookmark", "show", "nightly")).isEqualTo(1);
        assertThat(err.toString()).contains("Job nightly has no bookmark");
    }
}
