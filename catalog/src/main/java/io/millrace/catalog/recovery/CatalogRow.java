package io.millrace.catalog.recovery;

import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.BookmarkName;
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

    /** A bookmark; its batches follow. */
    record OfBookmark(BookmarkName name, long version, String digest) implements CatalogRow {}

    /** A batch of the bookmark before it, with the id 0; its inputs follow. */
    record OfBatch(Batch batch) implements CatalogRow {}

    /** Some inputs of the batch before them. */
    record OfInputs(List<BatchInput> inputs) implements CatalogRow {
        public OfInputs {
            inputs = List.copyOf(inputs);
        }
    }
}
