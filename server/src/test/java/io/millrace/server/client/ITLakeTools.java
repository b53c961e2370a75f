package io.millrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConnectionPropertyKey;
import software.amazon.awssdk.services.glue.model.ConnectionType;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** The calls of awswrangler and dbt-athena, in their order and with their arguments. */
class ITLakeTools {
    private static final int WRANGLER_DELETE_BATCH = 25;
    private static final int WRANGLER_CREATE_BATCH = 100;

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static GlueClient glue;

    @BeforeAll
    static void startServer() {
        server = TestingServer.start(folder);
        glue = server.glue();
        glue.createDatabase(request -> request.databaseInput(input -> input.name("lake")));
    }

    @AfterAll
    static void stopServer() {
        glue.close();
        server.close();
    }

    @Test
    void awswranglerWritesAndEvolvesADataset() {
        assertThatThrownBy(() -> table("dataset")).isInstanceOf(EntityNotFoundException.class);
        glue.createTable(request -> request.databaseName("lake").tableInput(input("dataset", column("id", "bigint"))));
        List<PartitionInput> partitions = IntStream.range(0, 130)
                .mapToObj(day -> PartitionInput.builder()
                        .values("d%03d".formatted(day))
                        .storageDescriptor(storage -> storage.location("s3://lake/dataset/day=d%03d/".formatted(day)))
                        .build())
                .toList();
        for (List<PartitionInput> batch : batches(partitions, WRANGLER_CREATE_BATCH)) {
            assertThat(glue.batchCreatePartition(request -> request.databaseName("lake")
                                    .tableName("dataset")
                                    .partitionInputList(batch))
                            .errors())
                    .isEmpty();
        }
        // add_column, with catalog_versioning=True and then False
        glue.updateTable(request -> request.databaseName("lake")
                .tableInput(input("dataset", column("id", "bigint"), column("zone", "string")))
                .skipArchive(false));
        glue.updateTable(request -> request.databaseName("lake")
                .tableInput(input("dataset", column("id", "bigint"), column("zone", "int")))
                .skipArchive(true));

        assertThat(versions("dataset")).containsExactly("2", "0");
        List<Partition> found = wranglerPartitions("day >= 'd100'");
        assertThat(found)
                .hasSize(30)
                .allSatisfy(partition ->
                        assertThat(partition.storageDescriptor().hasColumns()).isFalse());
        // delete_all_partitions
        for (List<PartitionInput> batch : batches(partitions, WRANGLER_DELETE_BATCH)) {
            assertThat(glue.batchDeletePartition(request -> request.databaseName("lake")
                                    .tableName("dataset")
                                    .partitionsToDelete(batch.stream()
                                            .map(ITLakeTools::values)
                                            .toList()))
                            .errors())
                    .isEmpty();
        }
        assertThat(wranglerPartitions("")).isEmpty();
        glue.deleteTable(request -> request.databaseName("lake").name("dataset"));
        assertThatThrownBy(() -> table("dataset")).isInstanceOf(EntityNotFoundException.class);
    }

    private static List<Partition> wranglerPartitions(String expression) {
        return glue
                .getPartitionsPaginator(request -> request.databaseName("lake")
                        .tableName("dataset")
                        .expression(expression)
                        .excludeColumnSchema(true)
                        .segment(segment -> segment.segmentNumber(0).totalSegments(1)))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .toList();
    }

    @Test
    void awswranglerSearchesTables() {
        createTable("searched_orders");
        createTable("searched_lines");

        assertThat(glue.searchTablesPaginator(request -> request.searchText("searched")).stream()
                        .flatMap(page -> page.tableList().stream())
                        .map(Table::name))
                .containsExactlyInAnyOrder("searched_orders", "searched_lines");
        assertThat(glue
                        .getTablesPaginator(
                                request -> request.databaseName("lake").expression(".*orders.*"))
                        .stream()
                        .flatMap(page -> page.tableList().stream())
                        .map(Table::name))
                .containsExactly("searched_orders");
    }

    @Test
    void awswranglerReadsAConnection() {
        glue.createConnection(request -> request.connectionInput(connection -> connection
                .name("warehouse")
                .connectionType(ConnectionType.JDBC)
                .connectionProperties(Map.of(
                        ConnectionPropertyKey.JDBC_CONNECTION_URL, "jdbc:postgresql://db:5432/dwh",
                        ConnectionPropertyKey.USERNAME, "reader",
                        ConnectionPropertyKey.PASSWORD, "s3cret!"))));

        assertThat(glue.getConnection(request -> request.name("warehouse").hidePassword(false))
                        .connection()
                        .connectionProperties())
                .containsEntry(ConnectionPropertyKey.USERNAME, "reader")
                .containsEntry(ConnectionPropertyKey.PASSWORD, "s3cret!");
        assertThat(glue.getConnection(request -> request.name("warehouse").hidePassword(true))
                        .connection()
                        .connectionProperties())
                .containsEntry(ConnectionPropertyKey.USERNAME, "reader")
                .doesNotContainValue("s3cret!");
    }

    /** {@code persist_docs_to_glue}, and then {@code expire_glue_table_versions} with two to keep. */
    @Test
    void dbtDocumentsATableAndExpiresItsVersions() {
        createTable("model");
        for (int run = 0; run < 4; run++) {
            Table current = table("model");
            String description = "run " + run;
            glue.updateTable(request -> request.databaseName("lake")
                    .tableInput(TableInput.builder()
                            .name(current.name())
                            .tableType(current.tableType())
                            .storageDescriptor(current.storageDescriptor())
                            .partitionKeys(current.partitionKeys())
                            .parameters(Map.of("comment", description))
                            .description(description)
                            .build())
                    .skipArchive(false));
        }
        List<TableVersion> newestFirst = glue
                .getTableVersionsPaginator(request ->
                        request.databaseName("lake").tableName("model").maxResults(2))
                .stream()
                .flatMap(page -> page.tableVersions().stream())
                .sorted(Comparator.comparing((TableVersion version) -> Integer.valueOf(version.versionId()))
                        .reversed())
                .toList();

        newestFirst.stream()
                .skip(2)
                .forEach(version -> glue.deleteTableVersion(request ->
                        request.databaseName("lake").tableName("model").versionId(version.versionId())));

        assertThat(versions("model")).containsExactly("4", "3");
        assertThat(table("model").description()).isEqualTo("run 3");
    }

    private static void createTable(String name) {
        glue.createTable(request -> request.databaseName("lake").tableInput(input(name, column("id", "bigint"))));
    }

    private static Table table(String name) {
        return glue.getTable(request -> request.databaseName("lake").name(name)).table();
    }

    private static List<String> versions(String table) {
        return glue
                .getTableVersionsPaginator(
                        request -> request.databaseName("lake").tableName(table))
                .stream()
                .flatMap(page -> page.tableVersions().stream())
                .map(TableVersion::versionId)
                .toList();
    }

    private static TableInput input(String name, Column... columns) {
        return TableInput.builder()
                .name(name)
                .tableType("EXTERNAL_TABLE")
                .partitionKeys(column("day", "string"))
                .storageDescriptor(
                        storage -> storage.location("s3://lake/" + name + "/").columns(columns))
                .parameters(Map.of("classification", "parquet"))
                .build();
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static PartitionValueList values(PartitionInput partition) {
        return PartitionValueList.builder().values(partition.values()).build();
    }

    private static <T> List<List<T>> batches(List<T> items, int size) {
        List<List<T>> batches = new ArrayList<>();
        for (int start = 0; start < items.size(); start += size) {
            batches.add(items.subList(start, Math.min(items.size(), start + size)));
        }
        return batches;
    }
}
