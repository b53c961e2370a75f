package io.millrace.catalog.metadata;

import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.TestingStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ColumnError;
import software.amazon.awssdk.services.glue.model.ColumnStatistics;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsError;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsType;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForPartitionResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableResponse;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForPartitionResponse;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForTableResponse;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

class TestColumnStatistics {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @SuppressWarnings("NullAway.Init")
    private ColumnStatisticsOperations statistics;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        statistics = new ColumnStatisticsOperations(testing.store);
        testing.createDatabase("sales");
        testing.createTable("sales", orders("id", "amount", "Note"));
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void keepsAndReplacesTheStatisticsOfATable() {
        assertThat(update(count("id", 5), decimal("amount"), count("note", 7)).errors())
                .isEmpty();
        assertThat(update(count("ID", 6)).errors()).isEmpty();

        GetColumnStatisticsForTableResponse found = get("amount", "id", "NOTE", "none");

        assertThat(found.columnStatisticsList()).containsExactly(decimal("amount"), count("ID", 6), count("note", 7));
        assertThat(found.errors())
                .containsExactly(ColumnError.builder()
                        .columnName("none")
                        .error(e -> e.errorCode("EntityNotFoundException")
                                .errorMessage("Statistics of column none not found."))
                        .build());
    }

    @Test
    void namesWhatItCannotKeepAndKeepsTheRest() {
        ColumnStatistics twoKinds = count("amount", 1).toBuilder()
                .statisticsData(d -> d.type(ColumnStatisticsType.LONG)
                        .longColumnStatisticsData(l -> l.numberOfNulls(0L).numberOfDistinctValues(1L))
                        .booleanColumnStatisticsData(
                                b -> b.numberOfFalses(0L).numberOfNulls(0L).numberOfTrues(0L)))
                .build();
        ColumnStatistics otherKind = count("amount", 1).toBuilder()
                .statisticsData(d -> d.type(ColumnStatisticsType.STRING)
                        .longColumnStatisticsData(l -> l.numberOfNulls(0L).numberOfDistinctValues(1L)))
                .build();
        ColumnStatistics upsideDown = count("amount", 1).toBuilder()
                .statisticsData(d -> d.type(ColumnStatisticsType.LONG)
                        .longColumnStatisticsData(l -> l.minimumValue(2L)
                                .maximumValue(1L)
                                .numberOfNulls(0L)
                                .numberOfDistinctValues(1L)))
                .build();

        List<ColumnStatisticsError> errors = update(count("id", 1), count("other", 1), twoKinds, otherKind, upsideDown)
                .errors();

        assertThat(errors)
                .extracting(error -> error.error().errorCode())
                .containsExactly(
                        "EntityNotFoundException",
                        "InvalidInputException",
                        "InvalidInputException",
                        "InvalidInputException");
        assertThat(errors)
                .extracting(error -> error.error().errorMessage())
                .containsExactly(
                        "Column other not found.",
                        "Invalid statistics of column amount: data of the type LONG is required and no other,"
                                + " not [BOOLEAN, LONG].",
                        "Invalid statistics of column amount: data of the type STRING is required and no other,"
                                + " not [LONG].",
                        "Invalid statistics of column amount: MinimumValue is greater than MaximumValue.");
        assertThat(errors.get(1).columnStatistics()).isEqualTo(twoKinds);
        assertThat(get("id", "amount").columnStatisticsList()).containsExactly(count("id", 1));
    }

    @Test
    void deletesStatisticsAndDoesNotMindMissingOnes() {
        update(count("id", 1));
        delete("ID");
        delete("id");
        delete("never");
        assertThat(get("id").columnStatisticsList()).isEmpty();
    }

    @Test
    void dropsThemWithTheColumnAndWithTheTable() {
        update(count("id", 1), count("amount", 2));
        testing.tables.updateTable(UpdateTableRequest.builder()
                .databaseName("sales")
                .tableInput(orders("id"))
                .build());
        testing.tables.updateTable(UpdateTableRequest.builder()
                .databaseName("sales")
                .tableInput(orders("id", "amount"))
                .build());
        assertThat(get("id", "amount").columnStatisticsList()).containsExactly(count("id", 1));

        testing.tables.deleteTable(DeleteTableRequest.builder()
                .databaseName("sales")
                .name("orders")
                .build());
        testing.createTable("sales", orders("id"));
        assertThat(get("id").columnStatisticsList()).isEmpty();
    }

    @Test
    void keepsThoseOfAPartitionApart() {
        createPartition("1");
        createPartition("2");
        update(count("id", 100));
        assertThat(updatePartition("1", count("id", 1), count("day", 1), count("other", 1))
                        .errors())
                .extracting(error -> error.columnStatistics().columnName())
                .containsExactly("other");
        updatePartition("2", count("id", 2));

        GetColumnStatisticsForPartitionResponse found = getPartition("1", "id", "day", "amount");
        assertThat(found.columnStatisticsList()).containsExactly(count("id", 1), count("day", 1));
        assertThat(found.errors()).extracting(ColumnError::columnName).containsExactly("amount");

        statistics.deleteColumnStatisticsForPartition(DeleteColumnStatisticsForPartitionRequest.builder()
                .databaseName("Sales")
                .tableName("Orders")
                .partitionValues("1")
                .columnName("id")
                .build());
        assertThat(getPartition("1", "id").columnStatisticsList()).isEmpty();
        assertThat(getPartition("2", "id").columnStatisticsList()).containsExactly(count("id", 2));
        assertThat(get("id").columnStatisticsList()).containsExactly(count("id", 100));
    }

    @Test
    void dropsThoseOfAPartitionWithIt() {
        createPartition("1");
        updatePartition("1", count("id", 1));
        new PartitionOperations(testing.store, testing.tokens, testing.clock())
                .deletePartition(DeletePartitionRequest.builder()
                        .databaseName("sales")
                        .tableName("orders")
                        .partitionValues("1")
                        .build());
        createPartition("1");
        assertThat(getPartition("1", "id").columnStatisticsList()).isEmpty();
    }

    @Test
    void refusesWhatDoesNotExistAndLongLists() {
        assertRefused(ENTITY_NOT_FOUND, "Cannot find partition.", () -> getPartition("9", "id"));
        assertRefused(
                INVALID_INPUT,
                "The number of partition keys do not match the number of partition values",
                () -> statistics.getColumnStatisticsForPartition(GetColumnStatisticsForPartitionRequest.builder()
                        .databaseName("sales")
                        .tableName("orders")
                        .partitionValues("1", "2")
                        .columnNames("id")
                        .build()));
        assertRefused(
                ENTITY_NOT_FOUND,
                "Table other not found.",
                () -> statistics.getColumnStatisticsForTable(GetColumnStatisticsForTableRequest.builder()
                        .databaseName("sales")
                        .tableName("other")
                        .columnNames("id")
                        .build()));
        assertRefused(
                INVALID_INPUT,
                "1 validation error detected: Value at 'columnStatisticsList' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 25",
                () -> update(Collections.nCopies(26, count("id", 1)).toArray(ColumnStatistics[]::new)));
        assertRefused(
                INVALID_INPUT,
                "1 validation error detected: Value at 'columnNames' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 100",
                () -> get(Collections.nCopies(101, "id").toArray(String[]::new)));
    }

    private static TableInput orders(String... columns) {
        return TestingCatalog.table("orders", "day").toBuilder()
                .storageDescriptor(d -> d.columns(Arrays.stream(columns)
                        .map(name -> Column.builder().name(name).type("bigint").build())
                        .toList()))
                .build();
    }

    private static ColumnStatistics count(String column, long distinct) {
        return ColumnStatistics.builder()
                .columnName(column)
                .columnType("bigint")
                .analyzedTime(TestingStore.NOW)
                .statisticsData(d -> d.type(ColumnStatisticsType.LONG)
                        .longColumnStatisticsData(l -> l.minimumValue(-1L)
                                .maximumValue(Long.MAX_VALUE)
                                .numberOfNulls(0L)
                                .numberOfDistinctValues(distinct)))
                .build();
    }

    private static ColumnStatistics decimal(String column) {
        return ColumnStatistics.builder()
                .columnName(column)
                .columnType("decimal(10,2)")
                .analyzedTime(TestingStore.NOW)
                .statisticsData(d -> d.type(ColumnStatisticsType.DECIMAL)
                        .decimalColumnStatisticsData(l -> l.minimumValue(
                                        n -> n.scale(2).unscaledValue(SdkBytes.fromByteArray(new byte[] {-1, 0, 127})))
                                .numberOfNulls(3L)
                                .numberOfDistinctValues(2L)))
                .build();
    }

    private UpdateColumnStatisticsForTableResponse update(ColumnStatistics... list) {
        return statistics.updateColumnStatisticsForTable(UpdateColumnStatisticsForTableRequest.builder()
                .databaseName("Sales")
                .tableName("Orders")
                .columnStatisticsList(list)
                .build());
    }

    private GetColumnStatisticsForTableResponse get(String... columns) {
        return statistics.getColumnStatisticsForTable(GetColumnStatisticsForTableRequest.builder()
                .databaseName("sales")
                .tableName("orders")
                .columnNames(columns)
                .build());
    }

    private void delete(String column) {
        statistics.deleteColumnStatisticsForTable(DeleteColumnStatisticsForTableRequest.builder()
                .databaseName("sales")
                .tableName("orders")
                .columnName(column)
                .build());
    }

    private void createPartition(String day) {
        new PartitionOperations(testing.store, testing.tokens, testing.clock())
                .createPartition(CreatePartitionRequest.builder()
                        .databaseName("sales")
                        .tableName("orders")
                        .partitionInput(TestingCatalog.partition(day))
                        .build());
    }

    private UpdateColumnStatisticsForPartitionResponse updatePartition(String day, ColumnStatistics... list) {
        return statistics.updateColumnStatisticsForPartition(UpdateColumnStatisticsForPartitionRequest.builder()
                .databaseName("sales")
                .tableName("orders")
                .partitionValues(day)
                .columnStatisticsList(list)
                .build());
    }

    private GetColumnStatisticsForPartitionResponse getPartition(String day, String... columns) {
        return statistics.getColumnStatisticsForPartition(GetColumnStatisticsForPartitionRequest.builder()
                .databaseName("sales")
                .tableName("orders")
                .partitionValues(day)
                .columnNames(columns)
                .build());
    }
}
