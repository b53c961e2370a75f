package io.millrace.etl.job.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.InMemoryBatches;
import io.millrace.etl.job.InMemoryCatalog;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches whose run was thought dead: by a later run, which settles them, while the first may still be at work. */
class TestIcebergBatches {
    private static final BookmarkKey KEY = new BookmarkKey("job", "lake", "t");
    private static final TableName NAME = new TableName("lake", "t");
    private static final TableIdentifier TABLE = TableIdentifier.of("lake", "t");
    private static final Schema SCHEMA = new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));
    private static final List<InputObject> INPUTS = List.of(new InputObject("s3://raw/1.csv", "e", 1, Instant.EPOCH));

    private final org.apache.iceberg.inmemory.InMemoryCatalog tables =
            new org.apache.iceberg.inmemory.InMemoryCatalog();
    private final InMemoryBatches batches = new InMemoryCatalog().batches();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** What {@link IcebergBatchCatalog} does over Glue, over tables in memory. */
    private final class Batches extends BaseMetastoreCatalog {
        @Override
        protected TableOperations newTableOps(TableIdentifier table) {
            return new IcebergBatchOperations(((org.apache.iceberg.BaseTable) tables.loadTable(table)).operations());
        }

        @Override
        protected String defaultWarehouseLocation(TableIdentifier table) {
            return "memory/" + table;
        }

        @Override
        public List<TableIdentifier> listTables(Namespace namespace) {
            return tables.listTables(namespace);
        }

        @Override
        public boolean dropTable(TableIdentifier table, boolean purge) {
            return tables.dropTable(table, purge);
        }

        @Override
        public void renameTable(TableIdentifier from, TableIdentifier to) {
            tables.renameTable(from, to);
        }
    }

    @BeforeEach
    void create() {
        tables.initialize("memory", Map.of());
        tables.createNamespace(Namespace.of("lake"));
        tables.createTable(TABLE, SCHEMA, PartitionSpec.unpartitioned());
    }

    @AfterEach
    void close() throws Exception {
        tables.close();
    }

    private IcebergBatches settling() {
        return new IcebergBatches(batches, KEY, NAME, new IcebergTarget(NAME, "s3://lake/t", new Batches()), () -> now);
    }

    private static String id(int number) {
        return "%016x".formatted(number);
    }

    private void begin(String batch) {
        batches.begin(KEY, batches.state(KEY).version(), batch, "lost", INPUTS, List.of());
    }

    /** Rows that wait for their commit, of a run that has read the table already. */
    private AppendFiles written(String batch, String job) {
        Table table = new Batches().loadTable(TABLE);
        return table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath("s3://lake/t/" + batch + ".parquet")
                        .withFileSizeInBytes(10)
                        .withRecordCount(7)
                        .build())
                .set(IcebergTarget.BATCH, batch)
                .set(IcebergTarget.JOB, job);
    }

    private List<String> snapshots() {
        List<String> found = new ArrayList<>();
        tables.loadTable(TABLE)
                .snapshots()
                .forEach(snapshot -> found.add(snapshot.summary().get(IcebergTarget.BATCH)));
        return found;
    }

    @Test
    void aRunThatWasGivenUpCannotCommitAnyMore() {
        begin(id(1));
        AppendFiles late = written(id(1), "job");
        assertThat(settling().resolve((job, run) -> false, "next").pending()).isEmpty();
        assertThatThrownBy(late::commit)
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("was given up by a later run");
        begin(id(2));
        written(id(2), "job").commit();
        assertThatThrownBy(written(id(1), "job")::commit).isInstanceOf(ValidationException.class);
        assertThat(snapshots()).containsExactly(id(2));
        assertThat(batches.committed(KEY)).isEmpty();
    }

    @Test
    void aBatchThatLandedIsCommittedAfterTheFact() {
        begin(id(1));
        written(id(1), "job").commit();
        settling().resolve((job, run) -> false, "next");
        assertThat(batches.committed(KEY)).containsExactly(id(1));
    }

    @Test
    void aBatchWhoseSnapshotHasExpiredIsFoundAllTheSame() {
        begin(id(1));
        written(id(1), "job").commit();
        written(id(9), "another job").commit();
        Table table = tables.loadTable(TABLE);
        table.expireSnapshots().retainLast(1).expireOlderThan(Long.MAX_VALUE).commit();
        assertThat(snapshots()).containsExactly(id(9));
        settling().resolve((job, run) -> false, "next");
        assertThat(batches.committed(KEY)).containsExactly(id(1));
        assertThat(table.properties()).doesNotContainKey(IcebergBatchOperations.abandoned(id(1)));
    }

    @Test
    void aTableRemembersTheLatestHundredThatWereGivenUp() {
        for (int batch = 1; batch <= 130; batch++) {
            now = now.plusSeconds(1);
            begin(id(batch));
            settling().resolve((job, run) -> false, "next");
        }
        Map<String, String> properties = tables.loadTable(TABLE).properties();
        assertThat(properties.keySet().stream().filter(key -> key.startsWith(IcebergBatchOperations.ABANDONED)))
                .hasSizeBetween(100, 101)
                .contains(IcebergBatchOperations.abandoned(id(130)), IcebergBatchOperations.abandoned(id(31)))
                .doesNotContain(IcebergBatchOperations.abandoned(id(29)));
    }
}
