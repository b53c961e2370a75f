package io.millrace.etl.job.commit;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.BatchParameters;
import io.millrace.etl.job.catalog.TableState;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.commit.TargetFolder.TargetObject;
import io.millrace.etl.job.storage.S3Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Removes what the catalog says does not count and never will: objects of batches that were given up or taken back, and objects that an overwrite
 * replaced. Then the parameters that said so are taken back. A run does so before it begins and after it committed; a crash in
 * between leaves the parameters, and with them the work, to the next run.
 *
 * <p>Objects are listed first and the catalog is asked then. An object that was there at the listing belongs to a batch that had begun, so the
 * later answer knows it: as hidden while it is pending (it stays), as counting once it is committed (it stays).
 */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final int ATTEMPTS = 5;

    private final TargetCatalog catalog;
    private final TableName name;
    private final TargetFolder target;

    public Leftovers(TargetCatalog catalog, TableName name, TargetFolder target) {
        this.catalog = catalog;
        this.name = name;
        this.target = target;
    }

    /** Does it. @throws JobFailureException if the store refuses; what is left then stays hidden */
    public void clean() {
        TableState before = TableState.read(catalog, name);
        if (before.table().isEmpty()) {
            return;
        }
        Set<String> removed = batches(before.table().get(), BatchObjects.REMOVED);
        Map<String, Partition> marked = marked(before);
        boolean tableMarked = !batches(before.table().get(), BatchObjects.ONLY).isEmpty();
        if (removed.isEmpty() && marked.isEmpty() && !tableMarked) {
            return;
        }
        if (!removed.isEmpty()) {
            target.abortUploads(removed);
        }
        List<TargetObject> listing = removed.isEmpty() && !tableMarked ? target.list(marked.keySet()) : target.list();
        TableState now = TableState.read(catalog, name);
        if (now.table().isEmpty()) {
            return;
        }
        Set<String> full = new HashSet<>();
        target.delete(deletable(listing, now, removed, full));
        takeBackPartitions(marked, marked(now), full);
        takeBackTable(now.table().get(), removed);
    }

    private static Set<String> batches(Table table, String parameter) {
        return BatchObjects.batches(table.parameters().get(parameter));
    }

    /** The partitions below the target in which only some batches count, by their folder. */
    private Map<String, Partition> marked(TableState state) {
        Map<String, Partition> marked = new HashMap<>();
        for (Partition partition : state.partitions()) {
            if (partition.parameters().containsKey(BatchObjects.ONLY)) {
                folder(partition).ifPresent(folder -> marked.put(folder, partition));
            }
        }
        return marked;
    }

    private Optional<String> folder(Partition partition) {
        String place = S3Paths.folder(partition.storageDescriptor().location());
        return place.startsWith(target.location())
                        && place.length() > target.location().length()
                ? Optional.of(place.substring(target.location().length(), place.length() - 1))
                : Optional.empty();
    }

    /** @param full receives the folders in which something stays */
    private List<TargetObject> deletable(
            List<TargetObject> listing, TableState now, Set<String> removed, Set<String> full) {
        Table table = now.table().orElseThrow();
        boolean partitioned = !table.partitionKeys().isEmpty();
        Map<String, Partition> marked = marked(now);
        Set<String> gone = new HashSet<>(batches(table, BatchObjects.REMOVED));
        gone.retainAll(removed);
        Set<String> hidden = batches(table, BatchObjects.HIDDEN);
        List<TargetObject> deletable = new ArrayList<>();
        for (TargetObject object : listing) {
            Optional<String> batch = BatchObjects.batchOf(object.path());
            Partition partition = marked.get(object.folder());
            Map<String, String> parameters = partition != null
                    ? partition.parameters()
                    : partitioned ? Map.<String, String>of() : table.parameters();
            Set<String> only = BatchObjects.batches(parameters.get(BatchObjects.ONLY));
            boolean pending = batch.filter(id -> hidden.contains(id) && !gone.contains(id))
                    .isPresent();
            boolean replaced = !only.isEmpty() && batch.filter(only::contains).isEmpty();
            if (batch.filter(gone::contains).isPresent() || (replaced && !pending)) {
                deletable.add(object);
            } else {
                full.add(object.folder());
            }
        }
        return deletable;
    }

    private void takeBackPartitions(Map<String, Partition> before, Map<String, Partition> now, Set<String> full) {
        List<Partition> done = new ArrayList<>();
        List<List<String>> empty = new ArrayList<>();
        now.forEach((folder, partition) -> {
            Partition old = before.get(folder);
            // Marked anew since the listing: the next run's work.
            if (old == null || !only(old).equals(only(partition))) {
                return;
            }
            if (full.contains(folder)) {
                done.add(partition);
            } else {
                empty.add(partition.values());
            }
        });
        catalog.updatePartitions(
                name.database(),
                name.name(),
                done.stream()
                        .map(partition -> BatchParameters.of(partition.parameters())
                                .allCount()
                                .input(partition))
                        .toList());
        catalog.deletePartitions(name.database(), name.name(), empty);
    }

    private static Set<String> only(Partition partition) {
        return BatchObjects.batches(partition.parameters().get(BatchObjects.ONLY));
    }

    private void takeBackTable(Table cleaned, Set<String> removed) {
        Set<String> only = batches(cleaned, BatchObjects.ONLY);
        if (removed.isEmpty() && only.isEmpty()) {
            return;
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Table> current = catalog.findTable(name.database(), name.name());
            if (current.isEmpty()) {
                return;
            }
            BatchParameters parameters = BatchParameters.of(current.get().parameters())
                    .without(BatchObjects.HIDDEN, removed)
                    .without(BatchObjects.REMOVED, removed);
            if (batches(current.get(), BatchObjects.ONLY).equals(only)) {
                parameters.allCount();
            }
            try {
                catalog.updateTable(name.database(), current.get(), parameters.input(current.get()));
                return;
            } catch (ConcurrentModificationException e) {
                LOG.debug("Table {} was changed by another client just now", name, e);
            }
        }
        LOG.warn("Table {} is changed all the time by others; the next run takes back the parameters of batches", name);
    }
}
