package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.crawl.format.TableFormatRoot;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables of a target that Iceberg, Delta Lake or Hudi own, as a listing comes upon their metadata. Nothing below their roots is a
 * folder of a crawl. A root may become known only after folders below it: those are dropped at the end. The roots that the ledger
 * has are known from the start. Thread-safe.
 */
final class OwnedTables {
    private final Map<String, Boolean> roots = new ConcurrentHashMap<>();
    private final NavigableMap<String, OwnedTable> found = new TreeMap<>();

    /**
     * One such table.
     *
     * @param metadata what its listing found, without a sample
     * @param objects its metadata objects in order of their keys
     */
    record OwnedTable(TableFormat.Kind kind, FolderContents metadata, List<StoredObject> objects) {}

    static OwnedTables knownTo(TargetLedger ledger) {
        OwnedTables tables = new OwnedTables();
        ledger.folders().values().stream()
                .filter(folder -> folder.content()
                        .filter(content -> content.schema().detail() instanceof TableFormat)
                        .isPresent())
                .forEach(folder -> tables.roots.put(folder.path(), true));
        return tables;
    }

    /** Takes a metadata object. */
    void add(TableFormatRoot root, StoredObject object, TargetScan scan) {
        String path = root.folder().isEmpty() ? "" : root.folder() + "/";
        roots.put(path, true);
        synchronized (found) {
            OwnedTable table = found.computeIfAbsent(
                    path, missing -> new OwnedTable(root.kind(), scan.begin(path), new ArrayList<>()));
            table.metadata().add(object);
            table.objects().add(object);
        }
    }

    /** The root at or above a folder, if there is one. */
    Optional<String> rootOf(String path) {
        if (roots.isEmpty()) {
            return Optional.empty();
        }
        if (roots.containsKey("")) {
            return Optional.of("");
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash + 1);
            if (roots.containsKey(above)) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    /** The tables that were found, those inside of others left out. */
    List<OwnedTable> found() {
        synchronized (found) {
            return found.entrySet().stream()
                    .filter(table -> rootOf(table.getKey())
                            .filter(root -> root.equals(table.getKey()))
                            .isPresent())
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** Whether a folder may turn out to be Iceberg's, whose data come before its metadata in a listing. */
    static boolean mayBeOwned(String path) {
        return path.startsWith("data/") || path.contains("/data/");
    }
}
