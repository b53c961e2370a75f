package io.millrace.catalog.recovery;

import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.StoredEntity;
import java.util.List;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** One piece of a catalog on its way from one place to another, owners before what they own. */
sealed interface CatalogRow {
    /** A database. */
    record OfDatabase(Database database) implements CatalogRow {}

    /**
     * A table.
     *
     * @param archived its archived versions, the oldest first
     * @param indexes its partition indexes; none of the past, which keeps none
     */
    record OfTable(Table table, List<Table> archived, List<PartitionIndex> indexes) implements CatalogRow {
        public OfTable {
            archived = List.copyOf(archived);
            indexes = List.copyOf(indexes);
        }
    }

    /** A partition. */
    record OfPartition(Partition partition) implements CatalogRow {}

    /** A smaller entity. */
    record OfEntity(StoredEntity entity) implements CatalogRow {}
}
