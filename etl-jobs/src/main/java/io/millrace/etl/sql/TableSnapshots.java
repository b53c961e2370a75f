package io.millrace.etl.sql;

import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;

/** Finds the data files of tables whose own metadata, not their folder, says which they are. Thread-safe. */
public interface TableSnapshots {
    /** For engines without such tables. */
    TableSnapshots NONE = table -> Optional.empty();

    /**
     * What the table is now; empty if it is one whose folders are read.
     *
     * @throws SqlException if the metadata cannot be read, or say something that the engine cannot do
     */
    Optional<Snapshot> read(Table table);

    /**
     * A table's Parquet files at one time.
     *
     * @param fieldIds the numbers by which the files know the columns, by their lower-cased names; empty if the files know them by name
     */
    record Snapshot(List<StoredObject> files, Map<String, Integer> fieldIds) {
        /** Copies the collections. */
        public Snapshot {
            files = List.copyOf(files);
            fieldIds = Map.copyOf(fieldIds);
        }
    }
}
