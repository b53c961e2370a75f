package io.millrace.ci.livetest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionResponse;

/** An Athena that knows some statements' results and takes some looks to finish. */
final class FakeAthena implements AthenaClient {
    final List<String> started = new ArrayList<>();
    final List<String> stopped = new ArrayList<>();
    private final Map<String, List<String>> results = new HashMap<>();
    private final int looks;
    private int looked;

    FakeAthena(int looks) {
        this.looks = looks;
    }

    /** The row that a statement with this text in it gives; a null is a null. */
    FakeAthena answer(String part, List<String> row) {
        results.put(part, row);
        return this;
    }

    @Override
    public StartQueryExecutionResponse startQueryExecution(StartQueryExecutionRequest request) {
        started.add(request.queryString());
        looked = 0;
        return StartQueryExecutionResponse.builder()
                .queryExecutionId(String.valueOf(started.size() - 1))
                .build();
    }

    @Override
    public GetQueryExecutionResponse getQueryExecution(GetQueryExecutionRequest request) {
        looked++;
        boolean known = results.keySet().stream().anyMatch(sql(request.queryExecutionId())::contains);
        QueryExecutionState state = looked <= looks
                ? QueryExecutionState.RUNNING
                : known ? QueryExecutionState.SUCCEEDED : QueryExecutionState.FAILED;
        return GetQueryExecutionResponse.builder()
                .queryExecution(execution ->
                        execution.status(status -> status.state(state).stateChangeReason("TABLE_NOT_FOUND: line 1:15")))
                .build();
    }

    @Override
    public GetQueryResultsResponse getQueryResults(GetQueryResultsRequest request) {
        String sql = sql(request.queryExecutionId());
        List<String> values = results.entrySet().stream()
                .filter(entry -> sql.contains(entry.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
        Row header = Row.builder()
                .data(Datum.builder().varCharValue("_col0").build())
                .build();
        Row row = Row.builder()
                .data(values.stream()
                        .map(value -> Datum.builder()
                                .varCharValue(value.equals("null") ? null : value)
                                .build())
                        .toList())
                .build();
        return GetQueryResultsResponse.builder()
                .resultSet(set -> set.rows(header, row))
                .build();
    }

    @Override
    public StopQueryExecutionResponse stopQueryExecution(StopQueryExecutionRequest request) {
        stopped.add(request.queryExecutionId());
        return StopQueryExecutionResponse.builder().build();
    }

    private String sql(String id) {
        return started.get(Integer.parseInt(id));
    }

    @Override
    public String serviceName() {
        return "athena";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
