package io.millrace.server.athena;

import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.QueryCancellation;
import io.millrace.etl.sql.ReadLimitException;
import io.millrace.etl.sql.ResultColumn;
import io.millrace.etl.sql.SqlException;
import io.millrace.etl.sql.SqlStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatistics;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;
import software.amazon.awssdk.services.athena.model.ResultSetMetadata;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs queries on a bounded pool and keeps their states. Every change of state is a compare-and-set in the database, so a stop
 * and an end that meet leave one of both. Thread-safe.
 */
final class QueryRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryRunner.class);
    private static final int SYSTEM_ERROR = 1;
    private static final int USER_ERROR = 2;
    // Athena's error types (AUG error-reference): 233 for a query that uses the syntax wrongly is the nearest general
    // one.
    private static final int GENERIC_ERROR_TYPE = 233;

    private final QueryRows rows;
    private final DuckDbEngine engine;
    private final S3Client s3;
    private final Path folder;
    private final InstantSource clock;
    private final ExecutorService pool;
    private final Map<String, QueryCancellation> running = new ConcurrentHashMap<>();

    QueryRunner(QueryRows rows, DuckDbEngine engine, S3Client s3, AthenaSettings settings, InstantSource clock) {
        this.rows = rows;
        this.engine = engine;
        this.s3 = s3;
        this.folder = settings.resultFolder();
        this.clock = clock;
        this.pool = Executors.newFixedThreadPool(settings.concurrentQueries(), task -> {
            Thread thread = new Thread(task, "athena-query");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + folder, e);
        }
    }

    /** Queries of an earlier process cannot go on: they fail with the reason. */
    void failAbandoned() {
        for (QueryExecution query : rows.unfinished()) {
            rows.update(
                    failed(query, "The server was restarted while the query ran", SYSTEM_ERROR), state(query), null);
        }
    }

    /** @param readLimit how many bytes of objects it may read */
    void start(QueryExecution query, SqlStatement statement, long readLimit) {
        QueryCancellation cancellation = new QueryCancellation();
        running.put(query.queryExecutionId(), cancellation);
        // What the query may read is what its caller may read.
        ChangeAuthor caller = ChangeAuthor.current();
        pool.execute(() -> caller.call(() -> {
            run(query, statement, readLimit, cancellation);
            return query;
        }));
    }

    /** Cancels the query if it has not ended. */
    void stop(QueryExecution query) {
        QueryExecution cancelled = ended(
                query, QueryExecutionState.CANCELLED, 0, status -> status.stateChangeReason("Query cancelled by user"));
        boolean stopped = rows.update(cancelled, QueryExecutionState.QUEUED, null)
                || rows.update(cancelled, QueryExecutionState.RUNNING, null);
        QueryCancellation cancellation = running.get(query.queryExecutionId());
        if (stopped && cancellation != null) {
            cancellation.cancel();
        }
    }

    // A run loop: whatever goes wrong must end the query, or its clients would poll for ever.
    private void run(QueryExecution queued, SqlStatement statement, long readLimit, QueryCancellation cancellation) {
        QueryExecution query = begun(queued);
        try {
            if (rows.update(query, QueryExecutionState.QUEUED, null)) {
                execute(query, statement, readLimit, cancellation);
            }
        } catch (ReadLimitException e) {
            // Athena cancels such a query, it does not fail it (user guide, "Data usage controls").
            rows.update(
                    ended(
                            query,
                            QueryExecutionState.CANCELLED,
                            0,
                            status -> status.stateChangeReason(
                                    "Query cancelled! : Bytes scanned limit was exceeded: " + e.getMessage())),
                    QueryExecutionState.RUNNING,
                    null);
        } catch (SqlException e) {
            fail(query, e.getMessage(), e.code().isUserError() ? USER_ERROR : SYSTEM_ERROR);
        } catch (SdkException e) {
            LOG.warn("Cannot write the result of query {}", query.queryExecutionId(), e);
            fail(query, "Cannot write the result to " + output(query) + ": " + e.getMessage(), USER_ERROR);
        } catch (Exception e) {
            LOG.error("Query {} failed", query.queryExecutionId(), e);
            fail(query, "GENERIC_INTERNAL_ERROR: " + e.getMessage(), SYSTEM_ERROR);
        } finally {
            running.remove(query.queryExecutionId());
        }
    }

    private void execute(QueryExecution query, SqlStatement statement, long readLimit, QueryCancellation cancellation)
            throws IOException {
        Path file = folder.resolve(query.queryExecutionId() + ".csv");
        try {
            ResultSetMetadata columns;
            long scannedBytes;
            String database = query.queryExecutionContext() == null
                    ? ""
                    : Optional.ofNullable(query.queryExecutionContext().database())
                            .orElse("");
            try (CsvResultWriter writer = new CsvResultWriter(file)) {
                scannedBytes = engine.run(statement, database, writer, cancellation, readLimit);
                columns = metadata(writer);
            }
            cancellationPoint(cancellation);
            ResultLocation location = ResultLocation.parse(output(query));
            s3.putObject(
                    put -> put.bucket(location.bucket()).key(location.key()).contentType("text/csv"), file);
            rows.update(
                    ended(query, QueryExecutionState.SUCCEEDED, scannedBytes, status -> {}),
                    QueryExecutionState.RUNNING,
                    columns);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void cancellationPoint(QueryCancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new SqlException(SqlException.Code.USER_CANCELED, "Query was canceled");
        }
    }

    private static ResultSetMetadata metadata(CsvResultWriter writer) {
        return ResultSetMetadata.builder()
                .columnInfo(
                        writer.columns().stream().map(QueryRunner::columnInfo).toList())
                .build();
    }

    private static ColumnInfo columnInfo(ResultColumn column) {
        return ColumnInfo.builder()
                .catalogName("hive")
                .schemaName("")
                .tableName("")
                .name(column.name())
                .label(column.name())
                .type(column.type())
                .precision(column.precision())
                .scale(column.scale())
                .nullable("UNKNOWN")
                .caseSensitive(column.type().equals("varchar"))
                .build();
    }

    private void fail(QueryExecution query, @Nullable String reason, int category) {
        rows.update(failed(query, String.valueOf(reason), category), QueryExecutionState.RUNNING, null);
    }

    private QueryExecution failed(QueryExecution query, String reason, int category) {
        AthenaError error = AthenaError.builder()
                .errorCategory(category)
                .errorType(GENERIC_ERROR_TYPE)
                .retryable(category == SYSTEM_ERROR)
                .errorMessage(reason)
                .build();
        return ended(
                query,
                QueryExecutionState.FAILED,
                0,
                status -> status.stateChangeReason(reason).athenaError(error));
    }

    private QueryExecution begun(QueryExecution query) {
        Duration queued = Duration.between(query.status().submissionDateTime(), clock.instant());
        return query.toBuilder()
                .status(query.status().toBuilder()
                        .state(QueryExecutionState.RUNNING)
                        .build())
                .statistics(QueryExecutionStatistics.builder()
                        .queryQueueTimeInMillis(queued.toMillis())
                        .build())
                .build();
    }

    private QueryExecution ended(
            QueryExecution query,
            QueryExecutionState state,
            long scannedBytes,
            Consumer<QueryExecutionStatus.Builder> more) {
        Instant now = clock.instant();
        long total = Duration.between(query.status().submissionDateTime(), now).toMillis();
        long queued = query.statistics() == null || query.statistics().queryQueueTimeInMillis() == null
                ? 0
                : query.statistics().queryQueueTimeInMillis();
        return query.toBuilder()
                .status(query.status().toBuilder()
                        .state(state)
                        .completionDateTime(now)
                        .applyMutation(more)
                        .build())
                .statistics(QueryExecutionStatistics.builder()
                        .dataScannedInBytes(scannedBytes)
                        .engineExecutionTimeInMillis(total - queued)
                        .queryQueueTimeInMillis(queued)
                        .totalExecutionTimeInMillis(total)
                        .build())
                .build();
    }

    private static QueryExecutionState state(QueryExecution query) {
        return query.status().state();
    }

    private static String output(QueryExecution query) {
        return query.resultConfiguration().outputLocation();
    }

    @Override
    public void close() {
        running.values().forEach(QueryCancellation::cancel);
        pool.shutdownNow();
    }
}
