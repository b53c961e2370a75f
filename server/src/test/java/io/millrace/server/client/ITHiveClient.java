package io.millrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ColumnError;
import software.amazon.awssdk.services.glue.model.ColumnStatistics;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableResponse;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PrincipalType;
import software.amazon.awssdk.services.glue.model.ResourceType;
import software.amazon.awssdk.services.glue.model.ResourceUri;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UserDefinedFunction;
import software.amazon.awssdk.services.glue.model.UserDefinedFunctionInput;

/** What AWS's client for Hive and Spark, and Trino's statistics provider, call besides partitions. */
class ITHiveClient {
    private static final Instant ANALYZED = Instant.parse("2026-11-01T10:00:00Z");

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static GlueClient glue;

    @BeforeAll
    static void startServer() {
        server = TestingServer.start(folder);
        glue = server.glue();
        glue.createDatabase(request -> request.databaseInput(input ->
                input.name("default").description("Default Hive database").locationUri("s3://lake/default")));
        createTable("trips");
    }

    @AfterAll
    static void stopServer() {
        glue.close();
        server.close();
    }

    @Test
    void tableStatisticsAreKeptByColumn() {
        createTable("analyzed");
        List<ColumnStatistics> statistics = List.of(
                statistics(
                        "id",
                        "bigint",
                        data -> data.type("LONG")
                                .longColumnStatisticsData(longs -> longs.minimumValue(1L)
                                        .maximumValue(Long.MAX_VALUE)
                                        .numberOfNulls(0L)
                                        .numberOfDistinctValues(1_000L))),
                statistics(
                        "zone",
                        "string",
                        data -> data.type("STRING")
                                .stringColumnStatisticsData(strings -> strings.maximumLength(12L)
                                        .averageLength(7.5)
                                        .numberOfNulls(3L)
                                        .numberOfDistinctValues(260L))),
                statistics(
                        "fare",
                        "decimal(10,2)",
                        data -> data.type("DECIMAL")
                                .decimalColumnStatisticsData(decimals -> decimals.minimumValue(minimum ->
                                                minimum.scale(2).unscaledValue(SdkBytes.fromByteArray(new byte[] {-1})))
                                        .maximumValue(maximum -> maximum.scale(2)
                                                .unscaledValue(SdkBytes.fromByteArray(new byte[] {127})))
                                        .numberOfNulls(0L)
                                        .numberOfDistinctValues(20L))));

        assertThat(glue.updateColumnStatisticsForTable(request -> request.databaseName("default")
                                .tableName("analyzed")
                                .columnStatisticsList(statistics))
                        .errors())
                .isEmpty();

        GetColumnStatisticsForTableResponse found = glue.getColumnStatisticsForTable(request ->
                request.databaseName("default").tableName("analyzed").columnNames("id", "zone", "fare", "paid"));
        assertThat(found.columnStatisticsList()).containsExactlyInAnyOrderElementsOf(statistics);
        assertThat(found.errors())
                .singleElement()
                .extracting(ColumnError::columnName)
                .isEqualTo("paid");
        glue.deleteColumnStatisticsForTable(
                request -> request.databaseName("default").tableName("analyzed").columnName("zone"));
        glue.deleteColumnStatisticsForTable(
                request -> request.databaseName("default").tableName("analyzed").columnName("zone"));
        assertThat(glue.getColumnStatisticsForTable(request -> request.databaseName("default")
                                .tableName("analyzed")
                                .columnNames("id", "zone"))
                        .columnStatisticsList())
                .extracting(ColumnStatistics::columnName)
                .containsExactly("id");
    }

    @Test
    void partitionStatisticsGoWithTheirPartition() {
        createTable("parted");
        List<String> day = List.of("2026-11-01");
        PartitionInput partition = PartitionInput.builder().values(day).build();
        glue.createPartition(
                request -> request.databaseName("default").tableName("parted").partitionInput(partition));
        ColumnStatistics paid = statistics(
                "paid",
                "boolean",
                data -> data.type("BOOLEAN")
                        .booleanColumnStatisticsData(booleans ->
                                booleans.numberOfTrues(5L).numberOfFalses(7L).numberOfNulls(0L)));
        glue.updateColumnStatisticsForPartition(request -> request.databaseName("default")
                .tableName("parted")
                .partitionValues(day)
                .columnStatisticsList(paid));

        assertThat(partitionStatistics(day)).containsExactly(paid);

        glue.deletePartition(
                request -> request.databaseName("default").tableName("parted").partitionValues(day));
        assertThatThrownBy(() -> partitionStatistics(day)).isInstanceOf(EntityNotFoundException.class);
        glue.createPartition(
                request -> request.databaseName("default").tableName("parted").partitionInput(partition));
        assertThat(partitionStatistics(day)).isEmpty();
    }

    private static List<ColumnStatistics> partitionStatistics(List<String> values) {
        return glue.getColumnStatisticsForPartition(request -> request.databaseName("default")
                        .tableName("parted")
                        .partitionValues(values)
                        .columnNames("paid"))
                .columnStatisticsList();
    }

    @Test
    void functionsAreMadeChangedListedByPatternAndDropped() {
        createFunction("f_upper", "org.example.Upper");
        createFunction("f_lower", "org.example.Lower");
        createFunction("geohash", "org.example.Geohash");
        assertThatThrownBy(() -> createFunction("F_UPPER", "org.example.Upper"))
                .isInstanceOf(AlreadyExistsException.class);

        glue.updateUserDefinedFunction(request -> request.databaseName("default")
                .functionName("f_upper")
                .functionInput(function("f_upper", "org.example.Upper2")));

        UserDefinedFunction changed = glue.getUserDefinedFunction(
                        request -> request.databaseName("default").functionName("f_upper"))
                .userDefinedFunction();
        assertThat(changed.className()).isEqualTo("org.example.Upper2");
        assertThat(changed.createTime()).isNotNull();
        assertThat(changed.resourceUris())
                .singleElement()
                .extracting(ResourceUri::uri)
                .isEqualTo("s3://lake/udf.jar");
        assertThat(functions("f_.*")).containsExactly("f_lower", "f_upper");
        glue.deleteUserDefinedFunction(
                request -> request.databaseName("default").functionName("f_upper"));
        assertThat(functions(".*")).containsExactly("f_lower", "geohash");
        assertThatThrownBy(() -> glue.getUserDefinedFunction(
                        request -> request.databaseName("default").functionName("f_upper")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    private static List<String> functions(String pattern) {
        return glue
                .getUserDefinedFunctionsPaginator(request ->
                        request.databaseName("default").pattern(pattern).maxResults(1))
                .stream()
                .flatMap(page -> page.userDefinedFunctions().stream())
                .map(UserDefinedFunction::functionName)
                .toList();
    }

    private static void createFunction(String name, String className) {
        glue.createUserDefinedFunction(
                request -> request.databaseName("default").functionInput(function(name, className)));
    }

    private static UserDefinedFunctionInput function(String name, String className) {
        return UserDefinedFunctionInput.builder()
                .functionName(name)
                .className(className)
                .ownerName("hive")
                .ownerType(PrincipalType.USER)
                .resourceUris(ResourceUri.builder()
                        .resourceType(ResourceType.JAR)
                        .uri("s3://lake/udf.jar")
                        .build())
                .build();
    }

    @Test
    void tablesAreListedByTheClientsPattern() {
        createTable("events_2025");
        createTable("events_2026");

        assertThat(glue
                        .getTablesPaginator(request -> request.databaseName("default")
                                .expression("events_.*")
                                .maxResults(1))
                        .stream()
                        .flatMap(page -> page.tableList().stream())
                        .map(Table::name))
                .containsExactly("events_2025", "events_2026");
    }

    /** {@code ALTER TABLE … CHANGE COLUMN}: what was read is written back, changed, without what only Glue sets. */
    @Test
    void anAlteredTableKeepsWhatTheClientDoesNotKnow() {
        createTable("altered");
        Table before = glue.getTable(request -> request.databaseName("default").name("altered"))
                .table();

        glue.updateTable(request -> request.databaseName("default")
                .tableInput(TableInput.builder()
                        .name(before.name())
                        .owner(before.owner())
                        .tableType(before.tableType())
                        .parameters(Map.of("transient_lastDdlTime", "1", "EXTERNAL", "TRUE"))
                        .partitionKeys(before.partitionKeys())
                        .viewOriginalText("/* SQL */")
                        .storageDescriptor(before.storageDescriptor().toBuilder()
                                .columns(column("id", "bigint"), column("Zone", "string"))
                                .build())
                        .build()));

        Table after = glue.getTable(request -> request.databaseName("default").name("altered"))
                .table();
        assertThat(after.createTime()).isEqualTo(before.createTime());
        assertThat(after.versionId()).isEqualTo("1");
        assertThat(after.viewOriginalText()).isEqualTo("/* SQL */");
        assertThat(after.parameters()).containsOnlyKeys("transient_lastDdlTime", "EXTERNAL");
        assertThat(after.storageDescriptor().serdeInfo())
                .isEqualTo(before.storageDescriptor().serdeInfo());
    }

    private static void createTable(String name) {
        glue.createTable(request -> request.databaseName("default")
                .tableInput(table -> table.name(name)
                        .owner("hive")
                        .tableType("EXTERNAL_TABLE")
                        .partitionKeys(column("day", "date"))
                        .storageDescriptor(storage -> storage.location("s3://lake/" + name)
                                .columns(
                                        column("id", "bigint"),
                                        column("zone", "string"),
                                        column("fare", "decimal(10,2)"),
                                        column("paid", "boolean"))
                                .serdeInfo(serde -> serde.serializationLibrary(
                                                "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
                                        .parameters(Map.of("field.delim", ","))))));
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static ColumnStatistics statistics(
            String column, String type, Consumer<ColumnStatisticsData.Builder> data) {
        return ColumnStatistics.builder()
                .columnName(column)
                .columnType(type)
                .analyzedTime(ANALYZED)
                .statisticsData(data)
                .build();
    }
}
