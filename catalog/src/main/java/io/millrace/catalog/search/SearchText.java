package io.millrace.catalog.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The text of a search. In quotes it must be the whole value of some property; without, each of its words must be part of some
 * property. Properties are names, description, owner, type, location, parameters, and the names and comments of columns.
 */
final class SearchText {
    private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final Optional<String> exact;
    private final List<String> words;

    private SearchText(Optional<String> exact, List<String> words) {
        this.exact = exact;
        this.words = words;
    }

    static SearchText parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT).strip();
        if (lower.length() >= 2 && lower.startsWith("\"") && lower.endsWith("\"")) {
            return new SearchText(Optional.of(lower.substring(1, lower.length() - 1)), List.of());
        }
        return new SearchText(
                Optional.empty(),
                SPACE.splitAsStream(lower).filter(word -> !word.isEmpty()).toList());
    }

    /** The words that punctuation and spaces cut a text into. */
    static Set<String> words(String text) {
        return PUNCTUATION.splitAsStream(text).collect(Collectors.toSet());
    }

    boolean matches(Table table) {
        List<String> properties = properties(table);
        return exact.map(properties::contains)
                .orElseGet(() -> words.stream()
                        .allMatch(word -> properties.stream().anyMatch(property -> property.contains(word))));
    }

    private static List<String> properties(Table table) {
        List<@Nullable String> properties = new ArrayList<>();
        properties.add(table.name());
        properties.add(table.databaseName());
        properties.add(table.description());
        properties.add(table.owner());
        properties.add(table.tableType());
        table.parameters().forEach((name, value) -> {
            properties.add(name);
            properties.add(value);
        });
        addColumns(properties, table.partitionKeys());
        if (table.storageDescriptor() != null) {
            properties.add(table.storageDescriptor().location());
            addColumns(properties, table.storageDescriptor().columns());
        }
        List<String> given = new ArrayList<>();
        for (String property : properties) {
            if (property != null) {
                given.add(property.toLowerCase(Locale.ROOT));
            }
        }
        return given;
    }

    private static void addColumns(List<@Nullable String> properties, List<Column> columns) {
        for (Column column : columns) {
            properties.add(column.name());
            properties.add(column.comment());
        }
    }
}
