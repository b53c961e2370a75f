package io.millrace.etl.sql;

import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.LakeSnapshots;
import io.millrace.etl.orc.OrcConversion;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Table;

/** Fetches the objects of tables and makes the views that a statement reads. One query each. */
final class ScanViews implements AutoCloseable {
    private final DuckDbSession session;
    private final TableCatalog catalog;
    private final LakeSnapshots snapshots;
    private final ObjectCache cache;
    private final OrcConversion orc;
    private final List<ObjectCache.Lease> leases = new ArrayList<>();
    private final Map<String, StoredObject> objectsByFile = new LinkedHashMap<>();
    private final long readLimit;
    private long scannedBytes;

    ScanViews(
            DuckDbSession session,
            TableCatalog catalog,
            LakeSnapshots snapshots,
            ObjectCache cache,
            OrcConversion orc,
            long readLimit) {
        this.readLimit = readLimit;
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
        Optional<LakeSnapshot> snapshot = snapshots.read(table);
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
        Map<String, Integer> files = new LinkedHashMap<>();
        fetch(List.copyOf(objects.keySet()), form).forEach((object, file) -> files.put(file, objects.get(object)));
        return files;
    }

    /** The paths of the copies. */
    private Map<StoredObject, String> fetch(List<StoredObject> objects, CopyForm form) {
        long wanted = objects.stream().mapToLong(StoredObject::size).sum();
        if (scannedBytes + wanted > readLimit) {
            throw new ReadLimitException(scannedBytes + wanted, readLimit);
        }
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
