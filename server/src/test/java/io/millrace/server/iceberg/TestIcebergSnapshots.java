package io.millrace.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.etl.lakehouse.LakeTables;
import io.millrace.etl.orc.OrcConversion;
import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.DuckDbSettings;
import io.millrace.etl.sql.QueryCancellation;
import io.millrace.etl.sql.ResultColumn;
import io.millrace.etl.sql.ResultRows;
import io.millrace.etl.sql.S3ObjectCache;
import io.millrace.etl.sql.SqlException;
import io.millrace.etl.sql.SqlStatement;
import io.millrace.etl.sql.TableCatalog;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/** SQL over tables that Iceberg's own library made; their Parquet files are written by DuckDB, with Iceberg's column numbers. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class TestIcebergSnapshots {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));

    @TempDir
    Path folder;

    private EmbeddedObjectStore store;
    private S3Client s3;
    private S3ObjectCache cache;
    private InMemoryCatalog iceberg;
    private org.apache.iceberg.Table table;

    @BeforeEach
    void start() throws IOException {
        store = EmbeddedObjectStore.start(EmbeddedStoreSettings.of(
                Path.of(System.getProperty("millrace.home")),
                folder.resolve("s3"),
                0,
                new S3Settings.Credentials("AKIATEST", "test-secret")));
        s3 = S3Clients.create(store.settings());
        s3.createBucket(bucket -> bucket.bucket("lake"));
        cache = new S3ObjectCache(s3, folder.resolve("cache"), 1 << 20);
        iceberg = new InMemoryCatalog();
        iceberg.initialize("test", Map.of("warehouse", "s3://lake/warehouse"));
        iceberg.createNamespace(Namespace.of("db"));
        table = iceberg.createTable(TableIdentifier.of("db", "t"), SCHEMA, PartitionSpec.unpartitioned());
    }

    @AfterEach
    void stop() throws IOException {
        iceberg.close();
        cache.close();
        s3.close();
        store.close();
    }

    private DataFile written(String name, String select, String ids) throws SQLException, IOException {
        Path file = folder.resolve(name);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            String numbers = ids.equals("{}") ? "" : ", FIELD_IDS " + ids;
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet%s)".formatted(select, file, numbers));
        }
        s3.putObject(put -> put.bucket("lake").key("data/" + name), RequestBody.fromFile(file));
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("s3://lake/data/" + name)
                .withFileSizeInBytes(Files.size(file))
                .withRecordCount(1)
                .build();
    }

    /** Iceberg keeps its metadata in memory here; the store gets them as they are. Returns where the current ones are. */
    private String publish() throws IOException {
        table.refresh();
        List<String> files = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            files.add(snapshot.manifestListLocation());
            snapshot.allManifests(table.io()).stream().map(ManifestFile::path).forEach(files::add);
        }
        String metadata = ((BaseTable) table).operations().current().metadataFileLocation();
        files.add(metadata);
        for (String file : files) {
            try (InputStream in = table.io().newInputFile(file).newStream()) {
                byte[] content = in.readAllBytes();
                s3.putObject(
                        put -> put.bucket("lake").key(file.substring("s3://lake/".length())),
                        RequestBody.fromBytes(content));
            }
        }
        return metadata;
    }

    /** @param columns as {@code name:type} */
    private List<List<@Nullable String>> query(String sql, String... columns) throws IOException {
        List<Column> named = new ArrayList<>();
        for (String column : columns) {
            named.add(Column.builder()
                    .name(column.substring(0, column.indexOf(':')))
                    .type(column.substring(column.indexOf(':') + 1))
                    .build());
        }
        Table entry = Table.builder()
                .databaseName("db")
                .name("t")
                .parameters(Map.of("table_type", "ICEBERG", "metadata_location", publish()))
                .storageDescriptor(storage -> storage.columns(named))
                .build();
        DuckDbEngine engine = new DuckDbEngine(
                new OneTable(entry),
                new LakeTables(s3, folder.resolve("metadata")),
                cache,
                OrcConversion.NONE,
                new DuckDbSettings(256L << 20, 1, folder.resolve("spill")));
        List<List<@Nullable String>> rows = new ArrayList<>();
        engine.run(
                SqlStatement.parse(sql),
                "db",
                new ResultRows() {
                    @Override
                    public void columns(List<ResultColumn> found) {}

                    @Override
                    public void row(List<@Nullable String> values) {
                        rows.add(values);
                    }
                },
                new QueryCancellation());
        return rows;
    }

    private record OneTable(Table table) implements TableCatalog {
        @Override
        public boolean databaseExists(String database) {
            return true;
        }

        @Override
        public Optional<Table> findTable(String database, String name) {
            return Optional.of(table);
        }

        @Override
        public List<Partition> listPartitions(String database, String name) {
            return List.of();
        }
    }

    @Test
    void readsTheFilesOfTheCurrentSnapshotAlone() throws Exception {
        DataFile old = written("old.parquet", "SELECT 1::BIGINT id, 'old' AS name", "{id: 1, name: 2}");
        table.newAppend().appendFile(old).commit();
        written("orphan.parquet", "SELECT 9::BIGINT id, 'orphan' AS name", "{id: 1, name: 2}");
        table.newOverwrite()
                .deleteFile(old)
                .addFile(written("new.parquet", "SELECT 2::BIGINT id, 'new' AS name", "{id: 1, name: 2}"))
                .commit();

        assertThat(query("SELECT * FROM t", "id:bigint", "name:string")).containsExactly(List.of("2", "new"));
    }

    @Test
    void findsRenamedAndAddedColumnsByTheirNumbers() throws Exception {
        table.newAppend()
                .appendFile(written("a.parquet", "SELECT 1::BIGINT id, 'a' AS name", "{id: 1, name: 2}"))
                .commit();
        table.updateSchema().renameColumn("name", "title").commit();
        table.updateSchema().addColumn("name", Types.IntegerType.get()).commit();
        table.newAppend()
                .appendFile(written(
                        "b.parquet",
                        "SELECT 2::BIGINT id, 'b' AS title, 5::INTEGER AS name",
                        "{id: 1, title: 2, name: 3}"))
                .commit();

        assertThat(query(
                        "SELECT id, title, coalesce(name, -1) FROM t ORDER BY id",
                        "id:bigint",
                        "title:string",
                        "name:int"))
                .containsExactly(List.of("1", "a", "-1"), List.of("2", "b", "5"));
    }

    @Test
    void aTableWithoutSnapshotIsEmpty() throws Exception {
        assertThat(query("SELECT count(*) FROM t", "id:bigint")).containsExactly(List.of("0"));
    }

    private DeleteFile deletes(FileMetadata.Builder kind, String name, String select, String ids)
            throws SQLException, IOException {
        DataFile file = written(name, select, ids);
        return kind.withPath(file.location())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.fileSizeInBytes())
                .withRecordCount(1)
                .build();
    }

    private static FileMetadata.Builder deleteFile() {
        return FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned());
    }

    @Test
    void leavesOutRowsThatAreDeletedByPosition() throws Exception {
        DataFile file =
                written("a.parquet", "SELECT i::BIGINT id, 'n' || i AS name FROM range(3) r(i)", "{id: 1, name: 2}");
        table.newAppend().appendFile(file).commit();
        table.newRowDelta()
                .addDeletes(deletes(
                        deleteFile().ofPositionDeletes(),
                        "d.parquet",
                        "SELECT 's3://lake/data/a.parquet' AS file_path, 1::BIGINT AS pos",
                        "{file_path: 2147483546, pos: 2147483545}"))
                .commit();

        assertThat(query("SELECT * FROM t ORDER BY id", "id:bigint", "name:string"))
                .containsExactly(List.of("0", "n0"), List.of("2", "n2"));
    }

    @Test
    void leavesOutRowsThatWereThereWhenTheirValuesWereDeleted() throws Exception {
        String rows = "SELECT * FROM (VALUES (1::BIGINT, 'a'), (2, NULL), (3, 'c')) r(id, name)";
        table.newAppend()
                .appendFile(written("a.parquet", rows, "{id: 1, name: 2}"))
                .commit();
        table.newRowDelta()
                .addDeletes(deletes(
                        deleteFile().ofEqualityDeletes(2),
                        "d.parquet",
                        "SELECT * FROM (VALUES ('a'), (NULL)) r(name)",
                        "{name: 2}"))
                .commit();
        table.newAppend()
                .appendFile(written("b.parquet", "SELECT 4::BIGINT id, 'a' AS name", "{id: 1, name: 2}"))
                .commit();
        // The deletes outlive their column.
        table.updateSchema().deleteColumn("name").commit();

        assertThat(query("SELECT * FROM t ORDER BY id", "id:bigint")).containsExactly(List.of("3"), List.of("4"));
    }

    @Test
    void readsFilesWithoutNumbersByTheTablesNameMapping() throws Exception {
        table.newAppend()
                .appendFile(written("a.parquet", "SELECT 1::BIGINT id, 'a' AS name", "{}"))
                .commit();
        assertThatThrownBy(() -> query("SELECT * FROM t", "id:bigint", "name:string"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("set schema.name-mapping.default");
        table.updateProperties()
                .set(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(MappingUtil.create(table.schema())))
                .commit();
        table.updateSchema().renameColumn("name", "title").commit();

        assertThat(query("SELECT * FROM t", "id:bigint", "title:string")).containsExactly(List.of("1", "a"));
    }

    @Test
    void aColumnThatTheTableNoLongerHasIsToldInsteadOfNulls() throws Exception {
        table.newAppend()
                .appendFile(written("a.parquet", "SELECT 1::BIGINT id, 'a' AS name", "{id: 1, name: 2}"))
                .commit();

        assertThatThrownBy(() -> query("SELECT * FROM t", "id:bigint", "gone:string"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("Column gone of table db.t is in the catalog, but not in the current version");
    }
}
