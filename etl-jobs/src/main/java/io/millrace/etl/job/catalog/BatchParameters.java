package io.millrace.etl.job.catalog;

import io.millrace.catalog.layout.BatchObjects;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Changes of the parameters by which {@link BatchObjects} tells what counts, as values; everything else of table and partition stays. */
public final class BatchParameters {
    private final Map<String, String> parameters;

    private BatchParameters(Map<String, String> parameters) {
        this.parameters = new LinkedHashMap<>(parameters);
    }

    public static BatchParameters of(Map<String, String> parameters) {
        return new BatchParameters(parameters);
    }

    /** Adds batches to a parameter. */
    public BatchParameters with(String parameter, Set<String> batches) {
        return set(parameter, batches, Set.of());
    }

    /** Takes batches out of a parameter, and the parameter away when none is left. */
    public BatchParameters without(String parameter, Set<String> batches) {
        return set(parameter, Set.of(), batches);
    }

    /** Adds the batch where the parameter says that only some count. */
    public BatchParameters alsoCounts(String batch) {
        return parameters.containsKey(BatchObjects.ONLY) ? with(BatchObjects.ONLY, Set.of(batch)) : this;
    }

    /** Only this batch counts. */
    public BatchParameters onlyCounts(String batch) {
        parameters.put(BatchObjects.ONLY, batch);
        return this;
    }

    /** Everything counts again that is not hidden. */
    public BatchParameters allCount() {
        parameters.remove(BatchObjects.ONLY);
        return this;
    }

    private BatchParameters set(String parameter, Set<String> more, Set<String> less) {
        Set<String> batches = new TreeSet<>(BatchObjects.batches(parameters.get(parameter)));
        batches.addAll(more);
        batches.removeAll(less);
        if (batches.isEmpty()) {
            parameters.remove(parameter);
        } else {
            parameters.put(parameter, BatchObjects.format(batches));
        }
        return this;
    }

    public Map<String, String> toMap() {
        return new LinkedHashMap<>(parameters);
    }

    /** The table as it is, with these parameters. */
    public TableInput input(Table table) {
        return TableInput.builder()
                .name(table.name())
                .description(table.description())
                .owner(table.owner())
                .lastAccessTime(table.lastAccessTime())
                .lastAnalyzedTime(table.lastAnalyzedTime())
                .retention(table.retention())
                .storageDescriptor(table.storageDescriptor())
                .partitionKeys(table.partitionKeys())
                .viewOriginalText(table.viewOriginalText())
                .viewExpandedText(table.viewExpandedText())
                .tableType(table.tableType())
                .targetTable(table.targetTable())
                .parameters(toMap())
                .build();
    }

    /** The partition as it is, with these parameters. */
    public PartitionInput input(Partition partition) {
        return PartitionInput.builder()
                .values(partition.values())
                .lastAccessTime(partition.lastAccessTime())
                .lastAnalyzedTime(partition.lastAnalyzedTime())
                .storageDescriptor(partition.storageDescriptor())
                .parameters(toMap())
                .build();
    }
}
