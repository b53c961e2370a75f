package io.millrace.etl.lakehouse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table at one time.
 *
 * @param columns of the table, partition columns among them
 * @param files that hold its rows
 * @param equalityDeletes rows that are told by values; the files that they count for name them by their index
 */
public record LakeSnapshot(
        LakeFormat format, List<LakeColumn> columns, List<LakeFile> files, List<EqualityDelete> equalityDeletes) {
    /** Copies the lists. */
    public LakeSnapshot {
        columns = List.copyOf(columns);
        files = List.copyOf(files);
        equalityDeletes = List.copyOf(equalityDeletes);
    }

    /** A snapshot without equality deletes. */
    public LakeSnapshot(LakeFormat format, List<LakeColumn> columns, List<LakeFile> files) {
        this(format, columns, files, List.of());
    }

    /** The column of this name, whatever its case. */
    public Optional<LakeColumn> column(String name) {
        return LakeColumn.find(columns, name);
    }

    /**
     * The column of this name. @throws LakeTableException if the table has none any more
     *
     * @param table for the message
     */
    public LakeColumn column(String table, String name) {
        return column(name)
                .orElseThrow(() -> new LakeTableException(
                        LakeTableException.Reason.NOT_SUPPORTED,
                        "Column %s of table %s is in the catalog, but not in the current version of the %s table; crawl it again"
                                .formatted(name.toLowerCase(Locale.ROOT), table, format)));
    }
}
