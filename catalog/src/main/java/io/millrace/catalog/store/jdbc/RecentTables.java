package io.millrace.catalog.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * What was lately read from definitions of tables: parsing is a fifth of a GetTable, and clients ask for the same tables again and
 * again. The key is the definition itself, so nothing here can be out of date. Bounded; thread-safe.
 */
final class RecentTables {
    private static final int MAX_TABLES = 256;
    private static final int MAX_LENGTH = 32_768;

    private final Function<String, Table> read;
    private final Map<String, Table> tables = new LinkedHashMap<>(MAX_TABLES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Table> eldest) {
            return size() > MAX_TABLES;
        }
    };

    RecentTables(Function<String, Table> read) {
        this.read = read;
    }

    Table table(String definition) {
        if (definition.length() > MAX_LENGTH) {
            return read.apply(definition);
        }
        synchronized (tables) {
            Table known = tables.get(definition);
            if (known != null) {
                return known;
            }
        }
        Table table = read.apply(definition);
        synchronized (tables) {
            tables.put(definition, table);
        }
        return table;
    }
}
