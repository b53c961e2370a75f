package io.millrace.catalog.search;

import io.millrace.catalog.metadata.MetadataRequests;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Table;

/** A property of a table that a search can name: a text, or a time. Names are compared without case. */
final class TableField {
    private static final Map<String, Function<Table, @Nullable String>> TEXTS = Map.ofEntries(
            Map.entry("name", Table::name),
            Map.entry("tablename", Table::name),
            Map.entry("databasename", Table::databaseName),
            Map.entry("database", Table::databaseName),
            Map.entry("description", Table::description),
            Map.entry("owner", Table::owner),
            Map.entry("createdby", Table::createdBy),
            Map.entry("tabletype", Table::tableType),
            Map.entry("versionid", Table::versionId),
            Map.entry("location", TableField::location),
            Map.entry("classification", table -> table.parameters().get("classification")));

    private static final Map<String, Function<Table, @Nullable Instant>> TIMES = Map.of(
            "createtime", Table::createTime,
            "updatetime", Table::updateTime,
            "lastupdatedtime", Table::updateTime,
            "lastmodifiedtime", Table::updateTime,
            "lastaccesstime", Table::lastAccessTime,
            "lastanalyzedtime", Table::lastAnalyzedTime);

    // Page tokens hold it.
    private static final int MAX_SORT_KEY_LENGTH = 1000;

    private final @Nullable Function<Table, @Nullable String> text;
    private final @Nullable Function<Table, @Nullable Instant> time;

    private TableField(
            @Nullable Function<Table, @Nullable String> text, @Nullable Function<Table, @Nullable Instant> time) {
        this.text = text;
        this.time = time;
    }

    /** What a filter names: a property of the table, else a parameter of the table. */
    static TableField toFilter(String name) {
        return known(name)
                .orElseGet(() -> new TableField(table -> table.parameters().get(name), null));
    }

    /** What to sort by. @throws CatalogException InvalidInputException if it is no property of a table */
    static TableField toSortBy(@Nullable String name) {
        return known(name == null ? "" : name)
                .orElseThrow(() -> MetadataRequests.invalid("Invalid SortCriteria: tables cannot be sorted by " + name
                        + ", but by one of Name, DatabaseName, Description, Owner, CreatedBy, TableType, Location,"
                        + " Classification, CreateTime, UpdateTime, LastAccessTime, LastAnalyzedTime."));
    }

    private static Optional<TableField> known(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        if (TIMES.containsKey(key)) {
            return Optional.of(new TableField(null, TIMES.get(key)));
        }
        return TEXTS.containsKey(key) ? Optional.of(new TableField(TEXTS.get(key), null)) : Optional.empty();
    }

    boolean isTime() {
        return time != null;
    }

    Optional<String> text(Table table) {
        return text == null ? Optional.empty() : Optional.ofNullable(text.apply(table));
    }

    Optional<Instant> time(Table table) {
        return time == null ? Optional.empty() : Optional.ofNullable(time.apply(table));
    }

    /** A text that sorts as the field's values do, by their first part if they are long; a missing value comes first. */
    String sortKey(Table table) {
        if (isTime()) {
            // The sign bit turned, so that times before 1970 come first.
            return time(table)
                    .map(at -> "%016x".formatted(at.toEpochMilli() ^ Long.MIN_VALUE))
                    .orElse("");
        }
        return text(table)
                .map(value -> value.substring(0, Math.min(value.length(), MAX_SORT_KEY_LENGTH)))
                .orElse("");
    }

    private static @Nullable String location(Table table) {
        return table.storageDescriptor() == null
                ? null
                : table.storageDescriptor().location();
    }
}
