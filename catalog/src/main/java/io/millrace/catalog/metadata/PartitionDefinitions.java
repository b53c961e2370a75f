package io.millrace.catalog.metadata;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;

/** Makes partitions of what requests say, with what Glue fills in, and checks their values. */
final class PartitionDefinitions {
    private PartitionDefinitions() {}

    static Partition created(Table table, PartitionInput input, @Nullable Instant creationTime) {
        requireValues(table, input.values());
        Partition.Builder partition = Partition.builder()
                .values(input.values())
                .databaseName(table.databaseName())
                .tableName(table.name())
                .creationTime(creationTime)
                .lastAccessTime(input.lastAccessTime())
                .lastAnalyzedTime(input.lastAnalyzedTime())
                .storageDescriptor(input.storageDescriptor())
                .catalogId(MetadataRequests.CATALOG_ID);
        if (input.hasParameters()) {
            partition.parameters(input.parameters());
        }
        return partition.build();
    }

    static void requireValues(Table table, List<String> values) {
        if (values.size() != table.partitionKeys().size()) {
            throw MetadataRequests.invalid("The number of partition keys do not match the number of partition values");
        }
        for (String value : values) {
            if (value == null || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw MetadataRequests.invalid("Partition values must be valid text.");
            }
        }
    }

    static Partition withoutColumns(Partition partition) {
        if (partition.storageDescriptor() == null) {
            return partition;
        }
        return partition.toBuilder()
                .storageDescriptor(partition.storageDescriptor().toBuilder()
                        .columns((List<Column>) null)
                        .build())
                .build();
    }
}
