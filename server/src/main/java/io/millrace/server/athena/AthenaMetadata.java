package io.millrace.server.athena;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.athena.model.Column;
import software.amazon.awssdk.services.athena.model.Database;
import software.amazon.awssdk.services.athena.model.TableMetadata;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** Glue's databases and tables in Athena's words. Where the data is and how it is read are parameters there, as in Athena. */
final class AthenaMetadata {
    private AthenaMetadata() {}

    static Database database(software.amazon.awssdk.services.glue.model.Database database) {
        return Database.builder()
                .name(database.name())
                .description(database.description())
                .parameters(database.parameters())
                .build();
    }

    static TableMetadata table(Table table) {
        StorageDescriptor storage = table.storageDescriptor();
        Map<String, String> parameters = new LinkedHashMap<>(table.parameters());
        if (storage != null) {
            put(parameters, "location", storage.location());
            put(parameters, "inputformat", storage.inputFormat());
            put(parameters, "outputformat", storage.outputFormat());
            if (storage.serdeInfo() != null) {
                put(parameters, "serde.serialization.lib", storage.serdeInfo().serializationLibrary());
                storage.serdeInfo().parameters().forEach((key, value) -> parameters.put("serde.param." + key, value));
            }
        }
        return TableMetadata.builder()
                .name(table.name())
                .createTime(table.createTime())
                .lastAccessTime(table.lastAccessTime())
                .tableType(table.tableType())
                .columns(storage == null ? List.of() : columns(storage.columns()))
                .partitionKeys(columns(table.partitionKeys()))
                .parameters(parameters)
                .build();
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private static List<Column> columns(List<software.amazon.awssdk.services.glue.model.Column> columns) {
        return columns.stream()
                .map(column -> Column.builder()
                        .name(column.name())
                        .type(column.type())
                        .comment(column.comment())
                        .build())
                .toList();
    }
}
