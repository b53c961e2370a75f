package io.millrace.catalog.metadata;

import static io.millrace.catalog.CatalogErrorCode.CONCURRENT_MODIFICATION;
import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.TestingStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseAttributes;
import software.amazon.awssdk.services.glue.model.DatabaseIdentifier;
import software.amazon.awssdk.services.glue.model.DeleteTableRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionsRequest;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.ResourceShareType;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** The rarer members of requests for databases and tables. */
class TestRequestMembers {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        testing.createDatabase("sales");
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void givesTheAttributesOfDatabasesThatAreAskedFor() {
        testing.databases.createDatabase(CreateDatabaseRequest.builder()
                .databaseInput(d -> d.name("link")
                        .description("d")
                        .targetDatabase(t -> t.catalogId("000000000000").databaseName("sales")))
                .build());
        assertThat(databases(r -> r.attributesToGet(DatabaseAttributes.NAME)))
                .containsExactly(
                        Database.builder().name("link").build(),
                        Database.builder().name("sales").build());
        assertThat(databases(r -> r.attributesToGet(DatabaseAttributes.TARGET_DATABASE))
                        .get(0)
                        .targetDatabase())
                .isEqualTo(DatabaseIdentifier.builder()
                        .catalogId("000000000000")
                        .databaseName("sales")
                        .build());
        assertThat(databases(r -> r.resourceShareType(ResourceShareType.ALL))).hasSize(2);
        assertThat(databases(r -> r.resourceShareType(ResourceShareType.FOREIGN)))
                .isEmpty();
    }

    @Test
    void readsTablesAsOfATime() {
        Instant begin = TestingStore.NOW;
        testing.createTable("sales", table("orders", "first"));
        testing.setNow(begin.plusSeconds(10));
        testing.tables.updateTable(UpdateTableRequest.builder()
                .databaseName("sales")
                .tableInput(table("orders", "second"))
                .build());
        testing.createTable("sales", table("returns", "r"));
        testing.setNow(begin.plusSeconds(20));
        testing.tables.deleteTable(DeleteTableRequest.builder()
                .databaseName("sales")
                .name("orders")
                .build());
        testing.setNow(begin.plusSeconds(30));

        assertThat(descriptionAt(begin)).isEqualTo("first");
        assertThat(descriptionAt(begin.plusSeconds(9))).isEqualTo("first");
        assertThat(descriptionAt(begin.plusSeconds(15))).isEqualTo("second");
        assertRefused(ENTITY_NOT_FOUND, "Table orders not found.", () -> descriptionAt(begin.plusSeconds(25)));
        assertThat(namesAt(begin.plusSeconds(5))).containsExactly("orders");
        assertThat(namesAt(begin.plusSeconds(15))).containsExactly("orders", "returns");
        assertThat(namesAt(begin.plusSeconds(25))).containsExactly("returns");
        assertThatThrownBy(() -> descriptionAt(begin.minusSeconds(1)))
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(INVALID_INPUT));
        assertThatThrownBy(() -> descriptionAt(begin.plusSeconds(31)))
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(INVALID_INPUT));
    }

    @Test
    void listsThePartitionsOfAnEarlierTime() {
        Instant begin = TestingStore.NOW;
        testing.createTable(
                "sales",
                table("days", "d").toBuilder()
                        .partitionKeys(Column.builder().name("day").type("int").build())
                        .build());
        addDay("1");
        testing.setNow(begin.plusSeconds(10));
        addDay("2");
        testing.setNow(begin.plusSeconds(20));
        addDay("11");
        testing.setNow(begin.plusSeconds(30));

        assertThat(daysAt(begin.plusSeconds(5), "")).containsExactly("1");
        assertThat(daysAt(begin.plusSeconds(15), "")).containsExactly("1", "2");
        assertThat(daysAt(begin.plusSeconds(25), "day > 1")).containsExactly("2", "11");
        assertThat(daysAt(begin.plusSeconds(15), "day > 1")).containsExactly("2");
    }

    private PartitionOperations partitions() {
        return new PartitionOperations(testing.store, testing.tokens, testing.clock());
    }

    private void addDay(String day) {
        partitions()
                .createPartition(CreatePartitionRequest.builder()
                        .databaseName("sales")
                        .tableName("days")
                        .partitionInput(input -> input.values(day))
                        .build());
    }

    private List<String> daysAt(Instant time, String expression) {
        return partitions()
                .getPartitions(GetPartitionsRequest.builder()
                        .databaseName("sales")
                        .tableName("days")
                        .expression(expression)
                        .queryAsOfTime(time)
                        .build())
                .partitions()
                .stream()
                .map(partition -> partition.values().get(0))
                .toList();
    }

    @Test
    void keepsWhatItDoesNotInterpret() {
        TableInput input = table("v", "d").toBuilder()
                .tableType("VIRTUAL_VIEW")
                .viewOriginalText("/* Presto View: eyJ9 */")
                .viewExpandedText("/* Presto View */")
                .retention(7)
                .targetTable(t -> t.catalogId("000000000000").databaseName("x").name("y"))
                .storageDescriptor(d -> d.columns(Column.builder()
                                .name("Camel")
                                .type("int")
                                .parameters(Map.of("iceberg.field.id", "1"))
                                .build())
                        .skewedInfo(s -> s.skewedColumnNames("Camel")))
                .build();
        testing.createTable("sales", input);
        Table kept = testing.tables
                .getTable(GetTableRequest.builder()
                        .databaseName("sales")
                        .name("v")
                        .build())
                .table();
        assertThat(kept.viewOriginalText()).isEqualTo(input.viewOriginalText());
        assertThat(kept.viewExpandedText()).isEqualTo(input.viewExpandedText());
        assertThat(kept.retention()).isEqualTo(7);
        assertThat(kept.targetTable()).isEqualTo(input.targetTable());
        assertThat(kept.storageDescriptor()).isEqualTo(input.storageDescriptor());
    }

    @Test
    void swapsOnlyFromTheVersionThatIsNamed() {
        testing.createTable("sales", table("orders", "0"));
        for (String wrong : List.of("1", "-1", "x", "00000000000000000000001")) {
            assertRefused(
                    CONCURRENT_MODIFICATION,
                    "Update table failed due to concurrent modifications.",
                    () -> update(r -> r.versionId(wrong)));
        }
        update(r -> r.versionId("0").skipArchive(true));
        update(r -> r.versionId("1"));
        update(r -> {});
        assertThat(new TableVersionOperations(testing.store, testing.tokens)
                        .getTableVersions(GetTableVersionsRequest.builder()
                                .databaseName("sales")
                                .tableName("orders")
                                .build())
                        .tableVersions())
                .extracting(TableVersion::versionId)
                .containsExactly("3", "2", "1");
    }

    @Test
    void refusesTwoNamesForOneTable() {
        assertRefused(
                INVALID_INPUT,
                "Name and the Name of TableInput must be the same.",
                () -> testing.tables.createTable(CreateTableRequest.builder()
                        .databaseName("sales")
                        .name("a")
                        .tableInput(table("b", ""))
                        .build()));
    }

    private void update(Consumer<UpdateTableRequest.Builder> more) {
        testing.tables.updateTable(UpdateTableRequest.builder()
                .databaseName("sales")
                .tableInput(table("orders", "d"))
                .applyMutation(more)
                .build());
    }

    private static TableInput table(String name, String description) {
        return TableInput.builder().name(name).description(description).build();
    }

    private List<Database> databases(Consumer<GetDatabasesRequest.Builder> more) {
        return testing.databases
                .getDatabases(GetDatabasesRequest.builder().applyMutation(more).build())
                .databaseList();
    }

    private String descriptionAt(Instant time) {
        return testing.tables
                .getTable(GetTableRequest.builder()
                        .databaseName("sales")
                        .name("orders")
                        .queryAsOfTime(time)
                        .build())
                .table()
                .description();
    }

    private List<String> namesAt(Instant time) {
        return testing
                .tables
                .getTables(GetTablesRequest.builder()
                        .databaseName("sales")
                        .queryAsOfTime(time)
                        .build())
                .tableList()
                .stream()
                .map(Table::name)
                .toList();
    }
}
