package io.millrace.etl.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** A query lists a table whose job goes on between the query's look at the catalog and its listing. */
class TestScanObjects implements TableCatalog, ObjectCache {
    private static final String BATCH = "0123456789abcdef";

    @TempDir
    private Path folder;

    private final List<String> keys = new ArrayList<>(List.of("old.parquet"));
    private final Deque<Runnable> beforeListings = new ArrayDeque<>();
    private final List<String> partitions = new ArrayList<>();
    private Optional<Table> table = Optional.empty();
    private int version;

    private void change(Map<String, String> parameters) {
        List<String> columns = partitions.isEmpty() ? List.of() : List.of("p");
        table = Optional.of(Table.builder()
                .databaseName("db")
                .name("t")
                .versionId(Integer.toString(++version))
                .parameters(parameters)
                .storageDescriptor(storage -> storage.location("s3://lake/t/"))
                .partitionKeys(columns.stream()
                        .map(name -> software.amazon.awssdk.services.glue.model.Column.builder()
                                .name(name)
                                .type("string")
                                .build())
                        .toList())
                .build());
    }

    private void begin(String... objects) {
        change(Map.of(BatchObjects.HIDDEN, BATCH));
        keys.addAll(List.of(objects));
    }

    private static String object(int number) {
        return "part-%s-%05d.parquet".formatted(BATCH, number);
    }

    private List<String> list() throws SQLException {
        TableScan scan = new TableScan("v", "t", table.orElseThrow(), List.of());
        try (DuckDbSession session = new DuckDbSession(new DuckDbSettings(256L << 20, 1, folder), folder)) {
            return new ScanObjects(session, this, this, scan)
                    .list().keySet().stream().map(StoredObject::key).toList();
        }
    }

    @Test
    void leavesOutABatchThatBeganAfterTheTableWasRead() throws SQLException {
        change(Map.of());
        beforeListings.add(() -> begin(object(0)));
        assertThat(list()).containsExactly("t/old.parquet");
    }

    @Test
    void hasABatchWholeThatBeganAndWasCommittedMeanwhile() throws SQLException {
        change(Map.of());
        beforeListings.add(() -> begin(object(0)));
        beforeListings.add(() -> {
            keys.add(object(1));
            change(Map.of());
        });
        assertThat(list()).containsExactly("t/old.parquet", "t/" + object(0), "t/" + object(1));
    }

    @Test
    void hasAPartitionThatWasAddedMeanwhile() throws SQLException {
        partitions.add("a");
        change(Map.of());
        keys.clear();
        keys.add("p=a/old.parquet");
        beforeListings.add(() -> {
            partitions.add("b");
            keys.add("p=b/" + object(0));
            change(Map.of());
        });
        assertThat(list()).containsExactly("t/p=a/old.parquet", "t/p=b/" + object(0));
    }

    @Test
    void givesUpOnATableThatNeverStandsStill() {
        change(Map.of());
        for (int i = 0; i < 100; i++) {
            beforeListings.add(() -> change(Map.of()));
        }
        assertThatThrownBy(this::list)
                .isInstanceOf(SqlException.class)
                .hasMessage(
                        "HIVE_CANNOT_OPEN_SPLIT: Cannot read table db.t: it was changed each of the 10 times that it was listed; run the query again");
        beforeListings.clear();
        beforeListings.add(() -> table = Optional.empty());
        assertThatThrownBy(this::list).hasMessageContaining("it was dropped meanwhile");
    }

    @Override
    public List<StoredObject> list(String location) {
        if (!beforeListings.isEmpty()) {
            beforeListings.remove().run();
        }
        return keys.stream()
                .map(key -> new StoredObject("lake", "t/" + key, "e", 1))
                .filter(object -> object.uri().startsWith(location))
                .toList();
    }

    @Override
    public boolean databaseExists(String database) {
        return true;
    }

    @Override
    public Optional<Table> findTable(String database, String name) {
        return table;
    }

    @Override
    public List<Partition> listPartitions(String database, String name) {
        return partitions.stream()
                .map(value -> Partition.builder()
                        .values(value)
                        .storageDescriptor(storage -> storage.location("s3://lake/t/p=" + value + "/"))
                        .build())
                .toList();
    }

    @Override
    public Lease fetch(List<StoredObject> objects, CopyForm form) {
        throw new UnsupportedOperationException("Listing fetches nothing");
    }

    @Override
    public Path folder() {
        return folder;
    }
}
