package io.millrace.etl.job;

import io.millrace.etl.batch.BatchConflictException;
import io.millrace.etl.job.catalog.SourceCatalog;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** A catalog of the test's process. Counts the changes of tables and partitions. */
public final class InMemoryCatalog implements SourceCatalog, TargetCatalog {
    private final InMemoryBatches batches = new InMemoryBatches(this);
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Map<String, Map<List<String>, Partition>> partitions = new LinkedHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<String> databases = new ArrayList<>();

    void put(Table table, Partition... added) {
        String name = table.databaseName() + "." + table.name();
        tables.put(name, table);
        Map<List<String>, Partition> known = partitions.computeIfAbsent(name, key -> new LinkedHashMap<>());
        for (Partition partition : added) {
            known.put(partition.values(), partition);
        }
    }

    public InMemoryBatches batches() {
        return batches;
    }

    int changes() {
        return changes.get();
    }

    Set<String> partitionValues(String database, String table) {
        Set<String> values = new TreeSet<>();
        listPartitions(database, table).forEach(partition -> values.add(String.join("/", partition.values())));
        return values;
    }

    @Override
    public Table loadTable(String database, String table) {
        return findTable(database, table).orElseThrow(() -> new JobFailureException("No table " + table));
    }

    @Override
    public Optional<Table> findTable(String database, String table) {
        return Optional.ofNullable(tables.get(database + "." + table));
    }

    @Override
    public List<Partition> listPartitions(String database, String table) {
        return List.copyOf(
                partitions.getOrDefault(database + "." + table, Map.of()).values());
    }

    @Override
    public void ensureDatabase(String database) {
        databases.add(database);
    }

    @Override
    public void createTable(String database, TableInput input) {
        changes.incrementAndGet();
        put(table(database, input));
    }

    @Override
    public void updateTable(String database, Table current, TableInput input) {
        try {
            checkVersion(database, input.name(), current.versionId());
        } catch (BatchConflictException e) {
            throw ConcurrentModificationException.builder()
                    .message(e.getMessage())
                    .build();
        }
        changes.incrementAndGet();
        put(table(database, input));
    }

    @Override
    public void createPartitions(String database, String table, List<PartitionInput> inputs) {
        changes.addAndGet(inputs.size());
        inputs.forEach(input -> put(loadTable(database, table), partition(input)));
    }

    @Override
    public void updatePartitions(String database, String table, List<PartitionInput> inputs) {
        createPartitions(database, table, inputs);
    }

    @Override
    public void deletePartitions(String database, String table, List<List<String>> values) {
        changes.addAndGet(values.size());
        values.forEach(partitions.getOrDefault(database + "." + table, Map.of())::remove);
    }

    /** Makes changes as one: a table's version that is named must be the current one. @throws BatchConflictException without any change */
    public synchronized void apply(List<GlueRequest> writes) {
        for (GlueRequest write : writes) {
            if (write instanceof UpdateTableRequest update) {
                checkVersion(update.databaseName(), update.tableInput().name(), update.versionId());
            } else if (write instanceof CreateTableRequest create
                    && findTable(create.databaseName(), create.tableInput().name())
                            .isPresent()) {
                throw new BatchConflictException("The table exists");
            }
        }
        writes.forEach(this::apply);
    }

    private void checkVersion(String database, String table, String version) {
        if (!loadTable(database, table).versionId().equals(version)) {
            throw new BatchConflictException("The table has another version");
        }
    }

    private void apply(GlueRequest write) {
        if (write instanceof UpdateTableRequest update) {
            changes.incrementAndGet();
            put(table(update.databaseName(), update.tableInput()));
        } else if (write instanceof CreateTableRequest create) {
            createTable(create.databaseName(), create.tableInput());
        } else if (write instanceof BatchCreatePartitionRequest create) {
            createPartitions(create.databaseName(), create.tableName(), create.partitionInputList());
        } else if (write instanceof BatchUpdatePartitionRequest update) {
            updatePartitions(
                    update.databaseName(),
                    update.tableName(),
                    update.entries().stream()
                            .map(BatchUpdatePartitionRequestEntry::partitionInput)
                            .toList());
        } else {
            throw new IllegalArgumentException("Not for a batch: " + write);
        }
    }

    private static Partition partition(PartitionInput input) {
        return Partition.builder()
                .values(input.values())
                .storageDescriptor(input.storageDescriptor())
                .parameters(input.parameters())
                .build();
    }

    private Table table(String database, TableInput input) {
        return Table.builder()
                .versionId(Integer.toString(changes.get()))
                .databaseName(database)
                .name(input.name())
                .tableType(input.tableType())
                .parameters(input.parameters())
                .partitionKeys(input.partitionKeys())
                .storageDescriptor(input.storageDescriptor())
                .build();
    }

    /** A crawled table; columns as {@code name:type}. */
    public static Table crawled(
            String name,
            String location,
            Map<String, String> parameters,
            Map<String, String> serde,
            String... columns) {
        return Table.builder()
                .databaseName("raw")
                .name(name)
                .parameters(parameters)
                .storageDescriptor(storage ->
                        storage.location(location).columns(columns(columns)).serdeInfo(info -> info.parameters(serde)))
                .build();
    }

    static List<Column> columns(String... columns) {
        List<Column> result = new ArrayList<>();
        for (String column : columns) {
            int colon = column.indexOf(':');
            result.add(Column.builder()
                    .name(column.substring(0, colon))
                    .type(column.substring(colon + 1))
                    .build());
        }
        return result;
    }
}
