package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.crawl.CrawlEngine;
import io.millrace.catalog.crawl.CrawlMonitor;
import io.millrace.catalog.crawl.CrawlSettings;
import io.millrace.catalog.crawl.S3ObjectReader;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.etl.job.RoundTripCase.Reader;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.rows.SourceReader;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.lakehouse.LakeTables;
import io.millrace.etl.orc.OrcParquet;
import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.DuckDbSettings;
import io.millrace.etl.sql.QueryCancellation;
import io.millrace.etl.sql.ResultColumn;
import io.millrace.etl.sql.ResultRows;
import io.millrace.etl.sql.S3ObjectCache;
import io.millrace.etl.sql.SqlStatement;
import io.millrace.etl.sql.TableCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The round trip: files are crawled into a catalog by the real crawler, and SQL and Spark, reading by the crawled schema, return the files'
 * values.
 */
// Fields are set before the tests.
@SuppressWarnings("NullAway.Init")
class ITCrawledTables {
    @TempDir
    static Path folder;

    private static TestingLake lake;
    private static SqliteDatabase sqlite;
    private static CatalogStore catalog;
    private static CrawlEngine crawls;
    private static S3ObjectCache cache;
    private static LakeTables lakes;
    private static DuckDbEngine sql;

    @BeforeAll
    static void start() throws IOException, ReflectiveOperationException {
        lake = TestingLake.start(folder.resolve("s3"));
        lake.spark().conf().set("spark.sql.session.timeZone", "UTC");
        sqlite = SqliteDatabase.open(folder.resolve("catalog.db"));
        catalog = new JdbcCatalogStore(sqlite);
        crawls = new CrawlEngine(
                new S3ObjectReader(lake.s3()), catalog, CrawlSettings.defaults(), InstantSource.system());
        cache = new S3ObjectCache(lake.s3(), folder.resolve("cache"), 100L << 20);
        lakes = new LakeTables(lake.s3(), folder.resolve("metadata"));
        sql = new DuckDbEngine(
                new StoredTables(),
                lakes,
                cache,
                new OrcParquet(),
                new DuckDbSettings(512L << 20, 2, folder.resolve("spill")));
        for (String mode : List.of(RoundTripCase.PRECISE, RoundTripCase.GLUE)) {
            catalog.write(
                    tx -> tx.databases().insert(Database.builder().name(mode).build()));
        }
        allCases()
                .forEach(test ->
                        test.files().forEach((path, content) -> lake.upload(test.name() + "/" + path, content)));
    }

    @AfterAll
    static void stop() throws IOException, ReflectiveOperationException {
        cache.close();
        crawls.close();
        sqlite.close();
        lake.close();
    }

    /** The tables that crawls made. */
    private static final class StoredTables implements TableCatalog {
        @Override
        public boolean databaseExists(String database) {
            return catalog.read(tx -> tx.databases().find(database).isPresent());
        }

        @Override
        public Optional<Table> findTable(String database, String table) {
            return catalog.read(tx -> tx.tables().find(database, table));
        }

        @Override
        public List<Partition> listPartitions(String database, String table) {
            return catalog.read(tx -> tx.partitions().list(database, table, values -> true, List.of(), 1000));
        }
    }

    private static Stream<RoundTripCase> allCases() {
        return Stream.concat(RoundTripCases.all(), RecordCases.all());
    }

    static Stream<Arguments> cases() {
        return allCases()
                .flatMap(test ->
                        test.modes().stream().sorted().map(mode -> Arguments.of(Named.of(test.name(), test), mode)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void readersReturnTheFilesValues(RoundTripCase test, String mode) throws Exception {
        Table table = crawl(test, mode);
        List<Column> columns = new ArrayList<>(table.storageDescriptor().columns());
        columns.addAll(table.partitionKeys());
        assertThat(columns).extracting(Column::name).containsExactlyElementsOf(test.header());
        String[] expected = rows(columns, test.rows());

        if (test.readers().contains(Reader.SQL)) {
            assertThat(rows(columns, readBySql(mode, table)))
                    .as("SQL, %s", columns)
                    .containsExactly(expected);
        }
        if (test.readers().contains(Reader.SPARK)) {
            assertThat(rows(columns, readBySpark(table)))
                    .as("Spark, %s", columns)
                    .containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void readersReturnWhatSparkWroteInColumns(String format) throws Exception {
        Dataset<Row> written = lake.spark()
                .sql("SELECT * FROM VALUES (1, CAST(12.50 AS decimal(10,2)), DATE'2020-02-29',"
                        + " TIMESTAMP_LTZ'2020-02-29 10:00:00.5', TIMESTAMP_NTZ'1950-02-28 10:00:00.25', true,"
                        + " array('a', 'b'), named_struct('x', 1L, 't', TIMESTAMP_LTZ'2020-02-29 10:00:00.5',"
                        + " 'u', TIMESTAMP_NTZ'2020-02-28 10:00:00.25')),"
                        + " (2, null, null, null, null, null, null, null)"
                        + " AS rows(id, price, day, at, local, flag, tags, point)");
        Path files = folder.resolve("written-" + format);
        // The session's own protocol writes batches only.
        String protocol = lake.spark().conf().get("spark.sql.sources.commitProtocolClass");
        lake.spark()
                .conf()
                .set("spark.sql.sources.commitProtocolClass", SQLHadoopMapReduceCommitProtocol.class.getName());
        try {
            written.coalesce(1).write().format(format).save(files.toUri().toString());
        } finally {
            lake.spark().conf().set("spark.sql.sources.commitProtocolClass", protocol);
        }
        RoundTripCase test = RoundTripCase.of("written_" + format, "id");
        try (Stream<Path> parts = Files.list(files)) {
            for (Path part : parts.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList()) {
                lake.upload(test.name() + "/" + part.getFileName(), Files.readAllBytes(part));
            }
        }
        Table table = crawl(test, RoundTripCase.PRECISE);

        assertThat(table.storageDescriptor().columns())
                .extracting(Column::type)
                .containsExactly(
                        "int",
                        "decimal(10,2)",
                        "date",
                        "timestamp",
                        "timestamp",
                        "boolean",
                        "array<string>",
                        "struct<x:bigint,t:timestamp,u:timestamp>");
        assertThat(readBySpark(table)).containsExactlyInAnyOrderElementsOf(texts(written));
        assertThat(readBySql(RoundTripCase.PRECISE, table))
                .containsExactlyInAnyOrder(
                        List.of(
                                "1",
                                "12.50",
                                "2020-02-29",
                                "2020-02-29 10:00:00.500",
                                "1950-02-28 10:00:00.250",
                                "true",
                                "[a, b]",
                                "{x=1, t=2020-02-29 10:00:00.500, u=2020-02-28 10:00:00.250}"),
                        Arrays.asList("2", null, null, null, null, null, null, null));
    }

    static Stream<LakeCase> lakeCases() {
        return LakeCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lakeCases")
    void readersReturnTheRowsOfTablesWithOwnMetadata(LakeCase test) throws Exception {
        test.files().forEach(lake::upload);
        Table table = crawl(RoundTripCase.of(test.name(), "id"), RoundTripCase.PRECISE);
        List<Column> columns = new ArrayList<>(table.storageDescriptor().columns());
        columns.addAll(table.partitionKeys());
        assertThat(columns)
                .extracting(column -> column.name() + " " + column.type())
                .containsExactlyElementsOf(test.columns());

        assertThat(withoutNames(columns, rows(columns, readBySql(RoundTripCase.PRECISE, table))))
                .as("SQL")
                .containsExactly(rows(columns, test.rows()));
        assertThat(rows(columns, readBySpark(table))).as("Spark").containsExactly(rows(columns, test.rows()));
    }

    /** Athena's text of a struct names its fields, Spark's does not. */
    private static String[] withoutNames(List<Column> columns, String[] rows) {
        return columns.stream().anyMatch(column -> column.type().contains("struct<"))
                ? Arrays.stream(rows)
                        .map(row -> row.replaceAll("([{ ])\\w+=", "$1"))
                        .toArray(String[]::new)
                : rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void readersReturnTheRowsOfIcebergTablesWithDeletes(int version) throws Exception {
        LakeIceberg iceberg = new LakeIceberg(lake.spark(), "iceberg_v" + version);
        iceberg.write(version);
        Table table = crawl(RoundTripCase.of("lakes/" + iceberg.name(), "id"), RoundTripCase.PRECISE, iceberg.name());
        List<Column> columns = table.storageDescriptor().columns();
        assertThat(columns)
                .extracting(column -> column.name() + " " + column.type())
                .containsExactlyElementsOf(LakeIceberg.COLUMNS);

        assertThat(withoutNames(columns, rows(columns, readBySql(RoundTripCase.PRECISE, table))))
                .as("SQL")
                .containsExactly(rows(columns, LakeIceberg.ROWS));
        assertThat(rows(columns, readBySpark(table))).as("Spark").containsExactly(rows(columns, LakeIceberg.ROWS));
    }

    @Test
    void changesThatWaitInLogFilesAreRefused() throws Exception {
        LakeCase.files("hudi_mor").forEach(lake::upload);
        Table table = crawl(RoundTripCase.of("hudi_mor", "id"), RoundTripCase.PRECISE);

        assertThatThrownBy(() -> readBySql(RoundTripCase.PRECISE, table))
                .hasMessageContaining("changes in log files")
                .hasMessageContaining("run Hudi's compaction");
        assertThatThrownBy(() -> readBySpark(table)).hasMessageContaining("run Hudi's compaction");
    }

    private static Table crawl(RoundTripCase test, String mode) throws Exception {
        return crawl(test, mode, test.name());
    }

    private static Table crawl(RoundTripCase test, String mode, String name) throws Exception {
        crawls.crawl(
                Crawler.builder()
                        .name("crawl-" + name)
                        .databaseName(mode)
                        .configuration("{\"Version\":1.0,\"Millrace\":{\"Inference\":\"" + mode + "\"}}")
                        .targets(targets -> targets.s3Targets(S3Target.builder()
                                .path("s3://raw/" + test.name() + "/")
                                .build()))
                        .build(),
                test.classifiers(),
                CrawlMonitor.NONE);
        return catalog.read(tx -> tx.tables().find(mode, name))
                .orElseThrow(() -> new AssertionError("The crawl made no table " + name));
    }

    /** In an order that does not depend on the reader. */
    private static String[] rows(List<Column> columns, List<List<@Nullable String>> rows) {
        return rows.stream()
                .map(row -> {
                    List<@Nullable String> values = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        values.add(RoundTripCase.canonical(columns.get(i), row.get(i)));
                    }
                    return values.toString();
                })
                .sorted(Comparator.naturalOrder())
                .toArray(String[]::new);
    }

    private static List<List<@Nullable String>> readBySql(String mode, Table table) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        sql.run(
                SqlStatement.parse("SELECT * FROM " + mode + "." + table.name()),
                mode,
                new ResultRows() {
                    @Override
                    public void columns(List<ResultColumn> columns) {}

                    @Override
                    public void row(List<@Nullable String> values) {
                        rows.add(values);
                    }
                },
                new QueryCancellation());
        return rows;
    }

    private static List<List<@Nullable String>> readBySpark(Table table) {
        SourceTable source = SourceTable.of(
                table, new StoredTables().listPartitions(table.databaseName(), table.name()), lakes.read(table));
        return texts(new SourceReader(lake.spark(), OnError.FAIL).read(source, source.folders()));
    }

    private static List<List<@Nullable String>> texts(Dataset<Row> rows) {
        List<List<@Nullable String>> texts = new ArrayList<>();
        var strings = rows.select(Stream.of(rows.columns())
                .map(name -> functions.col("`" + name + "`").cast("string"))
                .toArray(org.apache.spark.sql.Column[]::new));
        for (Row row : strings.collectAsList()) {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                values.add(row.getString(i));
            }
            texts.add(values);
        }
        return texts;
    }
}
