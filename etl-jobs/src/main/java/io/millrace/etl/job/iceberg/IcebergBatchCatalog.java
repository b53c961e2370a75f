package io.millrace.etl.job.iceberg;

import org.apache.iceberg.TableOperations;
import org.apache.iceberg.aws.glue.GlueCatalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Iceberg's catalog for Glue, in which the commit of a batch is refused once the batch was given up, and remembered ({@link IcebergBatchOperations}). */
public final class IcebergBatchCatalog extends GlueCatalog {
    /** For Iceberg and Spark, which make it by its name. */
    public IcebergBatchCatalog() {}

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new IcebergBatchOperations(super.newTableOps(table));
    }
}
