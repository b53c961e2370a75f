package io.millrace.etl.job.catalog;

import io.millrace.etl.job.arguments.JobArguments.TableName;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.PartitionInput;

/** Partitions as requests of the size that Glue takes. */
public final class PartitionWrites {
    private PartitionWrites() {}

    public static List<GlueRequest> of(TableName name, List<PartitionInput> added, List<PartitionInput> changed) {
        List<GlueRequest> writes = new ArrayList<>();
        for (List<PartitionInput> part : parts(added, GlueCatalog.BATCH_CREATE_PARTITION_MAX_ENTRIES)) {
            writes.add(BatchCreatePartitionRequest.builder()
                    .databaseName(name.database())
                    .tableName(name.name())
                    .partitionInputList(part)
                    .build());
        }
        for (List<PartitionInput> part : parts(changed, GlueCatalog.BATCH_UPDATE_PARTITION_MAX_ENTRIES)) {
            writes.add(BatchUpdatePartitionRequest.builder()
                    .databaseName(name.database())
                    .tableName(name.name())
                    .entries(part.stream().map(PartitionWrites::entry).toList())
                    .build());
        }
        return writes;
    }

    private static BatchUpdatePartitionRequestEntry entry(PartitionInput input) {
        return BatchUpdatePartitionRequestEntry.builder()
                .partitionValueList(input.values())
                .partitionInput(input)
                .build();
    }

    private static <T> List<List<T>> parts(List<T> items, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int start = 0; start < items.size(); start += size) {
            parts.add(items.subList(start, Math.min(items.size(), start + size)));
        }
        return parts;
    }
}
