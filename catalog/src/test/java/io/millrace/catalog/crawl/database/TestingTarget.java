package io.millrace.catalog.crawl.database;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Connection;

/** Targets of the databases in the tests, and what they give in one line a table. */
final class TestingTarget {
    private TestingTarget() {}

    static Connection connection(String url, String user, String password) {
        return Connection.builder()
                .name("shop")
                .connectionType("JDBC")
                .connectionPropertiesWithStrings(
                        Map.of("JDBC_CONNECTION_URL", url, "USERNAME", user, "PASSWORD", password))
                .build();
    }

    static DatabaseTarget target(String path, String... exclusions) {
        return new DatabaseTarget("shop", path, List.of(exclusions), List.of());
    }

    static DatabaseContents read(DatabaseTarget target, Connection connection) throws DatabaseUnreadableException {
        return target.read(connection, DatabaseSettings.defaults(), () -> false);
    }

    static List<String> locations(DatabaseContents contents) {
        return contents.tables().stream().map(DatabaseTable::location).toList();
    }

    static Map<String, String> types(DatabaseTable table) {
        return table.columns().stream()
                .collect(Collectors.toMap(DatabaseColumn::name, DatabaseColumn::type, (a, b) -> a, TreeMap::new));
    }

    static Map<String, String> rawTypes(DatabaseTable table) {
        return table.columns().stream()
                .collect(Collectors.toMap(DatabaseColumn::name, DatabaseColumn::rawType, (a, b) -> a, TreeMap::new));
    }
}
