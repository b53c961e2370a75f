package io.millrace.etl.job.iceberg;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/**
 * A table's operations, whose commits look after batches. A commit is refused by the catalog unless the metadata that it is made from is the
 * table's newest; so what these say of a batch is true at the moment of the commit, in whatever process and on whatever host it is made:
 * <ul>
 *   <li>a snapshot of a batch that was given up ({@link #abandoned}) is refused for good
 *   <li>the last batch of each job is remembered ({@link #last}), in the same commit, as its snapshot may expire
 * </ul>
 */
final class IcebergBatchOperations implements TableOperations {
    /** What {@link #abandoned} begins with. */
    static final String ABANDONED = "millrace.abandoned-batch.";

    private final TableOperations table;

    IcebergBatchOperations(TableOperations table) {
        this.table = table;
    }

    /** The table property that says a batch was given up; its value is the time, in milliseconds since 1970. */
    static String abandoned(String batch) {
        return ABANDONED + batch;
    }

    /** The table property with the last batch that a job committed, and the rows and files that it added: {@code <batch> <rows> <files>}. */
    static String last(String job) {
        return "millrace.last-batch." + job;
    }

    @Override
    public void commit(@Nullable TableMetadata base, TableMetadata metadata) {
        Set<Long> known = new HashSet<>();
        if (base != null) {
            base.snapshots().forEach(snapshot -> known.add(snapshot.snapshotId()));
        }
        TableMetadata noted = metadata;
        for (Snapshot snapshot : metadata.snapshots()) {
            String batch = snapshot.summary().get(IcebergTarget.BATCH);
            if (batch != null && !known.contains(snapshot.snapshotId())) {
                if (base != null && base.properties().containsKey(abandoned(batch))) {
                    throw new ValidationException(
                            "Batch %s was given up by a later run, which took this one for dead; this run's rows are in no table, its inputs are the later run's",
                            batch);
                }
                noted = remember(noted, batch, snapshot);
            }
        }
        table.commit(base, noted);
    }

    private static TableMetadata remember(TableMetadata metadata, String batch, Snapshot snapshot) {
        String job = snapshot.summary().getOrDefault(IcebergTarget.JOB, "-");
        String value = "%s %d %d"
                .formatted(
                        batch,
                        IcebergWriter.count(snapshot, "added-records"),
                        IcebergWriter.count(snapshot, "added-data-files"));
        return TableMetadata.buildFrom(metadata)
                .setProperties(Map.of(last(job), value))
                .build();
    }

    @Override
    public TableMetadata current() {
        return table.current();
    }

    @Override
    public TableMetadata refresh() {
        return table.refresh();
    }

    @Override
    public FileIO io() {
        return table.io();
    }

    @Override
    public EncryptionManager encryption() {
        return table.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return table.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return table.locationProvider();
    }

    @Override
    public TableOperations temp(TableMetadata uncommitted) {
        return table.temp(uncommitted);
    }

    @Override
    public long newSnapshotId() {
        return table.newSnapshotId();
    }

    @Override
    public boolean requireStrictCleanup() {
        return table.requireStrictCleanup();
    }
}
