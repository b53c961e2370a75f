package io.millrace.ci.livetest;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** A catalog of some tables whose partitions come a page each. */
final class FakeGlue implements GlueClient {
    private final Map<String, Table> tables;
    private final Map<String, Integer> partitions;

    FakeGlue(Map<String, Table> tables, Map<String, Integer> partitions) {
        this.tables = tables;
        this.partitions = partitions;
    }

    static Table table(String database, String name, List<String> columns, List<String> keys) {
        return Table.builder()
                .databaseName(database)
                .name(name)
                .storageDescriptor(storage -> storage.columns(columns(columns)))
                .partitionKeys(columns(keys))
                .build();
    }

    private static List<Column> columns(List<String> names) {
        return names.stream()
                .map(name -> Column.builder().name(name).type("string").build())
                .toList();
    }

    @Override
    public GetTableResponse getTable(GetTableRequest request) {
        Table table = tables.get(request.name());
        if (table == null) {
            throw EntityNotFoundException.builder().message("Entity Not Found").build();
        }
        return GetTableResponse.builder().table(table).build();
    }

    @Override
    public GetPartitionsResponse getPartitions(GetPartitionsRequest request) {
        int count = partitions.getOrDefault(request.tableName(), 0);
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        List<Partition> page = IntStream.range(from, Math.min(count, from + 1))
                .mapToObj(i ->
                        Partition.builder().values("2020", String.valueOf(i)).build())
                .toList();
        return GetPartitionsResponse.builder()
                .partitions(page)
                .nextToken(from + 1 < count ? String.valueOf(from + 1) : null)
                .build();
    }

    @Override
    public String serviceName() {
        return "glue";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
