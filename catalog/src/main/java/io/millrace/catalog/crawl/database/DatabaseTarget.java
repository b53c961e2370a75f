package io.millrace.catalog.crawl.database;

import io.millrace.catalog.layout.GlobPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.glue.model.Connection;
import software.amazon.awssdk.services.glue.model.JdbcMetadataEntry;
import software.amazon.awssdk.services.glue.model.JdbcTarget;

/**
 * A JDBC target of a crawler.
 *
 * @param connection the name of its connection
 * @param path the include path, as the user wrote it
 * @param exclusions patterns, as the user wrote them
 * @param additional what catalog tables say beyond names and types
 */
public record DatabaseTarget(
        String connection, String path, List<String> exclusions, List<JdbcMetadataEntry> additional) {
    /** Copies the lists. */
    public DatabaseTarget {
        exclusions = List.copyOf(exclusions);
        additional = List.copyOf(additional);
    }

    /** Checks what can be checked without the connection. @throws IllegalArgumentException if something is missing or malformed */
    public static DatabaseTarget of(JdbcTarget target) {
        String connection = Optional.ofNullable(target.connectionName()).orElse("");
        if (connection.isBlank()) {
            throw new IllegalArgumentException("A JDBC target must name a connection");
        }
        String path = Optional.ofNullable(target.path()).orElse("");
        if (path.isBlank()) {
            throw new IllegalArgumentException("A JDBC target must have a path such as database/schema/%");
        }
        target.exclusions().forEach(GlobPattern::parse);
        if (target.enableAdditionalMetadata().contains(JdbcMetadataEntry.UNKNOWN_TO_SDK_VERSION)) {
            throw new IllegalArgumentException("EnableAdditionalMetadata must be COMMENTS or RAWTYPES");
        }
        return new DatabaseTarget(connection, path, target.exclusions(), target.enableAdditionalMetadata());
    }

    /**
     * Reads the database.
     *
     * @param login the connection with its password in the clear
     * @param cancelled asked often, also while the database is silent
     * @throws DatabaseUnreadableException if the connection, or the path with it, is not usable, or the database does not answer
     * @throws CancellationException if it was cancelled, or the thread interrupted
     */
    public DatabaseContents read(Connection login, DatabaseSettings settings, BooleanSupplier cancelled)
            throws DatabaseUnreadableException {
        DatabaseLogin checked = login(login);
        DatabaseProduct product = checked.url().product();
        IncludePath include = include(checked);
        List<DatabaseTable> tables = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        try (DatabaseSession session = DatabaseSession.open(checked, settings, cancelled)) {
            new DatabaseReader(session, product, include, settings).read(table -> {
                if (table.columns().isEmpty()) {
                    skipped.add(table.location() + " of connection " + connection + ": it has no columns");
                } else {
                    tables.add(table);
                }
            });
        }
        if (tables.isEmpty() && skipped.isEmpty()) {
            skipped.add("%s of connection %s: no table or view that %s may read fits"
                    .formatted(path, connection, checked.user()));
        }
        return new DatabaseContents(product, tables, skipped);
    }

    private static DatabaseLogin login(Connection connection) throws DatabaseUnreadableException {
        try {
            return DatabaseLogin.of(connection);
        } catch (IllegalArgumentException e) {
            throw new DatabaseUnreadableException(String.valueOf(e.getMessage()));
        }
    }

    private IncludePath include(DatabaseLogin login) throws DatabaseUnreadableException {
        try {
            IncludePath include = IncludePath.parse(login.url().product(), path, exclusions);
            String own = login.url().database().orElse("");
            if (login.url().product().hasSchemas() && !include.mayCoverDatabase(own)) {
                throw new DatabaseUnreadableException(
                        "The JDBC target path %s names another database than connection %s, which is to %s"
                                .formatted(path, connection, own));
            }
            return include;
        } catch (IllegalArgumentException e) {
            throw new DatabaseUnreadableException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a catalog table of this location and connection was, or would have been, found by this target. */
    public boolean covers(String connectionName, String location) {
        if (!connection.equals(connectionName)) {
            return false;
        }
        List<String> parts = DatabaseTable.parts(location);
        return switch (parts.size()) {
            case 2 -> includes(DatabaseProduct.MARIADB, parts);
            case 3 -> includes(DatabaseProduct.POSTGRESQL, parts);
            default -> false;
        };
    }

    private boolean includes(DatabaseProduct product, List<String> parts) {
        try {
            return IncludePath.parse(product, path, List.of()).includes(parts);
        } catch (IllegalArgumentException e) {
            // The path is one of the other kind of product: the table is from a time when the connection led elsewhere.
            return false;
        }
    }
}
