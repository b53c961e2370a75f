package io.millrace.etl.sql;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.layout.TableExclusions;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import io.millrace.etl.sql.SqlException.Code;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The objects that a scan reads, of the partitions that are left after pruning, as of one moment. While a job writes the table, objects appear and
 * the table's version rises before and after: a listing between two equal versions has a batch whole or not at all (docs/decisions/0164).
 */
final class ScanObjects {
    private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

    /** A table that jobs change all the time is listed this often. */
    private static final int ATTEMPTS = 10;

    private final DuckDbSession session;
    private final TableCatalog catalog;
    private final ObjectCache cache;
    private final TableScan scan;

    ScanObjects(DuckDbSession session, TableCatalog catalog, ObjectCache cache, TableScan scan) {
        this.session = session;
        this.catalog = catalog;
        this.cache = cache;
        this.scan = scan;
    }

    /** DuckDB's table with the values of the scan's partitions, by their number in {@code millrace.index}. */
    static String partitionsOf(TableScan scan) {
        return DuckDbText.name(scan.view() + ".partitions");
    }

    /**
     * The objects, each with its partition's number in {@link #partitionsOf} (0 without partitions).
     *
     * @throws SqlException if the table goes, gets other partition keys or changes faster than it can be listed
     */
    Map<StoredObject, Integer> list() throws SQLException {
        Table table = scan.table();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Map<StoredObject, Integer> objects =
                    table.partitionKeys().isEmpty() ? listWhole(table) : listPartitions(table);
            Table now = reload();
            if (Objects.equals(now.versionId(), table.versionId())) {
                return objects;
            }
            table = now;
        }
        throw changed("it was changed each of the %d times that it was listed".formatted(ATTEMPTS));
    }

    private Table reload() {
        Table planned = scan.table();
        Table now = catalog.findTable(planned.databaseName(), planned.name())
                .orElseThrow(() -> changed("it was dropped meanwhile"));
        if (!now.partitionKeys().equals(planned.partitionKeys())) {
            throw changed("its partition keys were changed meanwhile");
        }
        return now;
    }

    private SqlException changed(String how) {
        return new SqlException(
                Code.HIVE_CANNOT_OPEN_SPLIT,
                "Cannot read table %s.%s: %s; run the query again"
                        .formatted(scan.table().databaseName(), scan.table().name(), how));
    }

    private Map<StoredObject, Integer> listWhole(Table table) {
        return list(table, Map.of(0, location(table)), index -> BatchObjects.of(table.parameters()));
    }

    private Map<StoredObject, Integer> listPartitions(Table table) throws SQLException {
        List<Partition> partitions = catalog.listPartitions(table.databaseName(), table.name());
        String values = partitionsOf(scan);
        insertPartitionValues(values, table, partitions);
        String where = scan.partitionConditions().isEmpty()
                ? ""
                : " WHERE " + String.join(" AND ", scan.partitionConditions());
        Set<Integer> kept = session.integers(
                "SELECT \"millrace.index\" FROM " + values + " AS " + DuckDbText.name(scan.alias()) + where);
        Map<Integer, String> locations = new LinkedHashMap<>();
        for (int index : new TreeSet<>(kept)) {
            locations.put(index, location(table, partitions.get(index)));
        }
        return list(
                table,
                locations,
                index -> BatchObjects.of(
                        table.parameters(), partitions.get(index).parameters()));
    }

    /** @param batches which objects of the location with an index count */
    private Map<StoredObject, Integer> list(
            Table table, Map<Integer, String> locations, IntFunction<BatchObjects> batches) {
        TableExclusions exclusions = exclusions(table);
        Map<StoredObject, Integer> objects = new LinkedHashMap<>();
        locations.forEach((index, location) -> {
            BatchObjects counting = batches.apply(index);
            cache.list(location).stream()
                    .filter(object -> !exclusions.exclude(object.uri()) && counting.counts(object.uri()))
                    .forEach(object -> objects.put(object, index));
        });
        return objects;
    }

    private static String location(Table table) {
        String location = table.storageDescriptor() == null
                ? null
                : table.storageDescriptor().location();
        if (location == null || !location.startsWith("s3://")) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Table %s.%s has no location in S3: %s%s"
                            .formatted(
                                    table.databaseName(),
                                    table.name(),
                                    location,
                                    new TableFormat(table).otherReaders()));
        }
        return location;
    }

    private static String location(Table table, Partition partition) {
        String location = partition.storageDescriptor() == null
                ? null
                : partition.storageDescriptor().location();
        if (location == null || !location.startsWith("s3://")) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Partition %s of table %s.%s has no location in S3"
                            .formatted(partition.values(), table.databaseName(), table.name()));
        }
        return location;
    }

    private void insertPartitionValues(String name, Table table, List<Partition> partitions) throws SQLException {
        TableFormat format = new TableFormat(table);
        List<Column> keys = table.partitionKeys();
        session.execute(keys.stream()
                .map(key -> TableFormat.name(key) + " " + TypeRenderer.of(format.type(key)))
                .collect(Collectors.joining(
                        ", ", "CREATE OR REPLACE TEMP TABLE " + name + "(\"millrace.index\" INTEGER, ", ")")));
        String casts = keys.stream()
                .map(key -> "CAST(? AS " + TypeRenderer.of(format.type(key)) + ")")
                .collect(Collectors.joining(", "));
        List<List<@Nullable String>> rows = IntStream.range(0, partitions.size())
                .mapToObj(i -> partitionRow(i, partitions.get(i)))
                .toList();
        session.insert("INSERT INTO " + name + " VALUES (CAST(? AS INTEGER), " + casts + ")", rows);
    }

    private static List<@Nullable String> partitionRow(int index, Partition partition) {
        List<@Nullable String> row = new ArrayList<>();
        row.add(Integer.toString(index));
        partition.values().forEach(value -> row.add(value.equals(HIVE_NULL) ? null : value));
        return row;
    }

    /** What the table's crawler left out, which Athena would read; its columns say nothing about it. */
    private static TableExclusions exclusions(Table table) {
        try {
            return TableExclusions.of(table.parameters());
        } catch (IllegalArgumentException e) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Table %s.%s: %s".formatted(table.databaseName(), table.name(), e.getMessage()),
                    e);
        }
    }
}
