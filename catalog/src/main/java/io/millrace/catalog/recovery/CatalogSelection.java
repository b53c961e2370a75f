package io.millrace.catalog.recovery;

import java.util.Locale;
import java.util.Optional;

/**
 * What of a catalog is meant.
 *
 * @param database empty for all databases
 * @param table empty for all tables of the database
 */
public record CatalogSelection(Optional<String> database, Optional<String> table) {
    /** Everything. */
    public static final CatalogSelection ALL = new CatalogSelection(Optional.empty(), Optional.empty());

    /** Lower-cases the names, as the catalog does. */
    public CatalogSelection {
        database = database.map(name -> name.toLowerCase(Locale.ROOT));
        table = table.map(name -> name.toLowerCase(Locale.ROOT));
        if (table.isPresent() && database.isEmpty()) {
            throw new IllegalArgumentException("A table is selected by its database too, as in sales.trips");
        }
    }

    /** One database as {@code database}, or one table as {@code database.table}. */
    public static CatalogSelection parse(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new CatalogSelection(Optional.of(name), Optional.empty())
                : new CatalogSelection(Optional.of(name.substring(0, dot)), Optional.of(name.substring(dot + 1)));
    }

    /** Whether it is selected, wholly or in part. */
    public boolean hasDatabase(String name) {
        return database.isEmpty() || database.get().equals(name);
    }

    /** Whether tables of this name are selected, in the databases that are. */
    public boolean hasTable(String name) {
        return table.isEmpty() || table.get().equals(name);
    }

    @Override
    public String toString() {
        return database.map(name -> table.map(of -> name + "." + of).orElse(name))
                .orElse("the whole catalog");
    }
}
