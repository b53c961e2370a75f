package io.millrace.catalog.metadata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Makes tables of what requests say, with what Glue fills in. */
final class TableDefinitions {
    private static final String FIRST_VERSION = "0";

    private TableDefinitions() {}

    static Table created(String database, TableInput input, Instant now) {
        return table(input)
                .databaseName(database)
                .createTime(now)
                .updateTime(now)
                .createdBy(MetadataRequests.CREATED_BY)
                .versionId(FIRST_VERSION)
                .build();
    }

    static Table replacing(Table current, TableInput input, Instant now) {
        return table(input)
                .databaseName(current.databaseName())
                .createTime(current.createTime())
                .updateTime(now)
                .createdBy(current.createdBy())
                .versionId(String.valueOf(Long.parseLong(current.versionId()) + 1))
                .build();
    }

    /** A table whose format keeps its partitioning itself: its keys are columns like the others. */
    static TableInput withMetadata(TableInput input, Map<String, String> parameters) {
        List<Column> columns = new ArrayList<>(input.storageDescriptor().columns());
        columns.addAll(input.partitionKeys());
        Map<String, String> all = new HashMap<>(input.parameters());
        all.putAll(parameters);
        return input.toBuilder()
                .parameters(all)
                .partitionKeys(List.of())
                .storageDescriptor(
                        input.storageDescriptor().toBuilder().columns(columns).build())
                .build();
    }

    private static Table.Builder table(TableInput input) {
        MetadataRequests.refuse(input.viewDefinition(), "ViewDefinition");
        Table.Builder table = Table.builder()
                .name(MetadataRequests.name(input.name()))
                .description(input.description())
                .owner(input.owner())
                .lastAccessTime(input.lastAccessTime())
                .lastAnalyzedTime(input.lastAnalyzedTime())
                .retention(input.retention() == null ? 0 : input.retention())
                .storageDescriptor(input.storageDescriptor())
                .viewOriginalText(input.viewOriginalText())
                .viewExpandedText(input.viewExpandedText())
                .tableType(input.tableType())
                .targetTable(input.targetTable())
                .isRegisteredWithLakeFormation(false)
                .isMultiDialectView(false)
                .catalogId(MetadataRequests.CATALOG_ID);
        if (input.hasPartitionKeys()) {
            table.partitionKeys(input.partitionKeys());
        }
        if (input.hasParameters()) {
            table.parameters(input.parameters());
        }
        return table;
    }
}
