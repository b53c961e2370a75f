package io.millrace.catalog.crawl;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.CatalogTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The folders in which not all objects count, because a job's batch comes or goes there (docs/decisions/0149). To a crawl what does not count is
 * not there. Asked once, when a crawl begins: what is committed later is the next crawl's.
 */
final class BatchFolders {
    /** Everything counts. */
    static final BatchFolders NONE = new BatchFolders(Map.of());

    private static final int PAGE = 1000;

    private final Map<String, BatchObjects> folders;

    private BatchFolders(Map<String, BatchObjects> folders) {
        this.folders = folders;
    }

    /** @param crawled whether a crawl may come to a location */
    static BatchFolders read(CatalogTransaction tx, Predicate<String> crawled) {
        Map<String, BatchObjects> folders = new HashMap<>();
        for (Table table : tables(tx)) {
            String location = location(table.storageDescriptor());
            if (!location.isEmpty() && crawled.test(location)) {
                add(folders, location, BatchObjects.of(table.parameters()));
                partitions(tx, table, folders);
            }
        }
        return folders.isEmpty() ? NONE : new BatchFolders(folders);
    }

    private static List<Table> tables(CatalogTransaction tx) {
        Set<List<String>> names = new HashSet<>();
        List<Table> tables = new ArrayList<>();
        List<Bookmark> bookmarks = new ArrayList<>();
        tx.bookmarks().forEach(bookmarks::add);
        for (Bookmark bookmark : bookmarks) {
            String database = bookmark.name().database();
            String table = bookmark.name().table();
            if (names.add(List.of(database, table))) {
                tx.tables().find(database, table).ifPresent(tables::add);
            }
        }
        return tables;
    }

    private static void partitions(CatalogTransaction tx, Table table, Map<String, BatchObjects> folders) {
        if (table.partitionKeys().isEmpty()) {
            return;
        }
        List<String> after = List.of();
        List<Partition> page;
        do {
            page = tx.partitions().list(table.databaseName(), table.name(), values -> true, after, PAGE);
            for (Partition partition : page) {
                add(
                        folders,
                        location(partition.storageDescriptor()),
                        BatchObjects.of(table.parameters(), partition.parameters()));
                after = partition.values();
            }
        } while (page.size() == PAGE);
    }

    private static void add(Map<String, BatchObjects> folders, String location, BatchObjects rule) {
        if (!location.isEmpty() && !rule.isAll()) {
            folders.put(location, rule);
        }
    }

    private static String location(@Nullable StorageDescriptor storage) {
        return storage == null || storage.location() == null
                ? ""
                : storage.location().replaceFirst("^s3[an]://", "s3://").replaceFirst("/*$", "/");
    }

    /** Whether everything counts. */
    boolean isNone() {
        return folders.isEmpty();
    }

    /** Whether the object is one of the rows of its table. */
    boolean count(String uri) {
        return rule(uri).counts(uri);
    }

    /** Whether it is none now, and will be if its batch is committed. */
    boolean waits(String uri) {
        return rule(uri).waits(uri);
    }

    private BatchObjects rule(String uri) {
        if (folders.isEmpty()) {
            return BatchObjects.ALL;
        }
        for (int end = uri.lastIndexOf('/'); end > 0; end = uri.lastIndexOf('/', end - 1)) {
            BatchObjects rule = folders.get(uri.substring(0, end + 1));
            if (rule != null) {
                return rule;
            }
        }
        return BatchObjects.ALL;
    }
}
