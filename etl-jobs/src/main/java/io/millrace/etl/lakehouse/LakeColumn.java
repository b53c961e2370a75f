package io.millrace.etl.lakehouse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A column, or a part of one, and how data files know it.
 *
 * @param name of the table's column or struct field; a list's part is {@code element}, a map's are {@code key} and {@code value}
 * @param id the number in the Parquet schema; empty if files know it by name
 * @param fileNames the names that it has in files without numbers; several where it was renamed
 * @param initial the value of rows in files without the column, as text; empty for null
 * @param parts of a struct, list or map
 */
public record LakeColumn(
        String name, OptionalInt id, List<String> fileNames, Optional<String> initial, List<LakeColumn> parts) {
    /** Copies the lists. */
    public LakeColumn {
        fileNames = List.copyOf(fileNames);
        parts = List.copyOf(parts);
    }

    /** A column that files know by a name. */
    public static LakeColumn named(String name, String fileName, List<LakeColumn> parts) {
        return new LakeColumn(name, OptionalInt.empty(), List.of(fileName), Optional.empty(), parts);
    }

    /** The part of this name, whatever its case. */
    public Optional<LakeColumn> part(String part) {
        return find(parts, part);
    }

    static Optional<LakeColumn> find(List<LakeColumn> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
