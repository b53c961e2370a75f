package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.AthenaQueries;
import io.millrace.ci.livetest.Difference;
import io.millrace.ci.livetest.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;

/** Holds the partitions that raw rows belong to against those of the catalog and of the lake's rows. */
final class PartitionCheck {
    private static final int SHOWN = 10;

    private final GlueClient glue;
    private final AthenaQueries queries;
    private final Stage stage;
    private final StageExpectations expected;

    PartitionCheck(GlueClient glue, AthenaQueries queries, Stage stage, StageExpectations expected) {
        this.glue = glue;
        this.queries = queries;
        this.stage = stage;
        this.expected = expected;
    }

    List<Difference> differences() {
        if (expected.partitions().isEmpty()) {
            return List.of();
        }
        String rawSql = statement(expected.partitions().values(), stage.rawTable());
        String lakeSql = statement(
                expected.partitions().keySet().stream().map(TableName::quote).toList(), stage.lakeTable());
        Map<List<String>, Long> raw = counts(stage.rawTable(), rawSql);
        Map<List<String>, Long> lake = counts(stage.lakeTable(), lakeSql);
        Set<List<String>> registered = registered();
        Set<List<String>> all = new LinkedHashSet<>(raw.keySet());
        all.addAll(lake.keySet());
        all.addAll(registered);
        List<Difference> differences = new ArrayList<>();
        for (List<String> partition : all) {
            long rawRows = raw.getOrDefault(partition, 0L);
            long lakeRows = lake.getOrDefault(partition, 0L);
            if (!registered.contains(partition)) {
                differences.add(new Difference(
                        "The partition " + named(partition) + " has " + rawRows + " rows in " + stage.rawTable()
                                + " and is not in the catalog's " + stage.lakeTable(),
                        rawSql));
            } else if (lakeRows == 0 || differ(rawRows, lakeRows)) {
                differences.add(new Difference(
                        "The partition " + named(partition) + " has " + rawRows + " rows in " + stage.rawTable()
                                + " and " + lakeRows + " in " + stage.lakeTable(),
                        rawSql + "; " + lakeSql));
            }
        }
        return shortened(differences);
    }

    /** Rows in quarantine are missing in partitions that nobody can tell. */
    private boolean differ(long rawRows, long lakeRows) {
        return lakeRows > rawRows || rawRows - lakeRows > expected.quarantinedRows();
    }

    private static List<Difference> shortened(List<Difference> differences) {
        if (differences.size() <= SHOWN) {
            return differences;
        }
        List<Difference> shown = new ArrayList<>(differences.subList(0, SHOWN));
        shown.add(new Difference("… and " + (differences.size() - SHOWN) + " more partitions", ""));
        return shown;
    }

    private static String statement(Collection<String> keys, TableName table) {
        List<String> texts =
                keys.stream().map(key -> "CAST(" + key + " AS varchar)").toList();
        List<String> places = new ArrayList<>();
        for (int i = 1; i <= texts.size(); i++) {
            places.add(String.valueOf(i));
        }
        return "SELECT " + String.join(", ", texts) + ", count(*) FROM " + table.quoted() + " GROUP BY "
                + String.join(", ", places);
    }

    private Map<List<String>, Long> counts(TableName table, String sql) {
        Map<List<String>, Long> counts =
                new TreeMap<>((left, right) -> String.join("/", left).compareTo(String.join("/", right)));
        for (List<String> row : queries.selectAll(table.database(), sql)) {
            int last = row.size() - 1;
            counts.merge(plain(row.subList(0, last)), Long.parseLong(row.get(last)), Long::sum);
        }
        return counts;
    }

    private Set<List<String>> registered() {
        Set<List<String>> values = new LinkedHashSet<>();
        glue.getPartitionsPaginator(GetPartitionsRequest.builder()
                        .databaseName(stage.lakeTable().database())
                        .tableName(stage.lakeTable().table())
                        .excludeColumnSchema(true)
                        .build())
                .forEach(page -> page.partitions().forEach(partition -> values.add(plain(partition.values()))));
        return values;
    }

    /** Values as the folders of numbers may pad them: {@code 01} is {@code 1}. */
    private static List<String> plain(List<String> values) {
        return values.stream()
                .map(value -> value.matches("0+\\d+") ? value.replaceFirst("^0+(?=\\d)", "") : value)
                .toList();
    }

    private String named(List<String> values) {
        List<String> parts = new ArrayList<>();
        int i = 0;
        for (String key : expected.partitions().keySet()) {
            parts.add(key + "=" + (i < values.size() ? values.get(i) : "?"));
            i++;
        }
        return String.join("/", parts);
    }
}
