package io.millrace.etl.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** A catalog of one database, {@code db}. */
final class TestingCatalog implements TableCatalog {
    private final Map<String, Table> tables = new HashMap<>();
    private final Map<String, List<Partition>> partitions = new HashMap<>();

    void add(String name, String location, String serde, Map<String, String> parameters, String... columns) {
        add(name, location, serde, parameters, List.of(), columns);
    }

    void add(
            String name,
            String location,
            String serde,
            Map<String, String> parameters,
            List<String> keys,
            String... columns) {
        tables.put(
                name,
                Table.builder()
                        .databaseName("db")
                        .name(name)
                        .partitionKeys(keys.stream().map(TestingCatalog::column).toList())
                        .storageDescriptor(sd -> sd.location(location)
                                .columns(List.of(columns).stream()
                                        .map(TestingCatalog::column)
                                        .toList())
                                .serdeInfo(
                                        info -> info.serializationLibrary(serde).parameters(parameters)))
                        .build());
    }

    void addParameter(String table, String key, String value) {
        tables.computeIfPresent(
                table,
                (name, known) ->
                        known.toBuilder().parameters(Map.of(key, value)).build());
    }

    void addPartition(String table, String location, String... values) {
        partitions
                .computeIfAbsent(table, key -> new ArrayList<>())
                .add(Partition.builder()
                        .databaseName("db")
                        .tableName(table)
                        .values(values)
                        .storageDescriptor(sd -> sd.location(location))
                        .build());
    }

    private static Column column(String nameAndType) {
        String[] parts = nameAndType.split(" ", 2);
        return Column.builder().name(parts[0]).type(parts[1]).build();
    }

    @Override
    public boolean databaseExists(String database) {
        return database.equals("db");
    }

    @Override
    public Optional<Table> findTable(String database, String table) {
        return database.equals("db") ? Optional.ofNullable(tables.get(table)) : Optional.empty();
    }

    @Override
    public List<Partition> listPartitions(String database, String table) {
        return partitions.getOrDefault(table, List.of());
    }
}
