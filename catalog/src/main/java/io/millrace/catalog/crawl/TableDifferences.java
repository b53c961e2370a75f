package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ColumnNote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** What differs between two states of a table, one sentence each. */
final class TableDifferences {
    private static final String ABSENT = "none";

    private final List<String> sentences = new ArrayList<>();

    private TableDifferences() {}

    /**
     * What makes data unreadable as the table is: another format, compression or delimiter. What the table does not say is taken to be
     * the same.
     */
    static List<String> ofAttributes(Table table, TableDraft draft) {
        Map<String, String> known = table.parameters();
        Map<String, String> found = draft.parameters();
        TableDifferences differences = new TableDifferences();
        differences.compareKnown(CrawlerParameters.CLASSIFICATION, known, found);
        if (!CrawlerParameters.compression(known).equalsIgnoreCase(CrawlerParameters.compression(found))) {
            differences.change(
                    CrawlerParameters.COMPRESSION,
                    CrawlerParameters.compression(known),
                    CrawlerParameters.compression(found));
        }
        differences.compareKnown(CrawlerParameters.DELIMITER, known, found);
        return differences.sentences;
    }

    private void compareKnown(String name, Map<String, String> known, Map<String, String> found) {
        String value = known.get(name);
        if (value != null && found.containsKey(name) && !value.equals(found.get(name))) {
            change(name, value, found.get(name));
        }
    }

    /**
     * All that differs.
     *
     * @param notes why the columns of {@code after} have their types
     */
    static List<String> of(Table before, Table after, Map<String, ColumnNote> notes) {
        TableDifferences differences = new TableDifferences();
        StorageDescriptor old = before.storageDescriptor();
        StorageDescriptor found = after.storageDescriptor();
        differences.compareDeprecation(before, after);
        differences.compareColumns("column", old.columns(), found.columns(), notes);
        differences.compareColumns("partition key", before.partitionKeys(), after.partitionKeys(), Map.of());
        differences.change("input format", old.inputFormat(), found.inputFormat());
        differences.change("output format", old.outputFormat(), found.outputFormat());
        differences.change("SerDe", library(old.serdeInfo()), library(found.serdeInfo()));
        differences.compareMaps("SerDe parameter", parameters(old.serdeInfo()), parameters(found.serdeInfo()));
        differences.compareMaps(
                "parameter",
                CrawlerParameters.restored(before.parameters()),
                CrawlerParameters.restored(after.parameters()));
        if (differences.sentences.isEmpty()) {
            differences.compareMaps("descriptor parameter", old.parameters(), found.parameters());
        }
        return differences.sentences;
    }

    private static @Nullable String library(@Nullable SerDeInfo serde) {
        return serde == null ? null : serde.serializationLibrary();
    }

    private static Map<String, String> parameters(@Nullable SerDeInfo serde) {
        return serde == null ? Map.of() : serde.parameters();
    }

    private void compareDeprecation(Table before, Table after) {
        boolean was = CrawlerParameters.isDeprecated(before.parameters());
        boolean is = CrawlerParameters.isDeprecated(after.parameters());
        if (was != is) {
            sentences.add(is ? "it is deprecated" : "its objects are back: it is deprecated no longer");
        }
    }

    private void compareColumns(String kind, List<Column> before, List<Column> after, Map<String, ColumnNote> notes) {
        Map<String, Column> known = new LinkedHashMap<>();
        before.forEach(column -> known.put(column.name(), column));
        Set<String> found = new LinkedHashSet<>();
        for (Column column : after) {
            found.add(column.name());
            Column old = known.get(column.name());
            if (old == null) {
                sentences.add("%s %s: new, %s".formatted(kind, column.name(), column.type()));
            } else if (!Objects.equals(old.type(), column.type())) {
                String why = Optional.ofNullable(notes.get(column.name()))
                        .flatMap(TableDifferences::reason)
                        .map(reason -> ", because " + reason)
                        .orElse("");
                sentences.add("%s %s: %s → %s%s".formatted(kind, column.name(), old.type(), column.type(), why));
            } else if (!old.equals(column)) {
                compareMaps(kind + " " + column.name() + " parameter", old.parameters(), column.parameters());
            }
        }
        for (Column column : before) {
            if (!found.contains(column.name())) {
                sentences.add("%s %s: removed (it was %s)".formatted(kind, column.name(), column.type()));
            }
        }
        if (sentences.isEmpty() && !List.copyOf(known.keySet()).equals(List.copyOf(found))) {
            sentences.add(kind + "s: another order, " + String.join(", ", found));
        }
    }

    /** Why a column's type is not narrower, as a half sentence. */
    static Optional<String> reason(ColumnNote note) {
        return note.broken()
                .map(broken -> broken.record() == MergedNotes.UNKNOWN_RECORD
                        ? "another file has '%s', which is no %s".formatted(broken.value(), broken.narrower())
                        : "row %d has '%s', which is no %s"
                                .formatted(broken.record(), broken.value(), broken.narrower()));
    }

    private void compareMaps(String kind, Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.forEach(name -> change(kind + " " + name, before.get(name), after.get(name)));
    }

    private void change(String what, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            sentences.add(
                    "%s: %s → %s".formatted(what, before == null ? ABSENT : before, after == null ? ABSENT : after));
        }
    }
}
