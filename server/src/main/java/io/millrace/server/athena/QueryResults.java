package io.millrace.server.athena;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Pages of results, read from the CSV in S3. A page token is the byte at which the next row begins. */
final class QueryResults {
    /** Rows of one page (Athena API reference, GetQueryResults). */
    private static final int MAX_RESULTS = 1000;

    private static final int NOT_FOUND = 404;

    private final QueryRows rows;
    private final S3Client s3;

    QueryResults(QueryRows rows, S3Client s3) {
        this.rows = rows;
        this.s3 = s3;
    }

    GetQueryResultsResponse page(QueryExecution query, GetQueryResultsRequest request) {
        QueryExecutionState state = query.status().state();
        if (state == QueryExecutionState.QUEUED || state == QueryExecutionState.RUNNING) {
            throw AthenaErrors.invalidRequest("Query has not yet finished. Current state: " + state);
        }
        if (state != QueryExecutionState.SUCCEEDED) {
            throw AthenaErrors.invalidRequest("Query did not finish successfully. Final query state: " + state);
        }
        int limit = request.maxResults() == null ? MAX_RESULTS : request.maxResults();
        if (limit < 1 || limit > MAX_RESULTS) {
            throw AthenaErrors.invalidRequest("MaxResults is more than maximum allowed length " + MAX_RESULTS);
        }
        long start = start(query, request.nextToken());
        try {
            return read(query, start, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the result of query " + query.queryExecutionId(), e);
        }
    }

    private static long start(QueryExecution query, @Nullable String token) {
        if (token == null) {
            return 0;
        }
        String prefix = query.queryExecutionId() + ":";
        if (!token.startsWith(prefix) || !token.substring(prefix.length()).matches("\\d{1,18}")) {
            throw AthenaErrors.invalidRequest("Invalid NextToken");
        }
        return Long.parseLong(token.substring(prefix.length()));
    }

    private GetQueryResultsResponse read(QueryExecution query, long start, int limit) throws IOException {
        ResponseInputStream<GetObjectResponse> stream = open(query, start);
        List<Row> page = new ArrayList<>();
        String next;
        try {
            CsvResultReader reader = new CsvResultReader(new BufferedInputStream(stream, 1 << 16), start);
            Optional<List<@Nullable String>> row = reader.row();
            long end = reader.position();
            while (row.isPresent() && page.size() < limit) {
                page.add(row(row.get()));
                end = reader.position();
                row = reader.row();
            }
            next = row.isPresent() ? query.queryExecutionId() + ":" + end : null;
        } finally {
            // The rest of the result is not wanted: close without reading it.
            stream.abort();
        }
        return GetQueryResultsResponse.builder()
                .updateCount(0L)
                .resultSet(set -> set.rows(page).resultSetMetadata(rows.columns(query.queryExecutionId())))
                .nextToken(next)
                .build();
    }

    private ResponseInputStream<GetObjectResponse> open(QueryExecution query, long start) {
        ResultLocation location =
                ResultLocation.parse(query.resultConfiguration().outputLocation());
        try {
            return s3.getObject(GetObjectRequest.builder()
                    .bucket(location.bucket())
                    .key(location.key())
                    .range("bytes=" + start + "-")
                    .build());
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                throw AthenaErrors.invalidRequest("Could not find results at "
                        + query.resultConfiguration().outputLocation());
            }
            throw e;
        }
    }

    private static Row row(List<@Nullable String> values) {
        return Row.builder()
                .data(values.stream()
                        .map(value -> Datum.builder().varCharValue(value).build())
                        .toList())
                .build();
    }
}
