package io.millrace.server.demo;

import io.millrace.ci.livetest.AthenaQueries;
import io.millrace.ci.livetest.ComparisonResult;
import io.millrace.ci.livetest.Difference;
import io.millrace.ci.livetest.Pause;
import io.millrace.ci.livetest.RawLakeComparison;
import io.millrace.ci.livetest.TableName;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.services.glue.model.Table;

/** Compares the demo's tables as the live test of a stage does: rows and the sum of the fares, by SQL. */
final class DemoComparison {
    private static final Duration QUERY_TIMEOUT = Duration.ofMinutes(30);

    private final DemoClients clients;

    DemoComparison(DemoClients clients) {
        this.clients = clients;
    }

    ComparisonResult run() {
        AthenaQueries queries = new AthenaQueries(
                clients.athena(), DemoStage.RESULT_LOCATION, QUERY_TIMEOUT, InstantSource.system(), Pause.blocking());
        return new RawLakeComparison(clients.glue(), queries)
                .compare(
                        new TableName(DemoStage.RAW_DATABASE, DemoStage.RAW_TABLE),
                        new TableName(DemoStage.LAKE_DATABASE, DemoStage.LAKE_TABLE),
                        RawTrips.load(clients.glue()).fareColumn());
    }

    DemoResult result(ComparisonResult compared, DemoResult.Seconds seconds) {
        Table raw = table(DemoStage.RAW_DATABASE, DemoStage.RAW_TABLE);
        Table lake = table(DemoStage.LAKE_DATABASE, DemoStage.LAKE_TABLE);
        return new DemoResult(
                new DemoResult.Raw(
                        raw.databaseName(), raw.name(), compared.raw().columns(), compared.rawRows(), raw),
                new DemoResult.Lake(
                        lake.databaseName(),
                        lake.name(),
                        compared.lake().columns(),
                        Math.toIntExact(compared.lake().partitions()),
                        compared.lakeRows(),
                        lake),
                compared.matches(),
                seconds,
                compared.differences().stream().map(Difference::toString).toList(),
                null);
    }

    private Table table(String database, String name) {
        return clients.glue()
                .getTable(request -> request.databaseName(database).name(name))
                .table();
    }
}
