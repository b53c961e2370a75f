package io.millrace.ci.livetest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;

/** Runs statements through Athena's API and waits for their rows. Thread-safe if its parts are. */
public final class AthenaQueries {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final AthenaClient athena;
    private final String outputLocation;
    private final Duration timeout;
    private final InstantSource clock;
    private final Pause pause;

    /**
     * Queries through one client, which stays the caller's to close.
     *
     * @param athena the client
     * @param outputLocation where results go, such as {@code s3://lake/athena-results/}
     * @param timeout how long one statement may take, waiting included
     * @param clock tells when the time is up
     * @param pause waits between two looks
     */
    public AthenaQueries(
            AthenaClient athena, String outputLocation, Duration timeout, InstantSource clock, Pause pause) {
        this.athena = athena;
        this.outputLocation = outputLocation;
        this.timeout = timeout;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Runs a SELECT.
     *
     * @param database the database of names without one
     * @param sql the statement
     * @return the first page of rows (up to 1,000), without the header; a null is the empty text
     * @throws LiveTestException if the statement fails, is cancelled or takes too long (then it is stopped)
     */
    public List<List<String>> select(String database, String sql) {
        String id = execute(database, sql);
        return rows(athena.getQueryResults(request -> request.queryExecutionId(id))
                .resultSet()
                .rows());
    }

    /**
     * Runs a SELECT as {@link #select} does.
     *
     * @return all rows
     */
    public List<List<String>> selectAll(String database, String sql) {
        String id = execute(database, sql);
        return rows(athena.getQueryResultsPaginator(request -> request.queryExecutionId(id)).stream()
                .flatMap(page -> page.resultSet().rows().stream())
                .toList());
    }

    private String execute(String database, String sql) {
        String id = athena.startQueryExecution(StartQueryExecutionRequest.builder()
                        .queryString(sql)
                        .queryExecutionContext(context -> context.database(database))
                        .resultConfiguration(result -> result.outputLocation(outputLocation))
                        .build())
                .queryExecutionId();
        try {
            await(id, sql);
        } catch (InterruptedException e) {
            athena.stopQueryExecution(request -> request.queryExecutionId(id));
            Thread.currentThread().interrupt();
            throw new LiveTestException("Interrupted while waiting for: " + sql, e);
        }
        return id;
    }

    private void await(String id, String sql) throws InterruptedException {
        Instant deadline = clock.instant().plus(timeout);
        Duration wait = FIRST_PAUSE;
        while (true) {
            QueryExecution execution = athena.getQueryExecution(request -> request.queryExecutionId(id))
                    .queryExecution();
            QueryExecutionState state = execution.status().state();
            if (state == QueryExecutionState.SUCCEEDED) {
                return;
            }
            if (state != QueryExecutionState.QUEUED && state != QueryExecutionState.RUNNING) {
                throw new LiveTestException("The query " + execution.status().stateAsString() + ": "
                        + execution.status().stateChangeReason() + " (" + sql + ")");
            }
            if (!clock.instant().isBefore(deadline)) {
                athena.stopQueryExecution(request -> request.queryExecutionId(id));
                throw new LiveTestException("The query took more than " + timeout.toSeconds() + " s: " + sql);
            }
            pause.await(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Athena gives a SELECT's column names as the first row. */
    private static List<List<String>> rows(List<Row> rows) {
        List<List<String>> values = new ArrayList<>();
        for (Row row : rows.subList(Math.min(1, rows.size()), rows.size())) {
            values.add(row.data().stream().map(AthenaQueries::text).toList());
        }
        return values;
    }

    private static String text(Datum datum) {
        String value = datum.varCharValue();
        return value == null ? "" : value;
    }
}
