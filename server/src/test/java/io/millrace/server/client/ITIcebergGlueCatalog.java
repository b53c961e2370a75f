package io.millrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.TableVersion;
import software.amazon.awssdk.services.s3.S3Client;

/** Apache Iceberg's {@code GlueCatalog} and {@code S3FileIO} with an endpoint and a key. */
@Isolated("moves the logs of the JVM")
class ITIcebergGlueCatalog {
    private static final Schema TRIPS = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "zone", Types.StringType.get()));
    private static final int WRITERS = 8;
    private static final int APPENDS = 5;

    @TempDir
    private static Path folder;

    private static TestingServer server;

    private Catalog catalog;
    private SupportsNamespaces namespaces;
    private Namespace namespace;
    private TableIdentifier trips;

    @BeforeAll
    static void startServer() {
        // Iceberg warns of every retry, with its stack: to a file with it.
        System.setProperty("millrace.log.folder", folder.toString());
        server = TestingServer.start(folder);
        try (S3Client s3 = server.s3()) {
            s3.createBucket(request -> request.bucket("lake"));
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
        System.clearProperty("millrace.log.folder");
    }

    @BeforeEach
    void createNamespace(TestInfo test) {
        TestingIceberg iceberg = TestingIceberg.catalog(server, Map.of());
        catalog = iceberg.tables();
        namespaces = iceberg.namespaces();
        namespace = Namespace.of(test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
        namespaces.createNamespace(namespace, Map.of("comment", "Iceberg's", "owner", "taxi"));
        trips = TableIdentifier.of(namespace, "trips");
    }

    @Test
    void namespacesHaveProperties() {
        assertThat(namespaces.listNamespaces()).contains(namespace);
        assertThat(namespaces.namespaceExists(namespace)).isTrue();
        assertThat(namespaces.loadNamespaceMetadata(namespace))
                .containsEntry("comment", "Iceberg's")
                .containsEntry("owner", "taxi");

        namespaces.setProperties(namespace, Map.of("owner", "bus", "tier", "gold"));
        namespaces.removeProperties(namespace, Set.of("tier"));

        assertThat(namespaces.loadNamespaceMetadata(namespace))
                .containsEntry("comment", "Iceberg's")
                .containsEntry("owner", "bus")
                .doesNotContainKey("tier");
        assertThatThrownBy(() -> namespaces.createNamespace(namespace)).isInstanceOf(AlreadyExistsException.class);
        assertThat(namespaces.dropNamespace(namespace)).isTrue();
        assertThat(namespaces.namespaceExists(namespace)).isFalse();
        assertThatThrownBy(() -> namespaces.loadNamespaceMetadata(namespace))
                .isInstanceOf(NoSuchNamespaceException.class);
    }

    @Test
    void tableThatGlueCreatesAsIcebergIsWrittenAndReadByIceberg() throws Exception {
        String location = "s3://lake/" + namespace + "/trips/";
        try (GlueClient glue = server.glue()) {
            glue.createTable(request -> openTable(request, location));
            assertThatThrownBy(() -> glue.createTable(request -> openTable(request, location)))
                    .isInstanceOf(software.amazon.awssdk.services.glue.model.AlreadyExistsException.class);
        }
        Table table = catalog.loadTable(trips);
        assertThat(table.schema().columns())
                .extracting(Types.NestedField::name, field -> field.type().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("id", "long"),
                        org.assertj.core.groups.Tuple.tuple("zone", "string"),
                        org.assertj.core.groups.Tuple.tuple("tags", "map<string, list<decimal(5, 2)>>"),
                        org.assertj.core.groups.Tuple.tuple("day", "date"));
        assertThat(table.spec().fields()).hasSize(1);
        assertThat(((BaseTable) table).operations().current().formatVersion()).isEqualTo(2);
        table.updateProperties().set("checked", "yes").commit();
        assertThat(catalog.loadTable(trips).properties()).containsEntry("checked", "yes");
        try (S3Client s3 = server.s3()) {
            assertThat(s3.listObjectsV2(list -> list.bucket("lake").prefix(namespace + "/trips/"))
                            .contents())
                    .hasSize(2);
        }
    }

    private void openTable(CreateTableRequest.Builder request, String location) {
        request.databaseName(namespace.toString())
                .openTableFormatInput(format -> format.icebergInput(
                        iceberg -> iceberg.metadataOperation("CREATE").version("2")))
                .tableInput(input -> input.name("trips")
                        .tableType("EXTERNAL_TABLE")
                        .partitionKeys(column("day", "date"))
                        .storageDescriptor(storage -> storage.location(location)
                                .columns(
                                        column("id", "bigint"),
                                        column("zone", "varchar(20)"),
                                        column("tags", "map<string,array<decimal(5,2)>>"))));
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    @Test
    void rowsThatAreAppendedAreReadByAnotherCatalog() throws Exception {
        Table table = catalog.createTable(trips, TRIPS);
        TestingIcebergRows.append(table, 0, 100);
        TestingIcebergRows.append(table, 100, 50);

        Table other = TestingIceberg.catalog(server, Map.of()).tables().loadTable(trips);

        assertThat(TestingIcebergRows.read(other))
                .containsExactlyElementsOf(IntStream.range(0, 150)
                        .mapToObj(id -> id + " zone-" + id % 7)
                        .toList());
        assertThat(other.location()).isEqualTo(table.location()).startsWith("s3://lake/warehouse/");
        try (GlueClient glue = server.glue()) {
            software.amazon.awssdk.services.glue.model.Table stored = glue.getTable(request ->
                            request.databaseName(namespace.toString()).name("trips"))
                    .table();
            assertThat(stored.parameters())
                    .containsEntry("table_type", "ICEBERG")
                    .containsKeys("metadata_location");
            assertThat(stored.storageDescriptor().columns())
                    .extracting(software.amazon.awssdk.services.glue.model.Column::name)
                    .containsExactly("id", "zone");
        }
    }

    @Test
    void concurrentAppendsOfEightThreadsAreAllThere() throws Exception {
        catalog.createTable(
                trips,
                TRIPS,
                PartitionSpec.unpartitioned(),
                Map.of(
                        "commit.retry.num-retries", "100",
                        "commit.retry.min-wait-ms", "5",
                        "commit.retry.max-wait-ms", "200"));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Future<List<String>>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = "writer-" + writer;
            writers.add(threads.submit(() -> appendFiles(name)));
        }
        List<String> acknowledged = new ArrayList<>();
        for (Future<List<String>> writer : writers) {
            acknowledged.addAll(writer.get());
        }
        threads.shutdown();

        Table table = catalog.loadTable(trips);

        assertThat(acknowledged).hasSize(WRITERS * APPENDS);
        assertThat(TestingIcebergRows.files(table)).containsExactlyInAnyOrderElementsOf(acknowledged);
        List<Snapshot> snapshots =
                StreamSupport.stream(table.snapshots().spliterator(), false).toList();
        assertThat(snapshots)
                .hasSize(WRITERS * APPENDS)
                .allSatisfy(snapshot -> assertThat(snapshot.operation()).isEqualTo("append"));
        assertThat(TestingIcebergRows.ancestors(table))
                .containsExactlyInAnyOrderElementsOf(
                        snapshots.stream().map(Snapshot::snapshotId).toList());
        assertThat(table.currentSnapshot().summary())
                .containsEntry("total-data-files", Integer.toString(WRITERS * APPENDS))
                .containsEntry("total-records", Integer.toString(WRITERS * APPENDS * 10));
    }

    /** Each thread has a catalog of its own, as each engine would. */
    private List<String> appendFiles(String writer) {
        List<String> acknowledged = new ArrayList<>();
        Table table = TestingIceberg.catalog(server, Map.of()).tables().loadTable(trips);
        for (int append = 0; append < APPENDS; append++) {
            DataFile file = TestingIceberg.file(table, writer + "-" + append);
            table.newFastAppend().appendFile(file).commit();
            acknowledged.add(file.location());
        }
        return acknowledged;
    }

    @Test
    void theSchemaEvolvesAndGlueShowsIt() throws Exception {
        Table table = catalog.createTable(trips, TRIPS);
        TestingIcebergRows.append(table, 0, 3);

        table.updateSchema()
                .addColumn("fare", Types.DoubleType.get(), "in dollars")
                .renameColumn("zone", "pickup_zone")
                .commit();
        table.updateProperties().set("write.format.default", "avro").commit();
        table.updateSpec().addField("pickup_zone").commit();

        Table other = TestingIceberg.catalog(server, Map.of()).tables().loadTable(trips);
        assertThat(other.schema().asStruct()).isEqualTo(table.schema().asStruct());
        assertThat(other.properties()).containsEntry("write.format.default", "avro");
        assertThat(other.spec().fields()).hasSize(1);
        assertThat(TestingIcebergRows.read(other)).containsExactly("0 zone-0", "1 zone-1", "2 zone-2");
        try (GlueClient glue = server.glue()) {
            assertThat(glue.getTable(request ->
                                    request.databaseName(namespace.toString()).name("trips"))
                            .table()
                            .storageDescriptor()
                            .columns())
                    .filteredOn(column -> "true".equals(column.parameters().get("iceberg.field.current")))
                    .extracting(column -> column.name() + " " + column.type())
                    .containsExactly("id bigint", "pickup_zone string", "fare double");
        }
    }

    @Test
    void aRenamedTableKeepsItsRowsAndADroppedOneIsGone() throws Exception {
        TestingIcebergRows.append(catalog.createTable(trips, TRIPS), 0, 5);
        TableIdentifier rides = TableIdentifier.of(namespace, "rides");

        catalog.renameTable(trips, rides);

        assertThat(catalog.listTables(namespace)).containsExactly(rides);
        assertThat(TestingIcebergRows.read(catalog.loadTable(rides))).hasSize(5);
        assertThatThrownBy(() -> catalog.loadTable(trips)).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(() -> catalog.createTable(rides, TRIPS)).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> namespaces.dropNamespace(namespace)).isInstanceOf(NamespaceNotEmptyException.class);
        String prefix = catalog.loadTable(rides).location().substring("s3://lake/".length());

        assertThat(catalog.dropTable(rides, true)).isTrue();

        assertThat(catalog.listTables(namespace)).isEmpty();
        assertThat(catalog.dropTable(rides)).isFalse();
        try (S3Client s3 = server.s3()) {
            assertThat(s3.listObjectsV2(request -> request.bucket("lake").prefix(prefix + "/"))
                            .contents())
                    .isEmpty();
        }
        assertThat(namespaces.dropNamespace(namespace)).isTrue();
    }

    @Test
    void metadataOfAnExistingTableIsRegistered() throws Exception {
        Table table = catalog.createTable(trips, TRIPS);
        TestingIcebergRows.append(table, 0, 5);
        String metadata = ((BaseTable) table).operations().current().metadataFileLocation();
        TableIdentifier twin = TableIdentifier.of(namespace, "twin");

        catalog.registerTable(twin, metadata);

        assertThat(TestingIcebergRows.read(catalog.loadTable(twin))).isEqualTo(TestingIcebergRows.read(table));
    }

    @Test
    void commitsArchiveVersionsWhereSkipArchiveIsOff() {
        Catalog archiving = TestingIceberg.catalog(server, Map.of("glue.skip-archive", "false"))
                .tables();
        Table table = archiving.createTable(trips, TRIPS);
        table.updateProperties().set("a", "1").commit();
        table.updateProperties().set("a", "2").commit();
        catalog.loadTable(trips).updateProperties().set("a", "3").commit();

        try (GlueClient glue = server.glue()) {
            List<TableVersion> versions = glue.getTableVersions(request ->
                            request.databaseName(namespace.toString()).tableName("trips"))
                    .tableVersions();
            // The last commit replaced version 2 without keeping it.
            assertThat(versions).extracting(TableVersion::versionId).containsExactly("3", "1", "0");
        }
        assertThat(archiving.loadTable(trips).properties()).containsEntry("a", "3");
    }
}
