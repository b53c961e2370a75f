package io.millrace.catalog.metadata;

import static io.millrace.catalog.metadata.TestingCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.CatalogErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionIndexesRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionIndex;
import software.amazon.awssdk.services.glue.model.PartitionIndexDescriptor;
import software.amazon.awssdk.services.glue.model.PartitionIndexStatus;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

class TestPartitionIndexOperations {
    @TempDir
    private Path folder;

    private TestingCatalog catalog;

    @BeforeEach
    void open() {
        catalog = new TestingCatalog(folder);
        catalog.createDatabase("d");
        catalog.createTable("d", "t", "year", "month", "day", "region");
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void describesIndexesAsActiveWithTheTypesOfTheirKeys() {
        assertThat(indexes("t")).isEmpty();
        create("By_Region", "Region", "year");
        assertThat(indexes("t")).singleElement().satisfies(index -> {
            assertThat(index.indexName()).isEqualTo("by_region");
            assertThat(index.indexStatus()).isEqualTo(PartitionIndexStatus.ACTIVE);
            assertThat(index.keys())
                    .extracting(key -> key.name() + " " + key.type())
                    .containsExactly("region string", "year string");
        });
        delete("by_region");
        assertThat(indexes("t")).isEmpty();
    }

    @Test
    void makesIndexesWithTheTable() {
        catalog.tables.createTable(CreateTableRequest.builder()
                .databaseName("d")
                .tableInput(TestingCatalog.table("two", "a", "b"))
                .partitionIndexes(index("one", "b"), index("other", "b", "a"))
                .build());
        assertThat(indexes("two"))
                .extracting(PartitionIndexDescriptor::indexName)
                .containsExactly("one", "other");
        CreateTableRequest wrong = CreateTableRequest.builder()
                .databaseName("d")
                .tableInput(TestingCatalog.table("three", "a"))
                .partitionIndexes(index("one", "c"))
                .build();
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "Key c of index one is not a partition key of table three.",
                () -> catalog.tables.createTable(wrong));
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Table three not found.", () -> indexes("three"));
    }

    @Test
    void refusesWhatGlueRefuses() {
        create("one", "month");
        assertRefused(
                CatalogErrorCode.ALREADY_EXISTS, "Index with name one already exists.", () -> create("one", "day"));
        assertRefused(
                CatalogErrorCode.ALREADY_EXISTS, "An index with the same keys exists.", () -> create("two", "month"));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT, "Key day is twice in index two.", () -> create("two", "day", "day"));
        assertRefused(CatalogErrorCode.INVALID_INPUT, "Index two has no keys.", () -> create("two"));
        create("two", "day");
        create("three", "region");
        assertRefused(
                CatalogErrorCode.RESOURCE_NUMBER_LIMIT_EXCEEDED,
                "Table t has 3 partition indexes, the most that a table can have.",
                () -> create("four", "year"));
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Index with name four not found.", () -> delete("four"));
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "The number of partition keys of table t cannot be changed from 4 to 1 while it has partition indexes.",
                () -> catalog.tables.updateTable(UpdateTableRequest.builder()
                        .databaseName("d")
                        .tableInput(TestingCatalog.table("t", "year"))
                        .build()));
    }

    @Test
    void goesOnWithAListThoughItsIndexIsDroppedMeanwhile() {
        List<PartitionInput> partitions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            partitions.add(TestingCatalog.partition("2026", String.valueOf(i % 12), String.valueOf(i), "r" + i % 3));
        }
        catalog.batches.batchCreatePartition(BatchCreatePartitionRequest.builder()
                .databaseName("d")
                .tableName("t")
                .partitionInputList(partitions)
                .build());
        create("by_region", "region");
        List<String> days = new ArrayList<>();
        GetPartitionsResponse page = page(null);
        days.addAll(days(page));
        assertThat(days).hasSize(7);
        delete("by_region");
        while (page.nextToken() != null) {
            page = page(page.nextToken());
            days.addAll(days(page));
        }
        assertThat(days).hasSize(20).doesNotHaveDuplicates().allMatch(day -> Integer.parseInt(day) % 3 == 1);
    }

    private GetPartitionsResponse page(@Nullable String token) {
        return catalog.partitions.getPartitions(GetPartitionsRequest.builder()
                .databaseName("d")
                .tableName("t")
                .expression("region = 'r1'")
                .maxResults(7)
                .nextToken(token)
                .build());
    }

    private static List<String> days(GetPartitionsResponse page) {
        return page.partitions().stream()
                .map(Partition::values)
                .map(values -> values.get(2))
                .toList();
    }

    private void create(String name, String... keys) {
        catalog.indexes.createPartitionIndex(CreatePartitionIndexRequest.builder()
                .databaseName("d")
                .tableName("t")
                .partitionIndex(index(name, keys))
                .build());
    }

    private static PartitionIndex index(String name, String... keys) {
        return PartitionIndex.builder()
                .indexName(name)
                .keys(Arrays.asList(keys))
                .build();
    }

    private void delete(String name) {
        catalog.indexes.deletePartitionIndex(DeletePartitionIndexRequest.builder()
                .databaseName("d")
                .tableName("t")
                .indexName(name)
                .build());
    }

    private List<PartitionIndexDescriptor> indexes(String table) {
        return catalog.indexes
                .getPartitionIndexes(GetPartitionIndexesRequest.builder()
                        .databaseName("d")
                        .tableName(table)
                        .build())
                .partitionIndexDescriptorList();
    }
}
