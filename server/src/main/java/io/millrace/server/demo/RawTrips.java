package io.millrace.server.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The table that the raw crawl made of the input, checked for what the demo does with it: partitions by year and month, and sums
 * of fares. Files that cannot serve for that are told at once, not after the Spark job.
 */
record RawTrips(Table table) {
    private static final String FARE_COLUMN = "fare_amount";
    private static final Set<String> DATES = Set.of("timestamp", "date");
    /** The parameter of a table whose files an earlier demo on the same folder had. */
    private static final String DEPRECATED = "DEPRECATED_BY_CRAWLER";

    /**
     * Looks the table up.
     *
     * @throws IllegalStateException saying what the input lacks
     */
    static RawTrips load(GlueClient glue) {
        List<Table> tables = glue.getTablesPaginator(request -> request.databaseName(DemoStage.RAW_DATABASE)).stream()
                .flatMap(page -> page.tableList().stream())
                .filter(table -> !table.parameters().containsKey(DEPRECATED))
                .toList();
        Optional<Table> whole = tables.stream()
                .filter(table -> table.name().equals(DemoStage.RAW_TABLE))
                .findFirst();
        RawTrips trips = new RawTrips(whole.orElseThrow(() -> new IllegalStateException(
                "The input is not one table: the crawl made %s of its folders, which differ in format or columns. Give the demo files of one kind."
                        .formatted(tables.stream().map(Table::name).toList()))));
        trips.requireDates();
        trips.fareColumn();
        return trips;
    }

    private void requireDates() {
        Set<String> names = columns().stream().map(Column::name).collect(Collectors.toSet());
        boolean dated = columns().stream().anyMatch(column -> DATES.contains(column.type()));
        if (!dated && !names.containsAll(List.of("year", "month"))) {
            throw new IllegalStateException(
                    "The input has no column of timestamps or dates, by whose year and month the demo partitions the lake; its columns are "
                            + described());
        }
    }

    /** The column whose sums are compared. @throws IllegalStateException if there is none, or it is no number */
    String fareColumn() {
        Column fare = columns().stream()
                .filter(column -> column.name().toLowerCase(Locale.ROOT).contains("fare"))
                .min((one, other) -> Boolean.compare(
                        !one.name().equals(FARE_COLUMN), !other.name().equals(FARE_COLUMN)))
                .orElseThrow(() -> new IllegalStateException(
                        "The input has no column of fares (fare_amount), whose sums the demo compares; its columns are "
                                + described()));
        if (!fare.type().matches("tinyint|smallint|int|bigint|float|double|decimal.*")) {
            throw new IllegalStateException(
                    "The input's column %s, whose sums the demo compares, is %s: some of its cells are no numbers"
                            .formatted(fare.name(), fare.type()));
        }
        return fare.name();
    }

    private List<Column> columns() {
        return table.storageDescriptor().columns();
    }

    private String described() {
        return columns().stream()
                .map(column -> column.name() + " (" + column.type() + ")")
                .collect(Collectors.joining(", "));
    }
}
