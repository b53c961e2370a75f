package io.millrace.etl.job.source;

import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.SourceCatalog;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The source table and its objects as of one moment. While a job writes the table, objects appear and the table's version rises before and after:
 * a listing between two equal versions has a batch whole or not at all.
 */
public final class SourceListing {
    private static final int ATTEMPTS = 5;

    private final SourceCatalog catalog;
    private final TableName name;
    private Table table;

    /** Reads the table. @throws JobFailureException if there is none */
    public SourceListing(SourceCatalog catalog, TableName name) {
        this.catalog = catalog;
        this.name = name;
        this.table = catalog.loadTable(name.database(), name.name());
    }

    public String location() {
        return table.storageDescriptor().location();
    }

    /** The table as it was read last. @throws JobFailureException if a job cannot read such a table */
    public SourceTable table() {
        List<Partition> partitions =
                table.partitionKeys().isEmpty() ? List.of() : catalog.listPartitions(name.database(), name.name());
        return SourceTable.of(table, partitions, catalog.findSnapshot(table));
    }

    /** The table's objects. @throws JobFailureException as {@link SourceFiles#objects}, or if the table changes faster than it can be listed */
    public List<SourceObject> objects(SourceFiles files) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            List<SourceObject> objects = files.objects(table());
            Table now = catalog.loadTable(name.database(), name.name());
            if (Objects.equals(now.versionId(), table.versionId())) {
                return objects;
            }
            table = now;
        }
        throw new JobFailureException(
                "Table %s.%s was changed each of the %d times that it was listed; run the job again"
                        .formatted(name.database(), name.name(), ATTEMPTS));
    }
}
