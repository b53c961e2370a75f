package io.millrace.catalog.metadata;

import static io.millrace.catalog.CatalogErrorCode.ALREADY_EXISTS;
import static io.millrace.catalog.CatalogErrorCode.CONCURRENT_MODIFICATION;
import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.metadata.TestingCatalog.NOW;
import static io.millrace.catalog.metadata.TestingCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionsRequest;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableAttributes;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

class TestDatabaseAndTableOperations {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingCatalog catalog;

    @BeforeEach
    void open() {
        catalog = new TestingCatalog(folder);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void createsADatabaseWithWhatGlueFillsIn() {
        catalog.createDatabase("Sales");
        Database database = getDatabase("SALES");
        assertThat(database.name()).isEqualTo("sales");
        assertThat(database.createTime()).isEqualTo(NOW);
        assertThat(database.catalogId()).isEqualTo("000000000000");
        assertThat(database.createTableDefaultPermissions())
                .singleElement()
                .satisfies(permission -> assertThat(permission.principal().dataLakePrincipalIdentifier())
                        .isEqualTo("IAM_ALLOWED_PRINCIPALS"));
    }

    @Test
    void refusesDatabasesAsGlueDoes() {
        catalog.createDatabase("sales");
        assertRefused(ALREADY_EXISTS, "Database already exists.", () -> catalog.createDatabase("SALES"));
        assertRefused(ENTITY_NOT_FOUND, "Database x not found.", () -> getDatabase("X"));
        assertRefused(ENTITY_NOT_FOUND, "Database x not found.", () -> updateDatabase("x", "x"));
        assertRefused(ENTITY_NOT_FOUND, "Database x not found.", () -> deleteDatabase("x"));
        assertRefused(
                INVALID_INPUT, "The name of database sales cannot be changed.", () -> updateDatabase("sales", "other"));
        assertRefused(
                ENTITY_NOT_FOUND,
                "Catalog 123456789012 not found.",
                () -> catalog.databases.getDatabase(GetDatabaseRequest.builder()
                        .catalogId("123456789012")
                        .name("sales")
                        .build()));
    }

    @Test
    void updatesAndDeletesADatabase() {
        catalog.createDatabase("sales");
        catalog.createTable("sales", "t");
        updateDatabase("Sales", "SALES");
        assertThat(getDatabase("sales").description()).isEqualTo("changed");
        assertThat(getDatabase("sales").createTime()).isEqualTo(NOW);
        deleteDatabase("sales");
        catalog.createDatabase("sales");
        assertThat(getTables("sales", null).tableList()).isEmpty();
    }

    @Test
    void pagesThroughDatabases() {
        for (int i = 0; i < 205; i++) {
            catalog.createDatabase("db%03d".formatted(i));
        }
        List<String> names = new ArrayList<>();
        GetDatabasesRequest request = GetDatabasesRequest.builder().build();
        GetDatabasesResponse page;
        do {
            page = catalog.databases.getDatabases(request);
            assertThat(page.databaseList()).hasSizeLessThanOrEqualTo(100);
            page.databaseList().forEach(database -> names.add(database.name()));
            request = request.toBuilder().nextToken(page.nextToken()).build();
        } while (page.nextToken() != null);
        assertThat(names).hasSize(205).isSorted();
        assertRefused(
                INVALID_INPUT,
                "Invalid NextToken: it does not belong to this list.",
                () -> catalog.databases.getDatabases(
                        GetDatabasesRequest.builder().nextToken("garbage").build()));
    }

    @Test
    void createsATableWithWhatGlueFillsIn() {
        catalog.createDatabase("sales");
        TableInput input = TestingCatalog.table("Orders", "day").toBuilder()
                .parameters(Map.of("classification", "parquet"))
                .viewOriginalText("o")
                .viewExpandedText("e")
                .build();
        catalog.tables.createTable(CreateTableRequest.builder()
                .databaseName("Sales")
                .tableInput(input)
                .build());
        Table table = getTable("SALES", "ORDERS");
        assertThat(table)
                .isEqualTo(Table.builder()
                        .name("orders")
                        .databaseName("sales")
                        .createTime(NOW)
                        .updateTime(NOW)
                        .retention(0)
                        .partitionKeys(input.partitionKeys())
                        .parameters(input.parameters())
                        .viewOriginalText("o")
                        .viewExpandedText("e")
                        .createdBy("arn:aws:iam::000000000000:root")
                        .isRegisteredWithLakeFormation(false)
                        .isMultiDialectView(false)
                        .catalogId("000000000000")
                        .versionId("0")
                        .build());
    }

    @Test
    void refusesTablesAsGlueDoes() {
        assertRefused(ENTITY_NOT_FOUND, "Database sales not found.", () -> catalog.createTable("sales", "t"));
        assertRefused(ENTITY_NOT_FOUND, "Database sales not found.", () -> getTable("sales", "t"));
        assertRefused(ENTITY_NOT_FOUND, "Database sales not found.", () -> getTables("sales", null));
        catalog.createDatabase("sales");
        catalog.createTable("sales", "t");
        assertRefused(ALREADY_EXISTS, "Table already exists.", () -> catalog.createTable("sales", "T"));
        assertRefused(ENTITY_NOT_FOUND, "Table x not found.", () -> getTable("sales", "x"));
        assertRefused(ENTITY_NOT_FOUND, "Table x not found.", () -> deleteTable("x"));
        assertRefused(ENTITY_NOT_FOUND, "Table x not found.", () -> update("x", null, false));
    }

    @Test
    void findsTablesByExpression() {
        catalog.createDatabase("sales");
        for (String name : List.of("orders", "orders_raw", "items", "x")) {
            catalog.createTable("sales", name);
        }
        assertThat(getTables("sales", "orders.*|X").tableList())
                .extracting(Table::name)
                .containsExactly("orders", "orders_raw", "x");
        assertThat(getTables("sales", "order").tableList()).isEmpty();
        assertRefused(
                INVALID_INPUT, "Invalid Expression at position 2: Unclosed group", () -> getTables("sales", "(a"));
        catalog.createTable("sales", "a".repeat(60));
        assertRefused(
                INVALID_INPUT,
                "Invalid Expression: matching it takes too long.",
                () -> getTables("sales", "(.*.*)*(.*.*)*(.*.*)*b"));
    }

    @Test
    void pagesThroughMatchingTablesAndTheirAttributes() {
        catalog.createDatabase("sales");
        for (int i = 0; i < 250; i++) {
            catalog.createTable("sales", "t%03d".formatted(i));
        }
        List<String> names = new ArrayList<>();
        GetTablesRequest request = GetTablesRequest.builder()
                .databaseName("sales")
                .expression(".*[02468]")
                .maxResults(40)
                .attributesToGet(TableAttributes.NAME)
                .build();
        GetTablesResponse page;
        do {
            page = catalog.tables.getTables(request);
            page.tableList().forEach(table -> names.add(table.name()));
            assertThat(page.tableList())
                    .allSatisfy(table -> assertThat(table.versionId()).isNull());
            request = request.toBuilder().nextToken(page.nextToken()).build();
        } while (page.nextToken() != null);
        assertThat(names).hasSize(125).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void swapsATableOnlyFromItsVersion() {
        catalog.createDatabase("sales");
        catalog.createTable("sales", "t");
        update("t", "0", false);
        assertThat(getTable("sales", "t").versionId()).isEqualTo("1");
        assertRefused(
                CONCURRENT_MODIFICATION,
                "Update table failed due to concurrent modifications.",
                () -> update("t", "0", false));
        update("t", null, true);
        assertThat(getTable("sales", "t").versionId()).isEqualTo("2");
        assertThat(versions()).containsExactly("2", "0");
    }

    @Test
    void keepsReadsAndDeletesVersions() {
        catalog.createDatabase("sales");
        catalog.createTable("sales", "t");
        for (int i = 0; i < 4; i++) {
            update("t", null, false);
        }
        assertThat(versions()).containsExactly("4", "3", "2", "1", "0");
        assertThat(getVersion("2").table().versionId()).isEqualTo("2");
        assertThat(getVersion(null).versionId()).isEqualTo("4");
        assertRefused(ENTITY_NOT_FOUND, "Table version not found.", () -> getVersion("9"));
        assertRefused(INVALID_INPUT, "Invalid VersionId: it must be a number.", () -> getVersion("x"));
        catalog.versions.deleteTableVersion(DeleteTableVersionRequest.builder()
                .databaseName("sales")
                .tableName("t")
                .versionId("2")
                .build());
        assertThat(catalog.versions
                        .batchDeleteTableVersion(BatchDeleteTableVersionRequest.builder()
                                .databaseName("sales")
                                .tableName("t")
                                .versionIds("1", "2", "4")
                                .build())
                        .errors())
                .extracting(
                        error -> error.versionId() + " " + error.errorDetail().errorCode())
                .containsExactly("2 EntityNotFoundException", "4 InvalidInputException");
        assertThat(versions()).containsExactly("4", "3", "0");
    }

    @Test
    void deletesTablesInBatchAndNamesTheMissing() {
        catalog.createDatabase("sales");
        catalog.createTable("sales", "a");
        assertThat(catalog.tables
                        .batchDeleteTable(BatchDeleteTableRequest.builder()
                                .databaseName("sales")
                                .tablesToDelete("A", "b")
                                .build())
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.tableName()).isEqualTo("b");
                    assertThat(error.errorDetail())
                            .isEqualTo(ErrorDetail.builder()
                                    .errorCode("EntityNotFoundException")
                                    .errorMessage("Table b not found")
                                    .build());
                });
        assertThat(getTables("sales", null).tableList()).isEmpty();
    }

    private Database getDatabase(String name) {
        return catalog.databases
                .getDatabase(GetDatabaseRequest.builder().name(name).build())
                .database();
    }

    private void updateDatabase(String name, String inputName) {
        catalog.databases.updateDatabase(UpdateDatabaseRequest.builder()
                .name(name)
                .databaseInput(input -> input.name(inputName).description("changed"))
                .build());
    }

    private void deleteDatabase(String name) {
        catalog.databases.deleteDatabase(
                DeleteDatabaseRequest.builder().name(name).build());
    }

    private Table getTable(String database, String name) {
        return catalog.tables
                .getTable(GetTableRequest.builder()
                        .databaseName(database)
                        .name(name)
                        .build())
                .table();
    }

    private GetTablesResponse getTables(String database, @Nullable String expression) {
        return catalog.tables.getTables(GetTablesRequest.builder()
                .databaseName(database)
                .expression(expression)
                .build());
    }

    private void deleteTable(String name) {
        catalog.tables.deleteTable(
                DeleteTableRequest.builder().databaseName("sales").name(name).build());
    }

    private void update(String name, @Nullable String version, boolean skipArchive) {
        catalog.tables.updateTable(UpdateTableRequest.builder()
                .databaseName("sales")
                .tableInput(TestingCatalog.table(name))
                .versionId(version)
                .skipArchive(skipArchive)
                .build());
    }

    private List<String> versions() {
        return catalog
                .versions
                .getTableVersions(GetTableVersionsRequest.builder()
                        .databaseName("sales")
                        .tableName("t")
                        .build())
                .tableVersions()
                .stream()
                .map(TableVersion::versionId)
                .toList();
    }

    private TableVersion getVersion(@Nullable String version) {
        return catalog.versions
                .getTableVersion(GetTableVersionRequest.builder()
                        .databaseName("sales")
                        .tableName("t")
                        .versionId(version)
                        .build())
                .tableVersion();
    }
}
