package io.millrace.server.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.wire.ServiceException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsRequest;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;

/** Queries from their start to their results. */
class TestAthenaService extends AbstractAthenaTests {
    @Test
    void writesTheResultAsAthenaDoes() {
        String id = begin("SELECT 1 AS a, 'say \"x\"' AS b, CAST(NULL AS varchar) AS c, '' AS d, 2.5e0 AS e");
        QueryExecution query = await(id, QueryExecutionState.SUCCEEDED);
        assertThat(query.resultConfiguration().outputLocation()).isEqualTo("s3://results/out/" + id + ".csv");
        assertThat(s3.getObjectAsBytes(get -> get.bucket("results").key("out/" + id + ".csv"))
                        .asUtf8String())
                .isEqualTo("\"a\",\"b\",\"c\",\"d\",\"e\"\n\"1\",\"say \"\"x\"\"\",,\"\",\"2.5\"\n");
        assertThat(query.statistics().totalExecutionTimeInMillis()).isNotNegative();
        assertThat(query.statistics().dataScannedInBytes()).isZero();
        assertThat(query.substatementType()).isEqualTo("SELECT");
        GetQueryResultsResponse page = results(id, request -> {});
        assertThat(shown(page)).isEqualTo("a|b|c|d|e;1|say \"x\"|null||2.5");
        assertThat(page.resultSet().resultSetMetadata().columnInfo())
                .extracting(column -> column.name() + " " + column.type() + " " + column.precision())
                .containsExactly(
                        "a integer 10",
                        "b varchar 2147483647",
                        "c varchar 2147483647",
                        "d varchar 2147483647",
                        "e double 17");
    }

    @Test
    void pagesThroughAResult() {
        String id = begin("SELECT x, CAST(NULL AS integer) y FROM UNNEST(sequence(1, 2500)) AS t(x) ORDER BY x");
        await(id, QueryExecutionState.SUCCEEDED);
        GetQueryResultsResponse first = results(id, request -> {});
        GetQueryResultsResponse second = results(id, request -> request.nextToken(first.nextToken()));
        GetQueryResultsResponse third = results(id, request -> request.nextToken(second.nextToken()));
        assertThat(shown(first)).startsWith("x|y;1|null;").endsWith(";999|null");
        assertThat(shown(second)).startsWith("1000|null;").endsWith(";1999|null");
        assertThat(shown(third)).startsWith("2000|null;").endsWith(";2500|null");
        assertThat(third.nextToken()).isNull();
        assertThat(shown(results(id, request -> request.maxResults(1)))).isEqualTo("x|y");
        assertThatThrownBy(() -> results(id, request -> request.maxResults(1001)))
                .isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> results(id, request -> request.nextToken("x"))).hasMessage("Invalid NextToken");
    }

    @Test
    void refusesWhatAthenaRefusesAtOnce() {
        assertThatThrownBy(() -> begin("SELEC 1"))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("line 1:1: mismatched input 'SELEC'");
        assertThatThrownBy(() -> begin("DROP TABLE x")).hasMessageContaining("Only queries");
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.resultConfiguration(result -> {})))
                .hasMessageStartingWith("No output location provided.");
        assertThatThrownBy(() -> begin("SELECT '" + "x".repeat(262_144) + "'")).hasMessageContaining("262144");
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.workGroup("other")))
                .hasMessage("WorkGroup other is not found.");
        assertThatThrownBy(() -> get("nothing")).hasMessage("QueryExecution nothing was not found");
    }

    @Test
    void failsWithTheReason() {
        QueryExecution query = await(begin("SELECT * FROM nowhere.t"), QueryExecutionState.FAILED);
        assertThat(query.status().stateChangeReason())
                .isEqualTo("SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist");
        assertThat(query.status().athenaError().errorCategory()).isEqualTo(2);
        assertThatThrownBy(() -> results(query.queryExecutionId(), request -> {}))
                .hasMessage("Query did not finish successfully. Final query state: FAILED");
        QueryExecution unwritable = await(
                begin(
                        "SELECT 1",
                        request -> request.resultConfiguration(r -> r.outputLocation("s3://no-such-bucket/"))),
                QueryExecutionState.FAILED);
        assertThat(unwritable.status().stateChangeReason())
                .startsWith("Cannot write the result to s3://no-such-bucket/");
    }

    @Test
    void startsOnceForOneClientToken() {
        String token = "0123456789abcdef0123456789abcdef";
        String id = begin("SELECT 1", request -> request.clientRequestToken(token));
        assertThat(begin("SELECT 1", request -> request.clientRequestToken(token)))
                .isEqualTo(id);
        assertThatThrownBy(() -> begin("SELECT 2", request -> request.clientRequestToken(token)))
                .hasMessage("Idempotent parameters do not match");
    }

    @Test
    void stopsRunningAndQueuedQueriesAndListsThem() {
        String running = begin(ENDLESS);
        String queued = begin("SELECT 1");
        await(running, QueryExecutionState.RUNNING);
        assertThatThrownBy(() -> results(running, request -> {}))
                .hasMessage("Query has not yet finished. Current state: RUNNING");
        for (String id : List.of(queued, running)) {
            operations.stopQueryExecution(
                    StopQueryExecutionRequest.builder().queryExecutionId(id).build());
            assertThat(get(id).status().state()).isEqualTo(QueryExecutionState.CANCELLED);
        }
        await(begin("SELECT 2"), QueryExecutionState.SUCCEEDED);
        assertThat(get(running).status().state()).isEqualTo(QueryExecutionState.CANCELLED);
        ListQueryExecutionsResponse page = operations.listQueryExecutions(
                ListQueryExecutionsRequest.builder().maxResults(2).build());
        assertThat(page.queryExecutionIds()).hasSize(2).contains(queued);
        assertThat(operations
                        .listQueryExecutions(ListQueryExecutionsRequest.builder()
                                .nextToken(page.nextToken())
                                .build())
                        .queryExecutionIds())
                .containsExactly(running);
    }

    @Test
    void failsWhatARestartInterrupts() {
        String id = begin(ENDLESS);
        await(id, QueryExecutionState.RUNNING);
        try (QueryOperations restarted = open(Optional.empty())) {
            assertThat(restarted).isNotNull();
            assertThat(get(id).status().state()).isEqualTo(QueryExecutionState.FAILED);
            assertThat(get(id).status().stateChangeReason()).contains("restarted");
        }
    }
}
