package io.millrace.catalog.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.TableRows.Archive;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** What a restore from history must do on every database. */
abstract class AbstractPointInTimeRestoreTests {
    private static final int SECONDS = 120;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private final InstantSource clock = () -> now;
    private CatalogDatabase database;
    private CatalogStore store;

    /** A new, empty database. */
    abstract CatalogDatabase openEmpty(Path folder);

    @BeforeEach
    void open() {
        database = openEmpty(folder);
        store = new JdbcCatalogStore(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesBackTheStateOfEverySecond() {
        Random random = new Random(7);
        Map<Instant, List<CatalogRow>> states = new LinkedHashMap<>();
        for (int second = 0; second < SECONDS; second++) {
            for (int change = random.nextInt(4); change >= 0; change--) {
                now = now.plusMillis(random.nextInt(200));
                change(random);
            }
            if (random.nextInt(4) == 0) {
                states.put(now, TestCatalogBackup.rows(store));
            }
            now = now.plusSeconds(1);
        }
        PointInTimeRestore restore = new PointInTimeRestore(store);
        int number = 0;
        assertThat(states).hasSizeGreaterThan(10);
        for (Map.Entry<Instant, List<CatalogRow>> state : states.entrySet()) {
            assertThat(rowsAt(state.getKey())).isEqualTo(state.getValue());
            String suffix = "_r" + number++;
            if (state.getValue().isEmpty()) {
                assertThatThrownBy(() -> restore.restore(state.getKey(), CatalogSelection.ALL, suffix))
                        .isInstanceOf(CatalogException.class);
            } else {
                restore.restore(state.getKey(), CatalogSelection.ALL, suffix);
                assertThat(restored(suffix)).containsExactlyInAnyOrderElementsOf(state.getValue());
            }
        }
    }

    private void change(Random random) {
        String databaseName = "d" + random.nextInt(3);
        String tableName = "t" + random.nextInt(3);
        store.write(tx -> {
            tx.databases().insert(Database.builder().name(databaseName).build());
            Table found = tx.tables().find(databaseName, tableName).orElse(null);
            switch (random.nextInt(8)) {
                case 0 -> tx.databases().delete(databaseName);
                case 1 -> tx.tables().delete(databaseName, tableName);
                case 2 ->
                    tx.databases()
                            .update(Database.builder()
                                    .name(databaseName)
                                    .description("" + random.nextInt())
                                    .build());
                case 3, 4 -> {
                    if (found == null) {
                        tx.tables().insert(table(databaseName, tableName, 0));
                    } else {
                        long version = Long.parseLong(found.versionId());
                        tx.tables()
                                .update(
                                        table(databaseName, tableName, version + 1),
                                        found.versionId(),
                                        random.nextBoolean() ? Archive.KEEP : Archive.SKIP);
                    }
                }
                default -> {
                    if (found != null) {
                        Partition partition = Partition.builder()
                                .databaseName(databaseName)
                                .tableName(tableName)
                                .values("v" + random.nextInt(5))
                                .parameters(Map.of("n", "" + random.nextInt()))
                                .build();
                        if (!tx.partitions().insert(partition)) {
                            if (random.nextBoolean()) {
                                tx.partitions().update(partition.values(), partition);
                            } else {
                                tx.partitions().delete(databaseName, tableName, partition.values());
                            }
                        }
                    }
                }
            }
            return true;
        });
    }

    private static Table table(String databaseName, String name, long version) {
        return Table.builder()
                .databaseName(databaseName)
                .name(name)
                .versionId(String.valueOf(version))
                .partitionKeys(Column.builder().name("k").type("string").build())
                .build();
    }

    private List<CatalogRow> rowsAt(Instant time) {
        List<CatalogRow> rows = new ArrayList<>();
        store.readAt(time, tx -> {
            CatalogWalk.visitAll(tx, rows::add);
            return true;
        });
        return rows;
    }

    /** What a restore has written, under the names that it had. */
    private List<CatalogRow> restored(String suffix) {
        return TestCatalogBackup.rows(store).stream()
                .flatMap(row -> renamed(row, suffix).stream())
                .toList();
    }

    private static Optional<CatalogRow> renamed(CatalogRow row, String suffix) {
        if (row instanceof CatalogRow.OfDatabase of && of.database().name().endsWith(suffix)) {
            String name = without(of.database().name(), suffix);
            return Optional.of(new CatalogRow.OfDatabase(
                    of.database().toBuilder().name(name).build()));
        }
        if (row instanceof CatalogRow.OfTable of && of.table().databaseName().endsWith(suffix)) {
            String name = without(of.table().databaseName(), suffix);
            return Optional.of(new CatalogRow.OfTable(
                    of.table().toBuilder().databaseName(name).build(),
                    of.archived().stream()
                            .map(version ->
                                    version.toBuilder().databaseName(name).build())
                            .toList(),
                    of.indexes()));
        }
        if (row instanceof CatalogRow.OfPartition of
                && of.partition().databaseName().endsWith(suffix)) {
            String name = without(of.partition().databaseName(), suffix);
            return Optional.of(new CatalogRow.OfPartition(
                    of.partition().toBuilder().databaseName(name).build()));
        }
        return Optional.empty();
    }

    private static String without(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }

    @Test
    void givesCopiesTheBookmarksOfNow() {
        store.write(tx -> {
            tx.databases().insert(Database.builder().name("d").build());
            return tx.tables().insert(table("d", "t", 0));
        });
        Instant then = now;
        now = now.plusSeconds(5);
        store.write(tx -> {
            Bookmark bookmark = tx.bookmarks().insert(new BookmarkName("job", "d", "t"), 2, "digest");
            tx.bookmarks().insert(new BookmarkName("job", "later", "t"), 2, "digest");
            Batch batch = Batch.staged("b")
                    .begunBy("r")
                    .committed(2, now, "digest", Batch.Counts.NONE)
                    .withMoreInputs(1);
            return tx.bookmarks()
                    .addInputs(
                            bookmark,
                            tx.bookmarks().insertBatch(bookmark, batch),
                            List.of(new BatchInput("s3://b/in", "e", 1)));
        });
        RestoreReport report = new PointInTimeRestore(store).restore(then, CatalogSelection.ALL, "_then");
        assertThat(report.bookmarks()).isEqualTo(1);
        Map<String, BatchInput> processed = store.read(tx -> tx.bookmarks()
                .processed(
                        tx.bookmarks()
                                .find(new BookmarkName("job", "d_then", "t"))
                                .orElseThrow(),
                        List.of("s3://b/in")));
        assertThat(processed).hasSize(1);
    }

    @Test
    void restoresOneTableAloneAndRefusesWhatWasNotThere() {
        store.write(tx -> {
            tx.databases().insert(Database.builder().name("d").build());
            tx.tables().insert(table("d", "a", 0));
            return tx.tables().insert(table("d", "b", 0));
        });
        Instant then = now;
        now = now.plusSeconds(1);
        store.write(tx -> tx.tables().delete("d", "a"));
        PointInTimeRestore restore = new PointInTimeRestore(store);
        assertThat(restore.restore(then, CatalogSelection.parse("D.A"), "_then"))
                .isEqualTo(new RestoreReport(List.of("d_then"), 1, 0, 0, 0, 0, 0));
        List<CatalogRow> before = TestCatalogBackup.rows(store);
        assertThatThrownBy(() -> restore.restore(now, CatalogSelection.parse("d.a"), "_x"))
                .hasMessageContaining("There was no d.a");
        assertThatThrownBy(() -> restore.restore(then, CatalogSelection.ALL, "_then"))
                .hasMessageContaining("Database d_then exists");
        assertThatThrownBy(() -> restore.restore(then.minusSeconds(60), CatalogSelection.ALL, "_x"))
                .isInstanceOf(CatalogException.class);
        assertThatThrownBy(() -> restore.restore(now.plusSeconds(60), CatalogSelection.ALL, "_x"))
                .isInstanceOf(CatalogException.class);
        assertThatThrownBy(() -> restore.restore(then, CatalogSelection.ALL, ""))
                .hasMessageContaining("suffix");
        assertThat(TestCatalogBackup.rows(store)).isEqualTo(before);
    }
}
