package io.millrace.etl.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.layout.TableExclusions;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.etl.TestingS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The engine on files of an S3 store. */
class TestDuckDbEngine {
    private static final String LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    private static final String OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    private static final String JSON = "org.openx.data.jsonserde.JsonSerDe";
    private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private static final Map<String, String> COMMAS = Map.of("field.delim", ",", "skip.header.line.count", "1");

    @TempDir
    static Path folder;

    private static TestingS3 store;
    private static S3Client s3;
    private static S3ObjectCache cache;
    private static DuckDbEngine engine;
    private static final TestingCatalog CATALOG = new TestingCatalog();

    @BeforeAll
    static void startStore() throws IOException, ReflectiveOperationException {
        store = TestingS3.start(folder.resolve("s3"));
        s3 = S3Clients.create(store.settings());
        s3.createBucket(bucket -> bucket.bucket("lake"));
        cache = new S3ObjectCache(s3, folder.resolve("cache"), 100L << 20);
        engine = new DuckDbEngine(CATALOG, cache, new DuckDbSettings(512L << 20, 2, folder.resolve("spill")));
    }

    @AfterAll
    static void stopStore() throws IOException, ReflectiveOperationException {
        cache.close();
        s3.close();
        store.close();
    }

    private static void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(String key, byte[] content) {
        s3.putObject(put -> put.bucket("lake").key(key), RequestBody.fromBytes(content));
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static void putParquet(String key, String select) throws SQLException, IOException {
        Path file = folder.resolve("made.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        put(key, Files.readAllBytes(file));
    }

    private static String query(String sql) {
        TestingRows rows = new TestingRows();
        engine.run(SqlStatement.parse(sql), "db", rows, new QueryCancellation());
        return rows.rows.stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining("|")))
                .collect(Collectors.joining(";"));
    }

    private static long scannedBytes(String sql) {
        return engine.run(SqlStatement.parse(sql), "db", new TestingRows(), new QueryCancellation());
    }

    @Test
    void readsDelimitedTextAsHiveDoes() {
        put("csv/a.csv", "id,name,fare\n1,x,2.5\n2,\"q\n3,z,4,5,6\nnone,,bad\n\\N,\\N,1\n7.9,e,1e2\n");
        CATALOG.add("csv", "s3://lake/csv/", LAZY, COMMAS, "id bigint", "name string", "fare double");
        assertThat(query("SELECT * FROM csv ORDER BY fare, id"))
                .isEqualTo("null|null|1.0;1|x|2.5;3|z|4.0;7|e|100.0;2|\"q|null;null||null");
    }

    @Test
    void aLocationMayBeAnObject() {
        put("objects/one.csv", "id,name\n1,x,2.5\n");
        put("objects/one.csv.old", "id,name\n2,y\n");
        CATALOG.add("one", "s3://lake/objects/one.csv/", LAZY, COMMAS, "id bigint", "name string");
        assertThat(query("SELECT * FROM one")).isEqualTo("1|x");
    }

    @Test
    void readsQuotedText() {
        put("open/a.csv", "id,name\n\"1\",\"a, \"\"b\"\"\"\n2,c\n");
        CATALOG.add("open", "s3://lake/open", OPEN_CSV, Map.of("skip.header.line.count", "1"), "id int", "name string");
        assertThat(query("SELECT name, id FROM AwsDataCatalog.db.Open ORDER BY id"))
                .isEqualTo("a, \"b\"|1;c|2");
    }

    @Test
    void readsJsonLinesWithKeysInAnyCase() throws IOException {
        put("json/a.json.gz", gzip("{\"Id\":1,\"Who\":{\"name\":\"x\"},\"tags\":[\"a\",\"b\"]}\n{\"Id\":\"none\"}\n"));
        CATALOG.add(
                "json",
                "s3://lake/json/",
                JSON,
                Map.of("paths", "Id,Who,tags"),
                "id bigint",
                "who struct<name:string>",
                "tags array<string>",
                "missing int");
        assertThat(query("SELECT id, who, who.name, tags, tags[2], missing FROM json ORDER BY id"))
                .isEqualTo("1|{name=x}|x|[a, b]|b|null;null|null|null|null|null|null");
    }

    @Test
    void readsLinesInQuotesWhateverEndsThem() {
        put("lines/a.csv", "id,t,n\r\n1,\"l1\r\nl2\",5\r\n2,\"x\ny\n\n\",6\r\n3,z,7\r\n");
        put("lines/b.csv", "id,t,n\n4,\"x\r\ny\",8\n5,\"x\n\ny\",9\n6,short\n");
        CATALOG.add(
                "lines",
                "s3://lake/lines",
                OPEN_CSV,
                Map.of("skip.header.line.count", "1"),
                "id int",
                "t string",
                "n int");
        assertThat(query("SELECT * FROM lines ORDER BY id"))
                .isEqualTo("1|l1\r\nl2|5;2|x\ny\n\n|6;3|z|7;4|x\r\ny|8;5|x\n\ny|9;6|short|null");
    }

    @Test
    void readsJsonKeysThatAreNoColumnNames() {
        put("keys/a.json", "{\"user-id\":1,\"who\":{\"firstName\":\"ann\",\"in\":[{\"Zip\":5}]},\"m\":{\"2020\":7}}\n");
        CATALOG.add(
                "keys",
                "s3://lake/keys/",
                JSON,
                Map.of(
                        "paths",
                        "m,user-id,who",
                        "mapping.user_id",
                        "user-id",
                        "millrace.nested-paths",
                        "Zip,firstName"),
                "user_id int",
                "who struct<firstname:string,in:array<struct<zip:int>>>",
                "m map<string,int>");
        put("spellings/a.json", "{\"one\":{\"Id\":1,\"a.B\":2},\"other\":{\"id\":3}}\n");
        CATALOG.add(
                "spellings",
                "s3://lake/spellings/",
                JSON,
                Map.of("paths", "one,other", "millrace.nested-paths", "one.Id,one.a%2EB"),
                "one struct<id:int,a.b:int>",
                "other struct<id:int>");
        assertThat(query("SELECT one.id, one.\"a.b\", other.id FROM spellings")).isEqualTo("1|2|3");
        assertThat(query("SELECT user_id, who.firstname, who.\"in\"[1].zip, m['2020'] FROM keys"))
                .isEqualTo("1|ann|5|7");
    }

    @Test
    void readsParquetByNameWithMissingAndWidenedColumns() throws SQLException, IOException {
        putParquet(
                "parquet/a.parquet", "SELECT 1::INTEGER AS id, TIMESTAMP '2020-01-01 10:00:00' AS at, 'x' AS dropped");
        putParquet("parquet/b.parquet", "SELECT 1.50::DECIMAL(5,2) AS amount, 2::BIGINT AS id");
        put("parquet/_SUCCESS", "x");
        put("parquet/.hidden", "x");
        CATALOG.add(
                "parquet",
                "s3://lake/parquet/",
                PARQUET,
                Map.of(),
                "id bigint",
                "at timestamp",
                "amount decimal(10,2)",
                "added string");
        assertThat(query("SELECT * FROM parquet p ORDER BY p.id"))
                .isEqualTo("1|2020-01-01 10:00:00.000|null|null;2|null|1.50|null");
    }

    @Test
    void fetchesOnlyThePartitionsThatTheConditionLeaves() {
        CATALOG.add("parts", "s3://lake/parts/", LAZY, COMMAS, List.of("year string", "month int"), "v int");
        for (int month = 1; month <= 12; month++) {
            String location = "parts/year=2020/month=" + month + "/";
            put(location + "a.csv", "v\n" + month + "\n");
            CATALOG.addPartition("parts", "s3://lake/" + location, "2020", Integer.toString(month));
        }
        CATALOG.addPartition("parts", "s3://lake/parts/gone/", "2021", "1");
        assertThat(query("SELECT sum(v), min(year) FROM parts WHERE month BETWEEN 3 AND 4 AND v > 0"))
                .isEqualTo("7|2020");
        assertThat(scannedBytes("SELECT * FROM parts WHERE month IN (3, 4) AND v > 0"))
                .isEqualTo(8);
        assertThat(scannedBytes("SELECT * FROM parts p WHERE p.month > 2 + 9 OR p.year = '1999'"))
                .isEqualTo(5);
        assertThat(scannedBytes("SELECT * FROM parts WHERE v = 1")).isEqualTo(9 * 4 + 3 * 5);
        assertThat(scannedBytes("SELECT * FROM parts WHERE month = v OR month = 1"))
                .isEqualTo(9 * 4 + 3 * 5);
        assertThat(query("SELECT count(*) FROM parts WHERE year = '2021'")).isEqualTo("0");
        assertThat(query("SELECT a.v, b.v FROM parts a JOIN parts b ON a.v = b.v WHERE a.month = 2 AND b.month < 3"))
                .isEqualTo("2|2");
    }

    @Test
    void leavesOutBatchesThatDoNotCount() {
        String old = "part-00000000000000aa-00000.csv";
        String next = "part-00000000000000bb-00000.csv";
        CATALOG.add("batches", "s3://lake/batches/", LAZY, COMMAS, List.of("d string"), "v int");
        CATALOG.addPartition("batches", "s3://lake/batches/d=1/", "1");
        CATALOG.add("flat", "s3://lake/batches/d=1/", LAZY, COMMAS, "v int");
        put("batches/d=1/" + old, "v\n1\n");
        put("batches/d=1/" + next, "v\n2\n");
        for (String table : List.of("batches", "flat")) {
            assertThat(query("SELECT sum(v) FROM " + table)).isEqualTo("3");
            CATALOG.addParameter(table, BatchObjects.HIDDEN, "00000000000000bb");
            assertThat(query("SELECT sum(v) FROM " + table)).isEqualTo("1");
        }
        CATALOG.addParameter("flat", BatchObjects.ONLY, "00000000000000bb");
        assertThat(query("SELECT sum(v) FROM flat")).isEqualTo("2");
    }

    @Test
    void leavesOutWhatTheTablesCrawlerExcluded() {
        CATALOG.add("most", "s3://lake/most/", LAZY, COMMAS, List.of("d string"), "v int");
        put("most/d=1/a.csv", "v\n1\n");
        put("most/d=1/a.bak", "no number\n");
        put("most/d=2/tmp/b.csv", "v\n2\n");
        CATALOG.addPartition("most", "s3://lake/most/d=1/", "1");
        CATALOG.addPartition("most", "s3://lake/most/d=2/", "2");
        CATALOG.addParameter(
                "most",
                TableExclusions.PARAMETER,
                TableExclusions.format("s3://lake/most/", List.of("**.bak", "*/tmp/**")));
        assertThat(query("SELECT d, v FROM most")).isEqualTo("1|1");
        CATALOG.addParameter("most", TableExclusions.PARAMETER, "**.bak");
        assertThatThrownBy(() -> query("SELECT d, v FROM most"))
                .hasMessageContaining("Table db.most: The table parameter exclusions is no JSON array");
    }

    @Test
    void readsPartitionsWhoseFoldersAreEscaped() {
        CATALOG.add("escaped", "s3://lake/escaped/", LAZY, COMMAS, List.of("at string"), "v int");
        put("escaped/at=10%3A30/a.csv", "v\n1\n");
        CATALOG.addPartition("escaped", "s3://lake/escaped/at=10%3A30/", "10:30");
        assertThat(query("SELECT at, v FROM escaped")).isEqualTo("10:30|1");
    }

    @Test
    void comparesTypedPartitionKeysByTheirValues() {
        CATALOG.add("typed", "s3://lake/typed/", LAZY, COMMAS, List.of("y int", "d date", "m string"), "v int");
        put("typed/y=2024/d=2024-01-31/m=01/a.csv", "v\n1\n");
        put("typed/y=__HIVE_DEFAULT_PARTITION__/d=2024-02-01/m=02/a.csv", "v\n2\n");
        CATALOG.addPartition("typed", "s3://lake/typed/y=2024/d=2024-01-31/m=01/", "2024", "2024-01-31", "01");
        CATALOG.addPartition(
                "typed",
                "s3://lake/typed/y=__HIVE_DEFAULT_PARTITION__/d=2024-02-01/m=02/",
                "__HIVE_DEFAULT_PARTITION__",
                "2024-02-01",
                "02");
        assertThat(query("SELECT v FROM typed WHERE y > 2000 AND d < DATE '2024-02-01' AND m = '01'"))
                .isEqualTo("1");
        assertThat(query("SELECT v, y FROM typed WHERE y IS NULL")).isEqualTo("2|null");
    }

    @Test
    void namesAnObjectThatIsNoParquet() {
        put("bad/a.parquet", "this is no parquet file at all");
        CATALOG.add("bad", "s3://lake/bad/", PARQUET, Map.of(), "id int");
        assertThatThrownBy(() -> query("SELECT * FROM bad"))
                .isInstanceOf(SqlException.class)
                .hasMessageStartingWith("HIVE_BAD_DATA: Error reading s3://lake/bad/a.parquet")
                .hasMessageNotContaining(folder.toString());
    }

    @Test
    void refusesATruncatedGzipInsteadOfAnsweringWithAPart() throws IOException {
        byte[] whole = gzip("1,x\n".repeat(50_000));
        put("cut/a.csv.gz", Arrays.copyOf(whole, whole.length / 2));
        CATALOG.add("cut", "s3://lake/cut/", LAZY, COMMAS, "id int", "name string");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> query("SELECT count(*) FROM cut"))
                    .hasMessageContaining("HIVE_BAD_DATA: Error reading s3://lake/cut/a.csv.gz");
        }
    }

    @Test
    void namesAnObjectThatVanishes() {
        put("vanished/a.csv", "x\n");
        List<ObjectCache.StoredObject> listed = cache.list("s3://lake/vanished/");
        s3.deleteObject(delete -> delete.bucket("lake").key("vanished/a.csv"));
        assertThatThrownBy(() -> cache.fetch(listed, StoredCopy.AS_STORED))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://lake/vanished/a.csv");
    }

    @Test
    void readsAChangedObjectAnew() {
        CATALOG.add("changed", "s3://lake/changed/", LAZY, COMMAS, "v int");
        put("changed/a.csv", "v\n1\n");
        assertThat(query("SELECT v FROM changed")).isEqualTo("1");
        put("changed/a.csv", "v\n2\n");
        assertThat(query("SELECT v FROM changed")).isEqualTo("2");
    }

    @Test
    void keepsTheCacheSmallButNotBelowWhatIsInUse() {
        put("small/a.csv", "a".repeat(600));
        put("small/b.csv", "b".repeat(600));
        try (S3ObjectCache small = new S3ObjectCache(s3, folder.resolve("small"), 1000)) {
            List<ObjectCache.StoredObject> objects = small.list("s3://lake/small/");
            try (ObjectCache.Lease lease = small.fetch(objects, StoredCopy.AS_STORED)) {
                assertThat(lease.files().values()).hasSize(2).allMatch(Files::exists);
            }
            assertThat(small.folder()).isDirectoryContaining("glob:**.data");
            assertThat(small.folder().toFile().list()).hasSize(1);
        }
    }

    @Test
    void cancelsALongQuery() {
        QueryCancellation cancellation = new QueryCancellation();
        CompletableFuture<Long> running = CompletableFuture.supplyAsync(() -> engine.run(
                SqlStatement.parse("WITH n AS (SELECT x FROM UNNEST(sequence(1, 200000)) AS t(x))"
                        + " SELECT count(*) FROM n a CROSS JOIN n b CROSS JOIN n c WHERE a.x + b.x * c.x = -1"),
                "",
                new TestingRows(),
                cancellation));
        CompletableFuture.delayedExecutor(500, java.util.concurrent.TimeUnit.MILLISECONDS)
                .execute(cancellation::cancel);
        assertThat(running)
                .failsWithin(java.time.Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("USER_CANCELED");
    }

    @Test
    void countsRealTrips() throws IOException {
        Path trips = Path.of(System.getProperty("millrace.home"), "../shared/data/nyc-taxi");
        assertThat(trips).as("the real trips").isDirectory();
        try (var files = Files.list(trips)) {
            for (Path file : files.toList()) {
                put("trips/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
        String header =
                Files.readAllLines(trips.resolve("yellow_tripdata_2019-01.csv")).get(0);
        CATALOG.add(
                "trips",
                "s3://lake/trips/",
                LAZY,
                COMMAS,
                Arrays.stream(header.split(","))
                        .map(name -> name
                                + (name.endsWith("datetime")
                                        ? " timestamp"
                                        : name.endsWith("flag") ? " string" : " double"))
                        .toArray(String[]::new));
        assertThat(query("SELECT count(*), count(DISTINCT year(pickup_datetime)) > 1 FROM trips"))
                .isEqualTo("70000|true");
        double expected = 0;
        try (var files = Files.list(trips)) {
            for (Path file : files.toList()) {
                expected += Files.readAllLines(file).stream()
                        .skip(1)
                        .mapToDouble(line -> Double.parseDouble(line.split(",")[10]))
                        .sum();
            }
        }
        assertThat(Double.parseDouble(query("SELECT sum(fare_amount) FROM trips")))
                .isCloseTo(expected, org.assertj.core.data.Offset.offset(0.01));
    }
}
