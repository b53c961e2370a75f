package io.millrace.server.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.DuckDbSettings;
import io.millrace.etl.sql.S3ObjectCache;
import io.millrace.etl.sql.TableCatalog;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/** The service with its database, its engine and an S3 store. */
abstract class AbstractAthenaTests {
    static final String ENDLESS = "WITH n AS (SELECT x FROM UNNEST(sequence(1, 200000)) AS t(x))"
            + " SELECT count(*) FROM n a CROSS JOIN n b CROSS JOIN n c WHERE a.x + b.x * c.x = -1";

    @TempDir
    Path folder;

    EmbeddedObjectStore store;
    S3Client s3;
    SqliteDatabase database;
    S3ObjectCache cache;
    QueryOperations operations;

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

    QueryOperations open(Optional<String> output) {
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

    String begin(String sql) {
        return begin(sql, request -> {});
    }

    String begin(String sql, Consumer<StartQueryExecutionRequest.Builder> more) {
        return operations
                .startQueryExecution(StartQueryExecutionRequest.builder()
                        .queryString(sql)
                        .resultConfiguration(result -> result.outputLocation("s3://results/out"))
                        .applyMutation(more)
                        .build())
                .queryExecutionId();
    }

    QueryExecution get(String id) {
        return operations
                .getQueryExecution(
                        GetQueryExecutionRequest.builder().queryExecutionId(id).build())
                .queryExecution();
    }

    QueryExecution await(String id, QueryExecutionState state) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertThat(get(id).status().state())
                    .as(() -> get(id).status().stateChangeReason())
                    .isIn(QueryExecutionState.QUEUED, QueryExecutionState.RUNNING, state);
            return get(id).status().state() == state;
        });
        return get(id);
    }

    GetQueryResultsResponse results(String id, Consumer<GetQueryResultsRequest.Builder> more) {
        return operations.getQueryResults(GetQueryResultsRequest.builder()
                .queryExecutionId(id)
                .applyMutation(more)
                .build());
    }

    static String shown(GetQueryResultsResponse page) {
        return page.resultSet().rows().stream()
                .map(row -> row.data().stream()
                        .map(datum -> String.valueOf(datum.varCharValue()))
                        .collect(Collectors.joining("|")))
                .collect(Collectors.joining(";"));
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
