package io.millrace.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionIndex;
import software.amazon.awssdk.services.glue.model.PartitionIndexStatus;
import software.amazon.awssdk.services.glue.model.PartitionInput;

/** Partition indexes, filters and segments over the wire, as Terraform and Trino use them. */
class ITPartitionFilters {
    private static final int DAYS = 40;
    private static final int HOURS = 24;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void filtersByTypedKeysIndexesAndSegments() {
        try (TestingServer server = TestingServer.start(folder);
                GlueClient glue = server.glue()) {
            glue.createDatabase(create -> create.databaseInput(input -> input.name("d")));
            glue.createTable(create -> create.databaseName("d")
                    .tableInput(input -> input.name("t")
                            .partitionKeys(key("day", "int"), key("hour", "int"), key("region", "string")))
                    .partitionIndexes(PartitionIndex.builder()
                            .indexName("by_region")
                            .keys("region", "hour")
                            .build()));
            assertThat(glue.getPartitionIndexes(get -> get.databaseName("d").tableName("t"))
                            .partitionIndexDescriptorList())
                    .singleElement()
                    .satisfies(index -> {
                        assertThat(index.indexStatus()).isEqualTo(PartitionIndexStatus.ACTIVE);
                        assertThat(index.keys()).extracting(key -> key.name()).containsExactly("region", "hour");
                    });
            createPartitions(glue);
            assertThat(values(glue, "((day >= 9 AND day <= 10)) AND ((hour in (2, 11)))"))
                    .extracting(values -> values.get(0) + "/" + values.get(1))
                    .containsExactly("9/2", "9/11", "10/2", "10/11");
            assertThat(values(glue, "region = 'r1' and hour = 4")).hasSize(DAYS);
            assertThat(values(glue, "region = 'r7'")).isEmpty();
            assertThatThrownBy(() -> values(glue, "day = 'monday'"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("position 7");
            glue.deletePartitionIndex(
                    delete -> delete.databaseName("d").tableName("t").indexName("by_region"));
            assertThat(values(glue, "region = 'r1' and hour = 4")).hasSize(DAYS);
            List<List<String>> all = new ArrayList<>();
            for (int segment = 0; segment < 3; segment++) {
                int number = segment;
                glue.getPartitionsPaginator(get -> get.databaseName("d")
                                .tableName("t")
                                .segment(part -> part.segmentNumber(number).totalSegments(3))
                                .maxResults(100))
                        .forEach(page -> page.partitions().forEach(partition -> all.add(partition.values())));
            }
            assertThat(all).hasSize(DAYS * HOURS).doesNotHaveDuplicates();
        }
    }

    private static void createPartitions(GlueClient glue) {
        for (int day = 1; day <= DAYS; day++) {
            List<PartitionInput> inputs = new ArrayList<>();
            for (int hour = 0; hour < HOURS; hour++) {
                inputs.add(PartitionInput.builder()
                        .values(String.valueOf(day), String.valueOf(hour), "r" + hour % 3)
                        .build());
            }
            assertThat(glue.batchCreatePartition(create ->
                                    create.databaseName("d").tableName("t").partitionInputList(inputs))
                            .errors())
                    .isEmpty();
        }
    }

    private static List<List<String>> values(GlueClient glue, String expression) {
        return glue
                .getPartitionsPaginator(
                        get -> get.databaseName("d").tableName("t").expression(expression))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .map(Partition::values)
                .toList();
    }

    private static Column key(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }
}
