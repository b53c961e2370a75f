package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.fault.CatalogStep.BatchState;
import io.millrace.server.fault.CatalogStep.TableState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** Makes steps over the wire, and reads back what they left. */
final class CatalogTables {
    static final String DATABASE = "deaths";

    private final GlueClient glue;

    CatalogTables(GlueClient glue) {
        this.glue = glue;
    }

    /** Does a step to a table that is as {@code before} says. */
    void make(String table, CatalogStep step, Optional<TableState> before) {
        TableState after = step.after(before).orElse(null);
        switch (step.kind()) {
            case CREATE ->
                glue.createTable(request -> request.databaseName(DATABASE).tableInput(input(table, 0)));
            case UPDATE ->
                glue.updateTable(request -> request.databaseName(DATABASE)
                        .versionId(Integer.toString(before.orElseThrow().counter()))
                        .tableInput(input(table, after.counter())));
            case ADD_BATCH ->
                assertThat(glue.batchCreatePartition(request -> request.databaseName(DATABASE)
                                        .tableName(table)
                                        .partitionInputList(partitions(step.batch(), after)))
                                .errors())
                        .isEmpty();
            case REVISE_BATCH ->
                assertThat(glue.batchUpdatePartition(request -> request.databaseName(DATABASE)
                                        .tableName(table)
                                        .entries(partitions(step.batch(), after).stream()
                                                .map(CatalogTables::entry)
                                                .toList()))
                                .errors())
                        .isEmpty();
            case PATCH_ONE -> {
                PartitionInput first = partitions(step.batch(), after).get(0);
                glue.updatePartition(request -> request.databaseName(DATABASE)
                        .tableName(table)
                        .partitionValueList(first.values())
                        .partitionInput(first));
            }
            case DROP_BATCH ->
                assertThat(glue.batchDeletePartition(request -> request.databaseName(DATABASE)
                                        .tableName(table)
                                        .partitionsToDelete(partitions(step.batch(), before.orElseThrow()).stream()
                                                .map(CatalogTables::values)
                                                .toList()))
                                .errors())
                        .isEmpty();
            case DELETE ->
                glue.deleteTable(request -> request.databaseName(DATABASE).name(table));
        }
    }

    private static TableInput input(String table, int counter) {
        return TableInput.builder()
                .name(table)
                .partitionKeys(column("batch"), column("part"))
                .storageDescriptor(storage -> storage.columns(column("id")))
                .parameters(Map.of("counter", Integer.toString(counter)))
                .build();
    }

    private static Column column(String name) {
        return Column.builder().name(name).type("string").build();
    }

    private static List<PartitionInput> partitions(int number, TableState table) {
        BatchState batch = table.batches().get(number);
        return IntStream.range(0, CatalogStep.BATCH_SIZE)
                .mapToObj(part -> PartitionInput.builder()
                        .values(Integer.toString(number), Integer.toString(part))
                        .parameters(Map.of(
                                "revision", Integer.toString(batch.revision()),
                                "patch", Integer.toString(part == 0 ? batch.patch() : 0)))
                        .build())
                .toList();
    }

    private static BatchUpdatePartitionRequestEntry entry(PartitionInput partition) {
        return BatchUpdatePartitionRequestEntry.builder()
                .partitionValueList(partition.values())
                .partitionInput(partition)
                .build();
    }

    private static PartitionValueList values(PartitionInput partition) {
        return PartitionValueList.builder().values(partition.values()).build();
    }

    /** Reads a table; fails when what it finds is not what whole steps leave. */
    Optional<TableState> read(String name) {
        Optional<Table> found = find(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int counter = counter(found.get());
        assertThat(found.get().versionId()).as(name).isEqualTo(Integer.toString(counter));
        assertThat(glue
                        .getTableVersionsPaginator(
                                request -> request.databaseName(DATABASE).tableName(name))
                        .stream()
                        .flatMap(page -> page.tableVersions().stream())
                        .map(CatalogTables::version))
                .as("versions of " + name)
                .containsExactlyElementsOf(IntStream.iterate(counter, version -> version >= 0, version -> version - 1)
                        .mapToObj(version -> version + " " + version)
                        .toList());
        Map<Integer, List<Partition>> batches =
                glue
                        .getPartitionsPaginator(
                                request -> request.databaseName(DATABASE).tableName(name))
                        .stream()
                        .flatMap(page -> page.partitions().stream())
                        .collect(Collectors.groupingBy(
                                partition -> Integer.valueOf(partition.values().get(0))));
        SortedMap<Integer, BatchState> states = new TreeMap<>();
        batches.forEach((number, partitions) -> states.put(number, batch(name + " batch " + number, partitions)));
        return Optional.of(new TableState(counter, states));
    }

    private Optional<Table> find(String name) {
        try {
            return Optional.of(
                    glue.getTable(request -> request.databaseName(DATABASE).name(name))
                            .table());
        } catch (EntityNotFoundException e) {
            return Optional.empty();
        }
    }

    private static int counter(Table table) {
        return Integer.parseInt(table.parameters().get("counter"));
    }

    private static String version(TableVersion version) {
        return version.versionId() + " " + counter(version.table());
    }

    private static BatchState batch(String name, List<Partition> partitions) {
        assertThat(partitions).as(name).hasSize(CatalogStep.BATCH_SIZE);
        List<Integer> revisions = partitions.stream()
                .map(partition -> number(partition, "revision"))
                .distinct()
                .toList();
        assertThat(revisions).as("revisions in " + name).hasSize(1);
        int patch = partitions.stream()
                .mapToInt(partition -> number(partition, "patch"))
                .sum();
        return new BatchState(revisions.get(0), patch);
    }

    private static int number(Partition partition, String parameter) {
        return Integer.parseInt(partition.parameters().get(parameter));
    }
}
