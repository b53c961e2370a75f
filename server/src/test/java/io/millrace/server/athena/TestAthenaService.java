package io.millrace.server.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.DuckDbSettings;
import io.millrace.etl.sql.S3ObjectCache;
import io.millrace.etl.sql.TableCatalog;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.athena.model.CreateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.DeleteWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsRequest;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.UpdateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/** The service with its database, its engine and an S3 store. */
class TestAthenaService {
    private static final String ENDLESS = "WITH n AS (SELECT x FROM UNNEST(sequence(1, 200000)) AS t(x))"
            + " SELECT count(*) FROM n a CROSS JOIN n b CROSS JOIN n c WHERE a.x + b.x * c.x = -1";

    @TempDir
    Path folder;

    private EmbeddedObjectStore store;
    private S3Client s3;
    private SqliteDatabase database;
    private S3ObjectCache cache;
    private QueryOperations operations;

    @BeforeEach
    void start() throws IOException {
        store = EmbeddedObjectStore.start(EmbeddedStoreSettings.of(
                Path.of(System.getProperty("millrace.home")),
                folder.resolve("s3"),
                0,
                new S3Settings.Credentials("AKIATEST", "test-secret")));
        s3 = S3Clients.create(store.settings());
        s3.createBucket(bucket -> bucket.bucket("results"));
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        database.migrate("io/millrace/server/migration", "server_schema_history");
        cache = new S3ObjectCache(s3, folder.resolve("cache"), 64 << 20);
        operations = open(Optional.empty());
    }

    private QueryOperations open(Optional<String> output) {
        DuckDbEngine engine =
                new DuckDbEngine(new OneTable(), cache, new DuckDbSettings(256L << 20, 1, folder.resolve("spill")));
        AthenaSettings settings = new AthenaSettings(output, 1, folder.resolve("out"));
        return new QueryOperations(
                database.jdbi(),
                engine,
                s3,
                settings,
                new WorkGroups(database.jdbi(), settings, "us-east-1"),
                InstantSource.system());
    }

    @AfterEach
    void stop() throws IOException {
        operations.close();
        cache.close();
        database.close();
        s3.close();
        store.close();
    }

    private String begin(String sql) {
        return begin(sql, request -> {});
    }

    private String begin(String sql, Consumer<StartQueryExecutionRequest.Builder> more) {
        return operations
                .startQueryExecution(StartQueryExecutionRequest.builder()
                        .queryString(sql)
                        .resultConfiguration(result -> result.outputLocation("s3://results/out"))
                        .applyMutation(more)
                        .build())
                .queryExecutionId();
    }

    private QueryExecution get(String id) {
        return operations
                .getQueryExecution(
                        GetQueryExecutionRequest.builder().queryExecutionId(id).build())
                .queryExecution();
    }

    private QueryExecution await(String id, QueryExecutionState state) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertThat(get(id).status().state())
                    .as(() -> get(id).status().stateChangeReason())
                    .isIn(QueryExecutionState.QUEUED, QueryExecutionState.RUNNING, state);
            return get(id).status().state() == state;
        });
        return get(id);
    }

    private GetQueryResultsResponse results(String id, Consumer<GetQueryResultsRequest.Builder> more) {
        return operations.getQueryResults(GetQueryResultsRequest.builder()
                .queryExecutionId(id)
                .applyMutation(more)
                .build());
    }

    private static String shown(GetQueryResultsResponse page) {
        return page.resultSet().rows().stream()
                .map(row -> row.data().stream()
                        .map(datum -> String.valueOf(datum.varCharValue()))
                        .collect(Collectors.joining("|")))
                .collect(Collectors.joining(";"));
    }

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

    private WorkGroupOperations workGroups() {
        Jdbi jdbi = database.jdbi();
        AthenaSettings settings = new AthenaSettings(Optional.empty(), 1, folder.resolve("out"));
        return new WorkGroupOperations(
                jdbi,
                new WorkGroups(jdbi, settings, "us-east-1"),
                new StoredContents(operations, new NamedQueries(jdbi)),
                new ResourceTags(jdbi),
                new ServicePages(PageTokens.withChecksum(), "InvalidRequestException"),
                InstantSource.system());
    }

    private static CreateWorkGroupRequest group(String name, Consumer<WorkGroupConfiguration.Builder> configuration) {
        return CreateWorkGroupRequest.builder()
                .name(name)
                .configuration(configuration)
                .build();
    }

    @Test
    void aWorkGroupDecidesWhereResultsGo() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(
                group("strict", c -> c.resultConfiguration(result -> result.outputLocation("s3://results/strict/"))));
        groups.createWorkGroup(group(
                "free",
                c -> c.enforceWorkGroupConfiguration(false)
                        .resultConfiguration(result -> result.outputLocation("s3://results/free/"))));
        groups.createWorkGroup(group("nowhere", c -> c.enforceWorkGroupConfiguration(true)));

        String strict = begin("SELECT 1", request -> request.workGroup("strict"));
        String free = begin("SELECT 1", request -> request.workGroup("free"));
        String byGroup =
                begin("SELECT 1", request -> request.workGroup("free").resultConfiguration((ResultConfiguration) null));

        assertThat(output(strict)).isEqualTo("s3://results/strict/" + strict + ".csv");
        assertThat(output(free)).isEqualTo("s3://results/out/" + free + ".csv");
        assertThat(output(byGroup)).isEqualTo("s3://results/free/" + byGroup + ".csv");
        await(strict, QueryExecutionState.SUCCEEDED);
        assertThat(get(strict).workGroup()).isEqualTo("strict");
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.workGroup("nowhere")))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("No output location provided.");
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.workGroup("none")))
                .hasMessage("WorkGroup none is not found.");
    }

    private String output(String id) {
        return get(id).resultConfiguration().outputLocation();
    }

    @Test
    void aDisabledWorkGroupRunsNothing() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(group("paused", c -> c.enforceWorkGroupConfiguration(false)));
        groups.updateWorkGroup(UpdateWorkGroupRequest.builder()
                .workGroup("paused")
                .state(WorkGroupState.DISABLED)
                .build());
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.workGroup("paused")))
                .hasMessage("WorkGroup paused is disabled.");
        groups.updateWorkGroup(UpdateWorkGroupRequest.builder()
                .workGroup("paused")
                .state(WorkGroupState.ENABLED)
                .build());
        await(begin("SELECT 1", request -> request.workGroup("paused")), QueryExecutionState.SUCCEEDED);
    }

    @Test
    void aQueryThatWouldReadTooMuchIsCancelledBeforeItReads() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(
                group("small", c -> c.enforceWorkGroupConfiguration(false).bytesScannedCutoffPerQuery(10_000_000L)));
        s3.putObject(
                put -> put.bucket("results").key("big/a.csv"),
                RequestBody.fromString("0123456789abcde\n".repeat(630_000)));

        String id = begin("SELECT count(*) FROM db.big", request -> request.workGroup("small"));
        QueryExecution cancelled = await(id, QueryExecutionState.CANCELLED);
        assertThat(cancelled.status().stateChangeReason())
                .contains("Bytes scanned limit was exceeded", "10,080,000", "10,000,000");
        assertThat(folder.resolve("cache")).isEmptyDirectory();

        groups.updateWorkGroup(UpdateWorkGroupRequest.builder()
                .workGroup("small")
                .configurationUpdates(updates -> updates.removeBytesScannedCutoffPerQuery(true))
                .build());
        String again = begin("SELECT count(*) FROM db.big", request -> request.workGroup("small"));
        assertThat(await(again, QueryExecutionState.SUCCEEDED).statistics().dataScannedInBytes())
                .isEqualTo(10_080_000);
    }

    @Test
    void aWorkGroupWithQueriesIsDeletedWithThemOnly() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(group("team", c -> c.enforceWorkGroupConfiguration(false)));
        String id = begin(ENDLESS, request -> request.workGroup("team"));
        await(id, QueryExecutionState.RUNNING);
        DeleteWorkGroupRequest delete =
                DeleteWorkGroupRequest.builder().workGroup("team").build();
        assertThatThrownBy(() -> groups.deleteWorkGroup(delete)).hasMessage("WorkGroup team is not empty");

        groups.deleteWorkGroup(delete.toBuilder().recursiveDeleteOption(true).build());
        assertThatThrownBy(() -> get(id)).hasMessage("QueryExecution " + id + " was not found");
        // The pool has one thread: the running query was cancelled, or this would wait for ever.
        await(begin("SELECT 2"), QueryExecutionState.SUCCEEDED);
        assertThatThrownBy(() -> groups.deleteWorkGroup(
                        DeleteWorkGroupRequest.builder().workGroup("primary").build()))
                .hasMessage("The primary workgroup cannot be deleted.");
    }

    @Test
    void refusesSettingsThatItDoesNotHave() {
        WorkGroupOperations groups = workGroups();
        assertThatThrownBy(() -> groups.createWorkGroup(group("x", c -> c.requesterPaysEnabled(true))))
                .hasMessageStartingWith("RequesterPaysEnabled is not supported");
        assertThatThrownBy(() ->
                        groups.createWorkGroup(group("x", c -> c.engineVersion(v -> v.selectedEngineVersion("2")))))
                .hasMessageStartingWith("The engine version 2 is not available");
        assertThatThrownBy(() -> groups.createWorkGroup(group("primary", c -> {})))
                .hasMessage("WorkGroup primary is already created");
    }

    /** The table {@code db.big} of CSV in {@code s3://results/big/}. */
    private static final class OneTable implements TableCatalog {
        @Override
        public boolean databaseExists(String name) {
            return name.equals("db");
        }

        @Override
        public Optional<Table> findTable(String name, String table) {
            if (!name.equals("db") || !table.equals("big")) {
                return Optional.empty();
            }
            return Optional.of(Table.builder()
                    .databaseName("db")
                    .name("big")
                    .tableType("EXTERNAL_TABLE")
                    .storageDescriptor(storage -> storage.location("s3://results/big/")
                            .columns(Column.builder().name("x").type("string").build())
                            .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                            .serdeInfo(serde -> serde.serializationLibrary(
                                            "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
                                    .parameters(Map.of("field.delim", ","))))
                    .build());
        }

        @Override
        public List<Partition> listPartitions(String name, String table) {
            return List.of();
        }
    }
}
