package io.millrace.etl.lakehouse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Parquet file of a snapshot.
 *
 * @param key in the bucket, not escaped
 * @param tag tells versions of one key apart; empty where the format never writes a name twice
 * @param bytes its size
 * @param constants values of all its rows for columns that may not be in it (partition values), as text, by lower-cased column name;
 *     an empty value is null
 * @param deleted rows by their number in the file
 * @param equalityDeletes indexes into the snapshot's
 */
public record LakeFile(
        String bucket,
        String key,
        String tag,
        long bytes,
        Map<String, Optional<String>> constants,
        RowNumbers deleted,
        List<Integer> equalityDeletes) {
    /** Copies the collections. */
    public LakeFile {
        constants = Map.copyOf(constants);
        equalityDeletes = List.copyOf(equalityDeletes);
    }

    /** Where it is. */
    public String uri() {
        return "s3://" + bucket + "/" + key;
    }
}
