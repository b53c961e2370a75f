package io.millrace.server.athena;

import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.SqlException;
import io.millrace.etl.sql.SqlStatement;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.model.BatchGetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.BatchGetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsRequest;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.StatementType;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.UnprocessedQueryExecutionId;
import software.amazon.awssdk.services.athena.model.WorkGroup;
import software.amazon.awssdk.services.athena.model.WorkGroupState;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Athena's query executions. A statement's syntax is checked when it is started; all else is found when it runs, and is the
 * execution's {@code StateChangeReason}. Thread-safe.
 */
public final class QueryOperations implements AutoCloseable {
    /** A statement's length (AUG service-limits). */
    private static final int QUERY_MAX_BYTES = 262_144;

    private static final int LIST_MAX_RESULTS = 50;

    private final QueryRows rows;
    private final QueryRunner runner;
    private final QueryResults results;
    private final WorkGroups groups;
    private final InstantSource clock;

    /** Operations over the database; queries that an earlier process left unfinished become FAILED. */
    public QueryOperations(
            Jdbi jdbi,
            DuckDbEngine engine,
            S3Client s3,
            AthenaSettings settings,
            WorkGroups groups,
            InstantSource clock) {
        this.rows = new QueryRows(jdbi);
        this.runner = new QueryRunner(rows, engine, s3, settings, clock);
        this.results = new QueryResults(rows, s3);
        this.groups = groups;
        this.clock = clock;
        runner.failAbandoned();
    }

    /** Starts a query; the same client token starts it once. */
    public StartQueryExecutionResponse startQueryExecution(StartQueryExecutionRequest request) {
        String text = request.queryString();
        if (text.getBytes(StandardCharsets.UTF_8).length > QUERY_MAX_BYTES) {
            throw AthenaErrors.invalidRequest(
                    "Query string exceeds the maximum length of " + QUERY_MAX_BYTES + " bytes");
        }
        if (!request.executionParameters().isEmpty()) {
            throw AthenaErrors.invalidRequest("ExecutionParameters are not supported");
        }
        WorkGroup group = enabled(groups.load(request.workGroup()));
        SqlStatement statement = parse(text);
        String id = UUID.randomUUID().toString();
        String output = ResultLocation.of(clientsChoice(group, request), WorkGroups.location(group), id);
        QueryExecution query = QueryExecution.builder()
                .queryExecutionId(id)
                .query(text)
                .statementType(StatementType.DML)
                .substatementType("SELECT")
                .resultConfiguration(configuration -> configuration.outputLocation(output))
                .queryExecutionContext(request.queryExecutionContext())
                .workGroup(group.name())
                .engineVersion(group.configuration().engineVersion())
                .status(status -> status.state(QueryExecutionState.QUEUED).submissionDateTime(clock.instant()))
                .build();
        QueryExecution accepted = rows.insert(query, request.clientRequestToken());
        if (!accepted.query().equals(text)) {
            throw AthenaErrors.invalidRequest("Idempotent parameters do not match");
        }
        if (accepted.queryExecutionId().equals(id)) {
            runner.start(query, statement, readLimit(group));
        }
        return StartQueryExecutionResponse.builder()
                .queryExecutionId(accepted.queryExecutionId())
                .build();
    }

    private static WorkGroup enabled(WorkGroup group) {
        if (group.state() == WorkGroupState.DISABLED) {
            throw AthenaErrors.invalidRequest("WorkGroup " + group.name() + " is disabled.");
        }
        return group;
    }

    /** A group that enforces its configuration does not ask the client where results go. */
    private static @Nullable ResultConfiguration clientsChoice(WorkGroup group, StartQueryExecutionRequest request) {
        return Boolean.TRUE.equals(group.configuration().enforceWorkGroupConfiguration())
                ? null
                : request.resultConfiguration();
    }

    private static long readLimit(WorkGroup group) {
        Long cutoff = group.configuration().bytesScannedCutoffPerQuery();
        return cutoff == null ? DuckDbEngine.NO_READ_LIMIT : cutoff;
    }

    private static SqlStatement parse(String text) {
        try {
            return SqlStatement.parse(text);
        } catch (SqlException e) {
            throw AthenaErrors.invalidRequest(String.valueOf(e.getMessage()).replaceFirst("^SYNTAX_ERROR: ", ""));
        }
    }

    /** The execution with its state. */
    public GetQueryExecutionResponse getQueryExecution(GetQueryExecutionRequest request) {
        return GetQueryExecutionResponse.builder()
                .queryExecution(load(request.queryExecutionId()))
                .build();
    }

    /** Several executions; unknown ids are listed apart. */
    public BatchGetQueryExecutionResponse batchGetQueryExecution(BatchGetQueryExecutionRequest request) {
        List<QueryExecution> found = new ArrayList<>();
        List<UnprocessedQueryExecutionId> missing = new ArrayList<>();
        for (String id : request.queryExecutionIds()) {
            rows.find(id)
                    .ifPresentOrElse(
                            found::add,
                            () -> missing.add(UnprocessedQueryExecutionId.builder()
                                    .queryExecutionId(id)
                                    .errorCode("INVALID_QUERY_EXECUTION_ID")
                                    .errorMessage(notFound(id))
                                    .build()));
        }
        return BatchGetQueryExecutionResponse.builder()
                .queryExecutions(found)
                .unprocessedQueryExecutionIds(missing)
                .build();
    }

    /** A page of a result; the first row of the first page is the header. */
    public GetQueryResultsResponse getQueryResults(GetQueryResultsRequest request) {
        return results.page(load(request.queryExecutionId()), request);
    }

    /** Stops a query; one that has ended stays as it is. */
    public StopQueryExecutionResponse stopQueryExecution(StopQueryExecutionRequest request) {
        runner.stop(load(request.queryExecutionId()));
        return StopQueryExecutionResponse.builder().build();
    }

    /** The ids of a work group's executions, the newest first. */
    public ListQueryExecutionsResponse listQueryExecutions(ListQueryExecutionsRequest request) {
        String workGroup = groups.load(request.workGroup()).name();
        int limit = request.maxResults() == null ? LIST_MAX_RESULTS : request.maxResults();
        if (limit < 1 || limit > LIST_MAX_RESULTS) {
            throw AthenaErrors.invalidRequest("MaxResults must be between 1 and " + LIST_MAX_RESULTS);
        }
        String before = Optional.ofNullable(request.nextToken()).orElse("");
        if (!before.isEmpty() && rows.find(before).isEmpty()) {
            throw AthenaErrors.invalidRequest("Invalid NextToken");
        }
        List<String> ids = rows.list(workGroup, before, limit + 1);
        boolean more = ids.size() > limit;
        return ListQueryExecutionsResponse.builder()
                .queryExecutionIds(more ? ids.subList(0, limit) : ids)
                .nextToken(more ? ids.get(limit - 1) : null)
                .build();
    }

    /** Whether a work group has executions. */
    public boolean hasQueries(String workGroup) {
        return !rows.list(workGroup, "", 1).isEmpty();
    }

    /** Stops the queries of a work group and forgets all of them. */
    public void forgetQueries(String workGroup) {
        rows.unfinished().stream()
                .filter(query -> query.workGroup().equals(workGroup))
                .forEach(runner::stop);
        rows.deleteAll(workGroup);
    }

    private QueryExecution load(String id) {
        return rows.find(id).orElseThrow(() -> AthenaErrors.invalidRequest(notFound(id)));
    }

    private static String notFound(String id) {
        return "QueryExecution " + id + " was not found";
    }

    /** Cancels what runs; it is FAILED after the next start. */
    @Override
    public void close() {
        runner.close();
    }
}
