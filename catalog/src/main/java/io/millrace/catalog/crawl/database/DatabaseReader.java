package io.millrace.catalog.crawl.database;

import io.millrace.catalog.crawl.database.ColumnTypes.Native;
import io.millrace.catalog.crawl.database.DatabaseTable.Kind;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables and views through {@link DatabaseMetaData}: names first, then the columns of those that are wanted, some hundred
 * tables at a time.
 */
final class DatabaseReader {
    private static final String[] POSTGRESQL_TYPES = {
        "TABLE", "PARTITIONED TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW", "SYSTEM TABLE", "SYSTEM VIEW"
    };

    private final DatabaseSession session;
    private final DatabaseProduct product;
    private final IncludePath include;
    private final DatabaseSettings settings;
    private int found;

    DatabaseReader(DatabaseSession session, DatabaseProduct product, IncludePath include, DatabaseSettings settings) {
        this.session = session;
        this.product = product;
        this.include = include;
        this.settings = settings;
    }

    /** Where tables are: PostgreSQL's schemas in one database, MySQL's databases. */
    private record Space(String database, Optional<String> schema) {
        List<String> path(String table) {
            List<String> path = new ArrayList<>(List.of(database));
            schema.ifPresent(path::add);
            path.add(table);
            return path;
        }
    }

    /** Hands over all tables, in order of their names within a schema. */
    void read(Consumer<DatabaseTable> consumer) throws DatabaseUnreadableException {
        for (Space space : spaces()) {
            Map<String, DatabaseTable> all = tables(space);
            for (NameGroups.Group group : groups(all)) {
                columns(space, group).forEach((name, columns) -> {
                    DatabaseTable table = all.get(name);
                    if (table != null) {
                        consumer.accept(table.withColumns(columns));
                    }
                });
            }
        }
    }

    private List<Space> spaces() throws DatabaseUnreadableException {
        return session.ask((connection, metadata) -> {
            List<Space> spaces = new ArrayList<>();
            if (!product.hasSchemas()) {
                for (String name : column(metadata.getCatalogs(), "TABLE_CAT")) {
                    if (include.mayCoverDatabase(name)) {
                        spaces.add(new Space(name, Optional.empty()));
                    }
                }
                return spaces;
            }
            String database = connection.getCatalog();
            for (String name : column(metadata.getSchemas(), "TABLE_SCHEM")) {
                if (include.mayCoverDatabase(database) && include.mayCoverSchema(name)) {
                    spaces.add(new Space(database, Optional.of(name)));
                }
            }
            return spaces;
        });
    }

    private static List<String> column(ResultSet rows, String label) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                values.add(rows.getString(label));
            }
        }
        return values;
    }

    /** Those that are wanted, without their columns. */
    private Map<String, DatabaseTable> tables(Space space) throws DatabaseUnreadableException {
        Map<String, DatabaseTable> tables = session.ask((connection, metadata) -> {
            Map<String, DatabaseTable> names = new LinkedHashMap<>();
            try (ResultSet rows = metadata.getTables(
                    catalog(space),
                    schemaPattern(space, metadata),
                    "%",
                    product.hasSchemas() ? POSTGRESQL_TYPES : null)) {
                while (rows.next() && found + names.size() <= settings.maxTables()) {
                    DatabaseTable table = table(space, rows);
                    if (table != null) {
                        names.put(table.name(), table);
                    }
                }
            }
            return names;
        });
        found += tables.size();
        if (found > settings.maxTables()) {
            throw new DatabaseUnreadableException("The target %s/… has more than %d tables; crawl it in parts"
                    .formatted(space.database(), settings.maxTables()));
        }
        return tables;
    }

    private @Nullable DatabaseTable table(Space space, ResultSet rows) throws SQLException {
        String name = rows.getString("TABLE_NAME");
        Optional<Kind> kind = kind(String.valueOf(rows.getString("TABLE_TYPE")));
        // Patterns know _ as any character, whatever was escaped: the names decide.
        boolean here = space.schema().map(schema -> isSchema(schema, rows)).orElse(true);
        if (name == null || !here || kind.isEmpty()) {
            return null;
        }
        List<String> path = space.path(name);
        if (!include.includes(path) || include.excludes(path)) {
            return null;
        }
        return new DatabaseTable(
                space.database(), space.schema(), name, kind.get(), text(rows.getString("REMARKS")), List.of());
    }

    private static boolean isSchema(String schema, ResultSet rows) {
        try {
            return schema.equals(rows.getString("TABLE_SCHEM"));
        } catch (SQLException e) {
            throw new IllegalStateException("The driver gives no TABLE_SCHEM, SQL state " + e.getSQLState());
        }
    }

    private static Optional<Kind> kind(String type) {
        if (type.contains("TEMPORARY")) {
            return Optional.empty();
        }
        if (type.endsWith("VIEW")) {
            return Optional.of(Kind.VIEW);
        }
        return type.endsWith("TABLE") || type.equals("SYSTEM VERSIONED") ? Optional.of(Kind.TABLE) : Optional.empty();
    }

    private List<NameGroups.Group> groups(Map<String, DatabaseTable> tables) throws DatabaseUnreadableException {
        return session.ask((connection, metadata) -> NameGroups.of(
                tables.keySet().stream().sorted().toList(), settings.pageTables(), metadata.getSearchStringEscape()));
    }

    /** The columns of a group's tables, by table; those of other tables that the pattern finds are left out. */
    private Map<String, List<DatabaseColumn>> columns(Space space, NameGroups.Group group)
            throws DatabaseUnreadableException {
        return session.ask((connection, metadata) -> {
            Map<String, List<DatabaseColumn>> columns = new LinkedHashMap<>();
            group.names().forEach(name -> columns.put(name, new ArrayList<>()));
            try (ResultSet rows =
                    metadata.getColumns(catalog(space), schemaPattern(space, metadata), group.pattern(), "%")) {
                while (rows.next()) {
                    List<DatabaseColumn> of = columns.get(rows.getString("TABLE_NAME"));
                    boolean here =
                            space.schema().map(schema -> isSchema(schema, rows)).orElse(true);
                    if (of != null && here) {
                        of.add(column(rows));
                    }
                }
            }
            return columns;
        });
    }

    private DatabaseColumn column(ResultSet rows) throws SQLException {
        Native type = new Native(
                rows.getInt("DATA_TYPE"),
                String.valueOf(rows.getString("TYPE_NAME")),
                rows.getInt("COLUMN_SIZE"),
                rows.getInt("DECIMAL_DIGITS"));
        Native base =
                type.jdbcType() == Types.DISTINCT ? ColumnTypes.ofDomain(type, rows.getInt("SOURCE_DATA_TYPE")) : type;
        return new DatabaseColumn(
                rows.getString("COLUMN_NAME"),
                ColumnTypes.hive(product, base),
                ColumnTypes.raw(type),
                text(rows.getString("REMARKS")));
    }

    private @Nullable String catalog(Space space) {
        return product.hasSchemas() ? null : space.database();
    }

    private static @Nullable String schemaPattern(Space space, DatabaseMetaData metadata) throws SQLException {
        return space.schema().isEmpty()
                ? null
                : NameGroups.literal(space.schema().get(), metadata.getSearchStringEscape());
    }

    private static Optional<String> text(@Nullable String remarks) {
        return Optional.ofNullable(remarks).filter(text -> !text.isBlank());
    }
}
