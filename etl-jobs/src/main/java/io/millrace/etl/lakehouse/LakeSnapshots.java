package io.millrace.etl.lakehouse;

import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;

/** Finds the data files of tables whose own metadata, not their folder, says which they are. Thread-safe. */
public interface LakeSnapshots {
    /** For readers without such tables. */
    LakeSnapshots NONE = table -> Optional.empty();

    /**
     * What the table is now; empty if it is one whose folders are read.
     *
     * @throws LakeTableException if the metadata cannot be read, or say something that cannot be done
     */
    Optional<LakeSnapshot> read(Table table);
}
