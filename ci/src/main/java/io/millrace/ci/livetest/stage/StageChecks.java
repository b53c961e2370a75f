package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.AthenaQueries;
import io.millrace.ci.livetest.ComparisonResult;
import io.millrace.ci.livetest.Difference;
import io.millrace.ci.livetest.LiveTestException;
import io.millrace.ci.livetest.RawLakeComparison;
import io.millrace.ci.livetest.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.Table;

/** What every stage must hold after its chain ran. Each check returns what is wrong, and nothing if all is well. */
public final class StageChecks {
    private final GlueClient glue;
    private final AthenaQueries queries;
    private final Stage stage;
    private final StageExpectations expected;

    /** Checks of one stage through these clients. */
    public StageChecks(GlueClient glue, AthenaQueries queries, Stage stage, StageExpectations expected) {
        this.glue = glue;
        this.queries = queries;
        this.stage = stage;
        this.expected = expected;
    }

    /** Rows, sums, columns and partitions of both tables. */
    public ComparisonResult compare() {
        return new RawLakeComparison(glue, queries)
                .compare(stage.rawTable(), stage.lakeTable(), expected.moneyColumn(), expected.quarantinedRows());
    }

    /** The columns and types of both tables against the expected ones. */
    public List<Difference> schemas() {
        List<Difference> differences = new ArrayList<>();
        compareColumns(stage.rawTable(), expected.rawColumns(), differences);
        compareColumns(stage.lakeTable(), expected.lakeColumns(), differences);
        return differences;
    }

    /** Each partition that the raw rows belong to is in the catalog and has as many rows. */
    public List<Difference> partitions() {
        return new PartitionCheck(glue, queries, stage, expected).differences();
    }

    /** The rows in quarantine; a table that does not exist has none. */
    public List<Difference> quarantine() {
        TableName name = stage.quarantineTable();
        if (find(name).isEmpty()) {
            return expected.quarantinedRows() == 0
                    ? List.of()
                    : List.of(new Difference(
                            expected.quarantinedRows() + " rows must be in quarantine, but there is no table " + name,
                            ""));
        }
        String sql = "SELECT count(*) FROM " + name.quoted();
        long rows = Long.parseLong(queries.select(name.database(), sql).get(0).get(0));
        return rows == expected.quarantinedRows()
                ? List.of()
                : List.of(new Difference(
                        expected.quarantinedRows() + " rows must be in quarantine, but " + name + " has " + rows, sql));
    }

    private void compareColumns(TableName name, Map<String, String> columns, List<Difference> differences) {
        if (columns.isEmpty()) {
            return;
        }
        Table table = find(name).orElseThrow(() -> new LiveTestException("There is no table " + name));
        Map<String, String> actual = new LinkedHashMap<>();
        Stream.concat(table.storageDescriptor().columns().stream(), table.partitionKeys().stream())
                .forEach(column -> actual.put(
                        column.name().toLowerCase(Locale.ROOT), Objects.requireNonNullElse(column.type(), "string")));
        columns.forEach((column, type) -> {
            String found = actual.remove(column.toLowerCase(Locale.ROOT));
            if (found == null) {
                differences.add(new Difference("The column " + column + " (" + type + ") is not in " + name, ""));
            } else if (!found.equalsIgnoreCase(type)) {
                differences.add(
                        new Difference("The column " + column + " of " + name + " is " + found + ", not " + type, ""));
            }
        });
        actual.forEach((column, type) -> differences.add(
                new Difference("The column " + column + " (" + type + ") of " + name + " is not expected", "")));
    }

    private Optional<Table> find(TableName name) {
        try {
            return Optional.of(glue.getTable(GetTableRequest.builder()
                            .databaseName(name.database())
                            .name(name.table())
                            .build())
                    .table());
        } catch (EntityNotFoundException e) {
            return Optional.empty();
        }
    }
}
