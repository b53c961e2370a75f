package io.millrace.catalog.classify;

import io.millrace.catalog.type.InferredType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one file holds.
 *
 * @param detail what readers must know beside the columns
 * @param columns the columns by their lower-cased name, in the file's order
 * @param notes how columns got their names and types, by their name, where there is something to say
 * @param records how many records it has: exact where all of it was read or its footer says so, else extrapolated
 * @param recordBytes the average size of a record in bytes, uncompressed
 */
public record FileSchema(
        FileFormat format,
        Compression compression,
        FormatDetail detail,
        Map<String, InferredType> columns,
        Map<String, ColumnNote> notes,
        long records,
        long recordBytes) {
    /** Copies the collections and keeps their order. */
    public FileSchema {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        notes = Map.copyOf(notes);
    }

    /** The table parameter {@code classification}: the format's name, or that of the log pattern or the user's classifier. */
    public String classification() {
        return detail instanceof FormatDetail.Named named ? named.classification() : format.classification();
    }

    /** How the file is written, if it is delimited text. */
    public Optional<CsvDialect> dialect() {
        return detail instanceof FormatDetail.Csv csv ? Optional.of(csv.dialect()) : Optional.empty();
    }
}
