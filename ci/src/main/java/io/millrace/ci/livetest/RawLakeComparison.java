package io.millrace.ci.livetest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Compares a raw table with the lake table that was made from it: rows, the sum of a money column, columns, and whether each
 * partition of the catalog has rows. It works for a job that keeps every row and column name.
 *
 * <p>Money is summed as {@code decimal(18,2)}: a sum of doubles depends on the order of the rows, which differs between the tables.
 */
public final class RawLakeComparison {
    private final GlueClient glue;
    private final AthenaQueries queries;

    /** A comparison through these clients. */
    public RawLakeComparison(GlueClient glue, AthenaQueries queries) {
        this.glue = glue;
        this.queries = queries;
    }

    /**
     * Compares two tables.
     *
     * @param raw the source
     * @param lake what the job wrote
     * @param moneyColumn the column to sum, which both have
     * @throws LiveTestException if a table does not exist or a query fails
     */
    public ComparisonResult compare(TableName raw, TableName lake, String moneyColumn) {
        return compare(raw, lake, moneyColumn, 0);
    }

    /**
     * Compares two tables of which the job put some rows aside. Sums are only compared if there are none such, as nobody can tell
     * what they would have added.
     *
     * @param quarantined how many rows of the source must be missing in the lake
     * @see #compare(TableName, TableName, String)
     */
    public ComparisonResult compare(TableName raw, TableName lake, String moneyColumn, long quarantined) {
        Table rawTable = loadTable(raw);
        Table lakeTable = loadTable(lake);
        List<Partition> lakePartitions = partitions(lake);
        TableFigures rawFigures = figures(raw, rawTable, partitions(raw).size(), moneyColumn);
        TableFigures lakeFigures = figures(lake, lakeTable, lakePartitions.size(), moneyColumn);
        List<Difference> differences = new ArrayList<>();
        compareFigures(rawFigures, lakeFigures, moneyColumn, quarantined, differences);
        compareColumns(rawTable, lakeTable, differences);
        comparePartitions(lake, lakeTable, lakePartitions.size(), differences);
        return new ComparisonResult(rawFigures, lakeFigures, differences);
    }

    private Table loadTable(TableName name) {
        try {
            return glue.getTable(GetTableRequest.builder()
                            .databaseName(name.database())
                            .name(name.table())
                            .build())
                    .table();
        } catch (EntityNotFoundException e) {
            throw new LiveTestException("There is no table " + name + " to compare", e);
        }
    }

    private List<Partition> partitions(TableName name) {
        return glue
                .getPartitionsPaginator(GetPartitionsRequest.builder()
                        .databaseName(name.database())
                        .tableName(name.table())
                        .excludeColumnSchema(true)
                        .build())
                .stream()
                .flatMap(page -> page.partitions().stream())
                .toList();
    }

    private TableFigures figures(TableName name, Table table, long partitions, String moneyColumn) {
        String sql = "SELECT count(*), sum(CAST(" + TableName.quote(moneyColumn) + " AS decimal(18,2))) FROM "
                + name.quoted();
        List<String> row = queries.select(name.database(), sql).get(0);
        BigDecimal sum = row.get(1).isEmpty() ? BigDecimal.ZERO.setScale(2) : new BigDecimal(row.get(1));
        return new TableFigures(name, columns(table).size(), partitions, Long.parseLong(row.get(0)), sum, sql);
    }

    private static void compareFigures(
            TableFigures raw, TableFigures lake, String moneyColumn, long quarantined, List<Difference> differences) {
        String sql = raw.sql() + "; " + lake.sql();
        if (raw.rows() - quarantined != lake.rows()) {
            String aside = quarantined == 0 ? "" : ", " + quarantined + " of them for quarantine";
            differences.add(new Difference(
                    raw.name() + " has " + raw.rows() + " rows" + aside + ", " + lake.name() + " has " + lake.rows(),
                    sql));
        }
        if (quarantined == 0 && raw.sum().compareTo(lake.sum()) != 0) {
            differences.add(new Difference(
                    "The sum of " + moneyColumn + " is " + raw.sum().toPlainString() + " in " + raw.name() + " and "
                            + lake.sum().toPlainString() + " in " + lake.name(),
                    sql));
        }
    }

    private static void compareColumns(Table raw, Table lake, List<Difference> differences) {
        Set<String> missing = columns(raw);
        missing.removeAll(columns(lake));
        for (String column : missing) {
            differences.add(new Difference(
                    "The column " + column + " of " + raw.databaseName() + "." + raw.name() + " is not in "
                            + lake.databaseName() + "." + lake.name(),
                    ""));
        }
    }

    private void comparePartitions(TableName lake, Table table, int registered, List<Difference> differences) {
        List<String> keys = table.partitionKeys().stream()
                .map(Column::name)
                .map(TableName::quote)
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        String sql = "SELECT count(*) FROM (SELECT DISTINCT " + String.join(", ", keys) + " FROM " + lake.quoted()
                + ") AS filled";
        long filled = Long.parseLong(queries.select(lake.database(), sql).get(0).get(0));
        if (filled != registered) {
            differences.add(new Difference(
                    lake + " has " + registered + " partitions in the catalog, " + filled + " have rows", sql));
        }
    }

    /** Names in lower case, as Athena sees them. */
    private static Set<String> columns(Table table) {
        Set<String> names = new LinkedHashSet<>();
        table.storageDescriptor().columns().forEach(column -> names.add(lowerCase(column)));
        table.partitionKeys().forEach(column -> names.add(lowerCase(column)));
        return names;
    }

    private static String lowerCase(Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }
}
