package io.millrace.etl.sql;

import io.millrace.etl.orc.OrcConversion;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Table;

/** Fetches the objects of tables and makes the views that a statement reads. One query each. */
final class ScanViews implements AutoCloseable {
    private final DuckDbSession session;
    private final TableCatalog catalog;
    private final TableSnapshots snapshots;
    private final ObjectCache cache;
    private final OrcConversion orc;
    private final List<ObjectCache.Lease> leases = new ArrayList<>();
    private final Map<String, StoredObject> objectsByFile = new LinkedHashMap<>();
    private long scannedBytes;

    ScanViews(
            DuckDbSession session,
            TableCatalog catalog,
            TableSnapshots snapshots,
            ObjectCache cache,
            OrcConversion orc) {
        this.snapshots = snapshots;
        this.session = session;
        this.catalog = catalog;
        this.cache = cache;
        this.orc = orc;
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
        Optional<TableSnapshots.Snapshot> snapshot = snapshots.read(table);
        if (snapshot.isPresent()) {
            createSnapshot(scan, snapshot.get());
        } else {
            Map<StoredObject, Integer> objects = new ScanObjects(session, catalog, cache, scan).list();
            Map<String, Integer> files = fetch(objects, new TableFormat(table).copies(orc));
            if (table.partitionKeys().isEmpty()) {
                createView(scan, files, "", List.of());
            } else {
                createPartitioned(scan, files);
            }
        }
    }

    private void createSnapshot(TableScan scan, TableSnapshots.Snapshot snapshot) throws SQLException {
        Map<StoredObject, Integer> objects = new LinkedHashMap<>();
        snapshot.files().forEach(object -> objects.put(object, 0));
        Map<String, Integer> files = fetch(objects, StoredCopy.AS_STORED);
        TableFormat format = new TableFormat(scan.table());
        createView(
                scan,
                files,
                "",
                List.of(),
                () -> format.parquet(files.keySet(), snapshot.fieldIds(), this::columnNames));
    }

    private void createPartitioned(TableScan scan, Map<String, Integer> files) throws SQLException {
        String filesTable = DuckDbText.name(scan.view() + ".files");
        session.execute("CREATE TEMP TABLE " + filesTable + "(file VARCHAR, \"millrace.index\" INTEGER)");
        session.insert(
                "INSERT INTO " + filesTable + " VALUES (?, CAST(? AS INTEGER))",
                files.entrySet().stream()
                        .map(entry -> List.<@Nullable String>of(
                                entry.getKey(), entry.getValue().toString()))
                        .toList());
        String join = " JOIN %s f ON s.%s = f.file JOIN %s p ON p.\"millrace.index\" = f.\"millrace.index\""
                .formatted(filesTable, DuckDbText.name(TableFormat.FILE), ScanObjects.partitionsOf(scan));
        createView(
                scan,
                files,
                join,
                scan.table().partitionKeys().stream()
                        .map(key -> "p." + TableFormat.name(key))
                        .toList());
    }

    private Map<String, Integer> fetch(Map<StoredObject, Integer> objects, CopyForm form) {
        ObjectCache.Lease lease = cache.fetch(List.copyOf(objects.keySet()), form);
        leases.add(lease);
        Map<String, Integer> files = new LinkedHashMap<>();
        objects.forEach((object, index) -> {
            String file = String.valueOf(lease.files().get(object));
            files.put(file, index);
            objectsByFile.put(file, object);
            scannedBytes += object.size();
        });
        return files;
    }

    private void createView(TableScan scan, Map<String, Integer> files, String join, List<String> keys)
            throws SQLException {
        TableFormat format = new TableFormat(scan.table());
        createView(scan, files, join, keys, () -> format.source(files.keySet(), this::columnNames));
    }

    private void createView(
            TableScan scan,
            Map<String, Integer> files,
            String join,
            List<String> keys,
            Supplier<TableFormat.Source> reading)
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
        TableFormat.Source source = reading.get();
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
