package io.millrace.catalog.sweep;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.store.CatalogTransaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * What a table says of the objects below its location.
 *
 * @param name {@code database.table}
 * @param location {@code s3://bucket/prefix/}
 * @param hidden batches whose objects are no rows
 * @param folders where its rows lie, with the batches that alone count there; none where all count
 * @param firstCommit of the jobs that write it in batches; empty if there are none
 */
record TablePlace(
        String name,
        String location,
        Set<String> hidden,
        Map<String, Set<String>> folders,
        Optional<Instant> firstCommit) {
    private static final int PAGE = 500;

    static TablePlace read(CatalogTransaction tx, Table table, String location, Optional<Instant> firstCommit) {
        Map<String, Set<String>> folders = new HashMap<>();
        if (table.partitionKeys().isEmpty()) {
            folders.put(location, BatchObjects.batches(table.parameters().get(BatchObjects.ONLY)));
        } else {
            partitions(tx, table, folders);
        }
        return new TablePlace(
                table.databaseName() + "." + table.name(),
                location,
                BatchObjects.batches(table.parameters().get(BatchObjects.HIDDEN)),
                folders,
                firstCommit);
    }

    private static void partitions(CatalogTransaction tx, Table table, Map<String, Set<String>> folders) {
        List<String> after = List.of();
        List<Partition> page;
        do {
            page = tx.partitions().list(table.databaseName(), table.name(), values -> true, after, PAGE);
            for (Partition partition : page) {
                Set<String> only = BatchObjects.batches(partition.parameters().get(BatchObjects.ONLY));
                // Of several partitions in one folder, one in which all counts makes all count.
                location(partition.storageDescriptor())
                        .ifPresent(folder -> folders.merge(folder, only, TablePlace::union));
                after = partition.values();
            }
        } while (page.size() == PAGE);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Set.of();
        }
        Set<String> all = new java.util.TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    /** {@code s3://bucket/prefix/}; empty for what is not in an object store. */
    static Optional<String> location(@Nullable StorageDescriptor storage) {
        String location = storage == null || storage.location() == null ? "" : storage.location();
        String uri = location.replaceFirst("^s3[an]://", "s3://");
        return uri.startsWith("s3://") ? Optional.of(uri.replaceFirst("/*$", "/")) : Optional.empty();
    }

    boolean covers(String uri) {
        return uri.startsWith(location);
    }

    /** The batches that alone count where the object lies, none if all do; empty if the table has no rows there. */
    Optional<Set<String>> onlyAt(String uri) {
        for (int end = uri.lastIndexOf('/'); end > 0; end = uri.lastIndexOf('/', end - 1)) {
            Set<String> only = folders.get(uri.substring(0, end + 1));
            if (only != null) {
                return Optional.of(only);
            }
        }
        return Optional.empty();
    }
}
