package io.millrace.catalog.classify;

import io.millrace.catalog.type.InferredType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one file holds.
 *
 * @param dialect how it is written, for CSV only
 * @param columns the columns by their lower-cased name, in the file's order
 * @param jsonKeys the top-level keys as written, sorted, for JSON only
 * @param records how many records it has: exact where all of it was read or its footer says so, else extrapolated
 * @param recordBytes the average size of a record in bytes, uncompressed
 */
public record FileSchema(
        FileFormat format,
        Compression compression,
        Optional<CsvDialect> dialect,
        Map<String, InferredType> columns,
        List<String> jsonKeys,
        long records,
        long recordBytes) {
    /** Copies the collections and keeps their order. */
    public FileSchema {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        jsonKeys = List.copyOf(jsonKeys);
    }
}
