package io.millrace.server.athena;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.ResultSetMetadata;

/** The query executions in the database. Thread-safe. */
final class QueryRows {
    private final Jdbi jdbi;

    QueryRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds an execution unless its client token is known; returns the execution that has the token in the end. */
    QueryExecution insert(QueryExecution query, @Nullable String clientToken) {
        return jdbi.inTransaction(handle -> {
            Optional<QueryExecution> earlier =
                    clientToken == null ? Optional.empty() : findBy(handle, "client_token", clientToken);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            handle.createUpdate(
                            "INSERT INTO athena_query_execution"
                                    + " (id, work_group, sequence, state, client_token, body)"
                                    + " VALUES (:id, :group,"
                                    + " (SELECT COALESCE(MAX(sequence), 0) + 1 FROM athena_query_execution), :state, :token, :body)")
                    .bind("id", query.queryExecutionId())
                    .bind("group", query.workGroup())
                    .bind("state", query.status().stateAsString())
                    .bind("token", clientToken)
                    .bind("body", SdkJsonWriter.write(query))
                    .execute();
            return query;
        });
    }

    Optional<QueryExecution> find(String id) {
        return jdbi.withHandle(handle -> findBy(handle, "id", id));
    }

    private static Optional<QueryExecution> findBy(Handle handle, String column, String value) {
        return handle.createQuery("SELECT body FROM athena_query_execution WHERE " + column + " = :value")
                .bind("value", value)
                .map((row, context) -> read(row.getBytes(1)))
                .findOne();
    }

    private static QueryExecution read(byte[] body) {
        QueryExecution.Builder builder = QueryExecution.builder();
        SdkJsonReader.readInto(body, (SdkPojo) builder);
        return builder.build();
    }

    /** Replaces the execution if its state is still {@code expected}; false, and nothing changed, otherwise. */
    boolean update(QueryExecution query, QueryExecutionState expected, @Nullable ResultSetMetadata columns) {
        return jdbi.inTransaction(handle -> handle.createUpdate("UPDATE athena_query_execution"
                                + " SET state = :state, body = :body, result_columns = :columns"
                                + " WHERE id = :id AND state = :expected")
                        .bind("state", query.status().stateAsString())
                        .bind("body", SdkJsonWriter.write(query))
                        .bind("columns", columns == null ? null : SdkJsonWriter.write(columns))
                        .bind("id", query.queryExecutionId())
                        .bind("expected", expected.toString())
                        .execute()
                == 1);
    }

    ResultSetMetadata columns(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT result_columns FROM athena_query_execution WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> {
                    ResultSetMetadata.Builder builder = ResultSetMetadata.builder();
                    SdkJsonReader.readInto(row.getBytes(1), (SdkPojo) builder);
                    return builder.build();
                })
                .one());
    }

    /** The newest first; {@code beforeId} is the last one of the page before, or empty. */
    List<String> list(String workGroup, String beforeId, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM athena_query_execution"
                        + " WHERE work_group = :group AND (:before = '' OR sequence <"
                        + " (SELECT q.sequence FROM athena_query_execution q WHERE q.id = :before))"
                        + " ORDER BY sequence DESC LIMIT :limit")
                .bind("group", workGroup)
                .bind("before", beforeId)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    void deleteAll(String workGroup) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM athena_query_execution WHERE work_group = ?", workGroup));
    }

    /** Those that have not ended. */
    List<QueryExecution> unfinished() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT body FROM athena_query_execution WHERE state IN ('QUEUED', 'RUNNING')")
                .map((row, context) -> read(row.getBytes(1)))
                .list());
    }
}
