package io.millrace.etl.sql;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.layout.TableExclusions;
import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.LakeSnapshots;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import io.millrace.etl.sql.SqlException.Code;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** Prunes partitions, fetches the objects of the rest and makes the views that a statement reads. One query each. */
final class ScanViews implements AutoCloseable {
    private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

    private final DuckDbSession session;
    private final TableCatalog catalog;
    private final LakeSnapshots snapshots;
    private final ObjectCache cache;
    private final List<ObjectCache.Lease> leases = new ArrayList<>();
    private final Map<String, StoredObject> objectsByFile = new LinkedHashMap<>();
    private long scannedBytes;

    ScanViews(DuckDbSession session, TableCatalog catalog, LakeSnapshots snapshots, ObjectCache cache) {
        this.snapshots = snapshots;
        this.session = session;
        this.catalog = catalog;
        this.cache = cache;
    }

    /** The sizes of the objects that the views read; an object that two views read counts twice, as in Athena. */
    long scannedBytes() {
        return scannedBytes;
    }

    /** The objects by the paths of their copies. */
    Map<String, StoredObject> objectsByFile() {
        return objectsByFile;
    }

    void create(TableScan scan) throws SQLException {
        Table table = scan.table();
        Optional<LakeSnapshot> snapshot = snapshots.read(table);
        if (snapshot.isPresent()) {
            createSnapshot(scan, snapshot.get());
        } else if (table.partitionKeys().isEmpty()) {
            Map<String, Integer> files =
                    fetch(table, Map.of(0, location(table)), index -> BatchObjects.of(table.parameters()));
            createView(scan, files, "", List.of());
        } else {
            createPartitioned(scan);
        }
    }

    private void createSnapshot(TableScan scan, LakeSnapshot snapshot) throws SQLException {
        LakeView view = new LakeView(session, scan, snapshot);
        Map<StoredObject, LakeFile> data = new LinkedHashMap<>();
        view.chosen()
                .forEach(file -> data.put(new StoredObject(file.bucket(), file.key(), file.tag(), file.bytes()), file));
        List<StoredObject> deletes = snapshot.equalityDeletes().stream()
                .map(delete -> new StoredObject(delete.bucket(), delete.key(), "", delete.bytes()))
                .toList();
        List<StoredObject> all = new ArrayList<>(data.keySet());
        all.addAll(deletes);
        Map<StoredObject, String> files = fetch(all, StoredCopy.AS_STORED);
        Map<String, LakeFile> byPath = new LinkedHashMap<>();
        data.forEach((object, file) -> byPath.put(String.valueOf(files.get(object)), file));
        view.create(
                byPath,
                deletes.stream()
                        .map(delete -> String.valueOf(files.get(delete)))
                        .toList());
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

    private void createPartitioned(TableScan scan) throws SQLException {
        Table table = scan.table();
        List<Partition> partitions = catalog.listPartitions(table.databaseName(), table.name());
        String values = DuckDbText.name(scan.view() + ".partitions");
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
        Map<String, Integer> files = fetch(
                table,
                locations,
                index -> BatchObjects.of(
                        table.parameters(), partitions.get(index).parameters()));
        String filesTable = DuckDbText.name(scan.view() + ".files");
        session.execute("CREATE TEMP TABLE " + filesTable + "(file VARCHAR, \"millrace.index\" INTEGER)");
        session.insert(
                "INSERT INTO " + filesTable + " VALUES (?, CAST(? AS INTEGER))",
                files.entrySet().stream()
                        .map(entry -> List.<@Nullable String>of(
                                entry.getKey(), entry.getValue().toString()))
                        .toList());
        String join = " JOIN %s f ON s.%s = f.file JOIN %s p ON p.\"millrace.index\" = f.\"millrace.index\""
                .formatted(filesTable, DuckDbText.name(TableFormat.FILE), values);
        createView(
                scan,
                files,
                join,
                table.partitionKeys().stream()
                        .map(key -> "p." + TableFormat.name(key))
                        .toList());
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
                .collect(Collectors.joining(", ", "CREATE TEMP TABLE " + name + "(\"millrace.index\" INTEGER, ", ")")));
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

    /** @param batches which objects of the location with an index count */
    private Map<String, Integer> fetch(Table table, Map<Integer, String> locations, IntFunction<BatchObjects> batches) {
        TableExclusions exclusions = exclusions(table);
        Map<StoredObject, Integer> objects = new LinkedHashMap<>();
        locations.forEach((index, location) -> {
            BatchObjects counting = batches.apply(index);
            cache.list(location).stream()
                    .filter(object -> !exclusions.exclude(object.uri()) && counting.counts(object.uri()))
                    .forEach(object -> objects.put(object, index));
        });
        return fetch(objects, new TableFormat(table).copies());
    }

    private Map<String, Integer> fetch(Map<StoredObject, Integer> objects, CopyForm form) {
        Map<String, Integer> files = new LinkedHashMap<>();
        fetch(List.copyOf(objects.keySet()), form).forEach((object, file) -> files.put(file, objects.get(object)));
        return files;
    }

    /** The paths of the copies. */
    private Map<StoredObject, String> fetch(List<StoredObject> objects, CopyForm form) {
        ObjectCache.Lease lease = cache.fetch(objects, form);
        leases.add(lease);
        Map<StoredObject, String> files = new LinkedHashMap<>();
        for (StoredObject object : objects) {
            String file = String.valueOf(lease.files().get(object));
            files.put(object, file);
            objectsByFile.put(file, object);
            scannedBytes += object.size();
        }
        return files;
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

    private void createView(TableScan scan, Map<String, Integer> files, String join, List<String> keys)
            throws SQLException {
        TableFormat format = new TableFormat(scan.table());
        String name = DuckDbText.name(scan.view());
        List<String> columns = new ArrayList<>();
        if (files.isEmpty()) {
            columns.addAll(format.emptyColumns());
            scan.table().partitionKeys().stream()
                    .map(key -> "CAST(NULL AS " + TypeRenderer.of(format.type(key)) + ") AS " + TableFormat.name(key))
                    .forEach(columns::add);
            session.execute("CREATE TEMP VIEW " + name + " AS SELECT " + String.join(", ", columns) + " WHERE false");
            return;
        }
        TableFormat.Source source = format.source(files.keySet(), this::columnNames);
        columns.addAll(source.expressions());
        columns.addAll(keys);
        session.execute("CREATE TEMP VIEW " + name + " AS SELECT " + String.join(", ", columns) + " FROM "
                + source.from() + " s" + join);
    }

    private Set<String> columnNames(String from) {
        try {
            return session.columnNames(from);
        } catch (SQLException e) {
            throw EngineErrors.translate(e, objectsByFile);
        }
    }

    @Override
    public void close() {
        leases.forEach(ObjectCache.Lease::close);
    }
}
