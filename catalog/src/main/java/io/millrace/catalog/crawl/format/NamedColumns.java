package io.millrace.catalog.crawl.format;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.InferredType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The columns of a table by their lower-cased names, with a note of the name as the format writes it where it differs. */
record NamedColumns(Map<String, InferredType> types, Map<String, ColumnNote> notes) {
    NamedColumns() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    void add(String name, HiveType type) {
        add(name, InferredType.of(type));
    }

    void add(String name, InferredType type) {
        String column = name.toLowerCase(Locale.ROOT);
        types.merge(column, type, InferredType::join);
        if (!column.equals(name)) {
            notes.putIfAbsent(column, new ColumnNote(Optional.of(name), Optional.empty(), Optional.empty()));
        }
    }
}
