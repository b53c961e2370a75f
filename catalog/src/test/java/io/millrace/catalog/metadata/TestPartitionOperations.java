package io.millrace.catalog.metadata;

import static io.millrace.catalog.CatalogErrorCode.ALREADY_EXISTS;
import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.metadata.TestingCatalog.NOW;
import static io.millrace.catalog.metadata.TestingCatalog.assertRefused;
import static io.millrace.catalog.metadata.TestingCatalog.partition;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

class TestPartitionOperations {
    private static final String MISMATCH = "The number of partition keys do not match the number of partition values";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingCatalog catalog;

    @BeforeEach
    void open() {
        catalog = new TestingCatalog(folder);
        catalog.createDatabase("sales");
        catalog.createTable("sales", "t", "year", "month");
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void createsAndDeletesAPartition() {
        create(partition("2024", "A"));
        Partition found = get("2024", "A");
        assertThat(found.creationTime()).isEqualTo(NOW);
        assertThat(found.databaseName()).isEqualTo("sales");
        assertThat(found.tableName()).isEqualTo("t");
        assertThat(found.catalogId()).isEqualTo("000000000000");
        assertThat(found.storageDescriptor().location()).isEqualTo("s3://b/2024/A");
        delete("2024", "A");
        assertRefused(ENTITY_NOT_FOUND, "Cannot find partition.", () -> get("2024", "A"));
        assertRefused(ENTITY_NOT_FOUND, "Cannot find partition.", () -> delete("2024", "A"));
    }

    @Test
    void refusesPartitionsAsGlueDoes() {
        create(partition("2024", "1"));
        assertRefused(ALREADY_EXISTS, "Partition already exists.", () -> create(partition("2024", "1")));
        assertRefused(INVALID_INPUT, MISMATCH, () -> create(partition("2024")));
        assertRefused(INVALID_INPUT, MISMATCH, () -> get("2024"));
        assertRefused(INVALID_INPUT, "Partition values must be valid text.", () -> create(partition("2024", "\uD800")));
        assertRefused(
                ENTITY_NOT_FOUND,
                "Table x not found.",
                () -> catalog.partitions.createPartition(CreatePartitionRequest.builder()
                        .databaseName("sales")
                        .tableName("x")
                        .partitionInput(partition("1", "2"))
                        .build()));
    }

    @Test
    void updatesAPartitionAndItsValues() {
        create(partition("2024", "1"));
        create(partition("2024", "2"));
        update(List.of("2024", "1"), partition("2024", "3"));
        assertThat(get("2024", "3").creationTime()).isEqualTo(NOW);
        assertRefused(
                ENTITY_NOT_FOUND, "Cannot find partition.", () -> update(List.of("2024", "1"), partition("2024", "1")));
        assertRefused(
                ALREADY_EXISTS,
                "Partition already exists.",
                () -> update(List.of("2024", "3"), partition("2024", "2")));
    }

    @Test
    void createsInBatchAndNamesWhatItCouldNot() {
        create(partition("2024", "1"));
        List<PartitionError> errors =
                batchCreate(partition("2024", "1"), partition("2024", "2"), partition("2024"), partition("2024", "2"));
        assertThat(errors)
                .extracting(error ->
                        error.partitionValues() + " " + error.errorDetail().errorCode() + " "
                                + error.errorDetail().errorMessage())
                .containsExactly(
                        "[2024] InvalidInputException " + MISMATCH,
                        "[2024, 1] AlreadyExistsException Partition already exists.",
                        "[2024, 2] AlreadyExistsException Partition already exists.");
        assertThat(batchCreate(partition("2024", "9"))).isEmpty();
        assertThat(list(GetPartitionsRequest.builder())).hasSize(3);
        assertRefused(
                INVALID_INPUT,
                "1 validation error detected: Value at 'partitionInputList' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 100",
                () -> batchCreate(Collections.nCopies(101, partition("1", "2")).toArray(new PartitionInput[0])));
    }

    @Test
    @SuppressWarnings("unchecked") // the SDK's variable arguments of consumers
    void getsUpdatesAndDeletesInBatch() {
        create(partition("2024", "1"));
        assertThat(catalog.batches
                        .batchGetPartition(BatchGetPartitionRequest.builder()
                                .databaseName("sales")
                                .tableName("t")
                                .partitionsToGet(v -> v.values("2024", "2"), v -> v.values("2024", "1"))
                                .build())
                        .partitions())
                .extracting(Partition::values)
                .containsExactly(List.of("2024", "1"));
        assertThat(catalog.batches
                        .batchUpdatePartition(BatchUpdatePartitionRequest.builder()
                                .databaseName("sales")
                                .tableName("t")
                                .entries(
                                        e -> e.partitionValueList("2024", "1").partitionInput(partition("2024", "5")),
                                        e -> e.partitionValueList("2024", "2").partitionInput(partition("2024", "6")))
                                .build())
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.partitionValueList()).containsExactly("2024", "2");
                    assertThat(error.errorDetail().errorCode()).isEqualTo("EntityNotFoundException");
                });
        assertThat(catalog.batches
                        .batchDeletePartition(BatchDeletePartitionRequest.builder()
                                .databaseName("sales")
                                .tableName("t")
                                .partitionsToDelete(v -> v.values("2024", "5"), v -> v.values("2024", "2"))
                                .build())
                        .errors())
                .extracting(PartitionError::partitionValues)
                .containsExactly(List.of("2024", "2"));
        assertThat(list(GetPartitionsRequest.builder())).isEmpty();
    }

    @Test
    void listsWhatTheExpressionSelectsInPages() {
        createManyPartitions();
        assertThat(list(GetPartitionsRequest.builder().maxResults(7)))
                .hasSize(120)
                .isSortedAccordingTo(
                        (a, b) -> (a.values().get(0) + " " + a.values().get(1))
                                .compareTo(b.values().get(0) + " " + b.values().get(1)));
        assertThat(list(GetPartitionsRequest.builder()
                        .maxResults(2)
                        .expression("year = '2020' and month in ('01', '03', '05')")))
                .extracting(partition -> partition.values().get(1))
                .containsExactly("01", "03", "05");
        assertThat(list(GetPartitionsRequest.builder().expression(""))).hasSize(120);
    }

    @Test
    void cutsSegmentsThatMakeUpTheWhole() {
        createManyPartitions();
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            list(GetPartitionsRequest.builder()
                            .maxResults(10)
                            .segment(s -> s.segmentNumber(number).totalSegments(3)))
                    .forEach(partition -> all.add(partition.values()));
        }
        assertThat(all).hasSize(120).doesNotHaveDuplicates();
        assertRefused(
                INVALID_INPUT,
                "SegmentNumber 3 must be less than TotalSegments 3.",
                () -> list(GetPartitionsRequest.builder()
                        .segment(s -> s.segmentNumber(3).totalSegments(3))));
    }

    @Test
    void leavesTheColumnsOutOnDemand() {
        create(partition("2024", "1"));
        assertThat(list(GetPartitionsRequest.builder()))
                .allSatisfy(partition ->
                        assertThat(partition.storageDescriptor().hasColumns()).isTrue());
        assertThat(list(GetPartitionsRequest.builder().excludeColumnSchema(true)))
                .allSatisfy(partition -> {
                    assertThat(partition.storageDescriptor().hasColumns()).isFalse();
                    assertThat(partition.storageDescriptor().location()).isEqualTo("s3://b/2024/1");
                });
    }

    @Test
    void keepsTheNumberOfKeysWhileThereArePartitions() {
        create(partition("2024", "1"));
        UpdateTableRequest request = UpdateTableRequest.builder()
                .databaseName("sales")
                .tableInput(TestingCatalog.table("t", "year"))
                .build();
        assertRefused(
                INVALID_INPUT,
                "The number of partition keys of table t cannot be changed from 2 to 1 while it has partitions.",
                () -> catalog.tables.updateTable(request));
        delete("2024", "1");
        catalog.tables.updateTable(request);
        create(partition("2024"));
    }

    private void createManyPartitions() {
        for (int year = 2015; year < 2025; year++) {
            List<PartitionInput> inputs = new ArrayList<>();
            for (int month = 12; month > 0; month--) {
                inputs.add(partition(String.valueOf(year), "%02d".formatted(month)));
            }
            assertThat(batchCreate(inputs.toArray(new PartitionInput[0]))).isEmpty();
        }
    }

    private void create(PartitionInput input) {
        catalog.partitions.createPartition(CreatePartitionRequest.builder()
                .databaseName("Sales")
                .tableName("T")
                .partitionInput(input)
                .build());
    }

    private List<PartitionError> batchCreate(PartitionInput... inputs) {
        return catalog.batches
                .batchCreatePartition(BatchCreatePartitionRequest.builder()
                        .databaseName("sales")
                        .tableName("t")
                        .partitionInputList(inputs)
                        .build())
                .errors();
    }

    private Partition get(String... values) {
        return catalog.partitions
                .getPartition(GetPartitionRequest.builder()
                        .databaseName("sales")
                        .tableName("t")
                        .partitionValues(values)
                        .build())
                .partition();
    }

    private void update(List<String> values, PartitionInput input) {
        catalog.partitions.updatePartition(UpdatePartitionRequest.builder()
                .databaseName("sales")
                .tableName("t")
                .partitionValueList(values)
                .partitionInput(input)
                .build());
    }

    private void delete(String... values) {
        catalog.partitions.deletePartition(DeletePartitionRequest.builder()
                .databaseName("sales")
                .tableName("t")
                .partitionValues(values)
                .build());
    }

    private List<Partition> list(GetPartitionsRequest.Builder request) {
        List<Partition> all = new ArrayList<>();
        GetPartitionsResponse page;
        request.databaseName("sales").tableName("t");
        do {
            page = catalog.partitions.getPartitions(request.build());
            all.addAll(page.partitions());
            request.nextToken(page.nextToken());
        } while (page.nextToken() != null);
        return all;
    }
}
