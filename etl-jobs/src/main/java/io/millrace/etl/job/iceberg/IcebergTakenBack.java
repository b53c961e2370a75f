package io.millrace.etl.job.iceberg;

import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.failure.JobFailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Removes the rows of batches that a reset of the bookmark took back, before their inputs are added again. A run that dies in between leaves the table
 * without these rows, and the bookmark with the batches still to be taken back: the next run adds them.
 */
final class IcebergTakenBack {
    private final Table table;
    private final TableName name;

    IcebergTakenBack(Table table, TableName name) {
        this.table = table;
        this.name = name;
    }

    /** Removes them. @throws JobFailureException if it cannot be told any more which files hold the rows */
    void remove(List<String> batches) {
        List<DataFile> files = new ArrayList<>();
        for (String batch : batches) {
            Optional<Snapshot> snapshot = IcebergTarget.snapshot(table, batch);
            if (snapshot.isPresent()) {
                SnapshotChanges.builderFor(table)
                        .snapshot(snapshot.get())
                        .build()
                        .addedDataFiles()
                        .forEach(files::add);
            } else if (hasLostHistory()) {
                throw unknown(batch, "its snapshot has expired");
            }
        }
        if (files.isEmpty()) {
            return;
        }
        Set<String> live = liveFiles();
        DeleteFiles delete = table.newDelete();
        int found = 0;
        for (DataFile file : files) {
            if (live.contains(file.location())) {
                delete.deleteFile(file);
                found++;
            } else if (wasRewritten()) {
                throw unknown(batches.toString(), "its files were rewritten");
            }
        }
        if (found > 0) {
            delete.set("millrace.taken-back", String.join(",", batches)).commit();
        }
    }

    private JobFailureException unknown(String batch, String reason) {
        return new JobFailureException(
                "The reset of the job's bookmark took batch %s back, but its rows in table %s cannot be told from others, as %s; drop the table and run the job again"
                        .formatted(batch, name, reason));
    }

    private boolean hasLostHistory() {
        Set<Long> known = new HashSet<>();
        table.snapshots().forEach(snapshot -> known.add(snapshot.snapshotId()));
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .anyMatch(snapshot -> snapshot.parentId() != null && !known.contains(snapshot.parentId()));
    }

    /** A file may also have gone because this job removed it, in a run that died after it; then its rows are nowhere. */
    private boolean wasRewritten() {
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .anyMatch(snapshot -> !Set.of("append", "delete").contains(snapshot.operation()));
    }

    private Set<String> liveFiles() {
        Set<String> live = new HashSet<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            tasks.forEach(task -> live.add(task.file().location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return live;
    }
}
