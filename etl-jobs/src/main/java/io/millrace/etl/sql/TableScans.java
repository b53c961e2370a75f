package io.millrace.etl.sql;

import io.millrace.etl.sql.SqlException.Code;
import io.trino.sql.tree.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/** Resolves the tables of one statement through the catalog and collects what must be read. */
final class TableScans {
    private static final String CATALOG = "awsdatacatalog";

    private final TableCatalog catalog;
    private final String defaultDatabase;
    private final List<TableScan> scans = new ArrayList<>();

    TableScans(TableCatalog catalog, String defaultDatabase) {
        this.catalog = catalog;
        this.defaultDatabase = defaultDatabase.toLowerCase(Locale.ROOT);
    }

    /** Adds a table reference and returns the name of its view. */
    String add(
            io.trino.sql.tree.Table reference,
            String alias,
            List<Expression> conjuncts,
            ExpressionRenderer expressions) {
        Table table = resolve(reference);
        Set<String> keys = table.partitionKeys().stream()
                .map(Column::name)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<String> conditions = new PartitionPredicates(keys, alias).render(conjuncts, expressions);
        String view = "millrace.scan." + scans.size();
        scans.add(new TableScan(view, alias, table, conditions));
        return view;
    }

    List<TableScan> scans() {
        return scans;
    }

    private Table resolve(io.trino.sql.tree.Table reference) {
        List<String> parts = reference.getName().getParts();
        String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
        String database = parts.size() > 1 ? parts.get(parts.size() - 2).toLowerCase(Locale.ROOT) : defaultDatabase;
        String at = SqlException.position(reference);
        if (parts.size() > 3 || (parts.size() == 3 && !parts.get(0).equalsIgnoreCase(CATALOG))) {
            throw new SqlException(Code.NOT_SUPPORTED, at + "Only catalog " + CATALOG + " exists, not " + parts.get(0));
        }
        if (database.isEmpty()) {
            throw new SqlException(Code.SYNTAX_ERROR, at + "Schema must be specified when session schema is not set");
        }
        return catalog.findTable(database, name).orElseThrow(() -> missing(at, database, name));
    }

    private SqlException missing(String at, String database, String name) {
        return catalog.databaseExists(database)
                ? new SqlException(
                        Code.TABLE_NOT_FOUND,
                        "%sTable '%s.%s.%s' does not exist".formatted(at, CATALOG, database, name))
                : new SqlException(Code.SCHEMA_NOT_FOUND, "%sSchema '%s' does not exist".formatted(at, database));
    }
}
