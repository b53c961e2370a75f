package io.millrace.etl.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.etl.TestingS3;
import io.millrace.etl.lakehouse.LakeSnapshots;
import io.millrace.etl.orc.OrcLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DateColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.hadoop.hive.serde2.io.HiveDecimalWritable;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** SQL over ORC files, which Apache's writer made; the reader is loaded as the server loads it. */
// Fields are set before the tests.
@SuppressWarnings("NullAway.Init")
class TestOrcTables {
    private static final String ORC = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";

    @TempDir
    static Path folder;

    private static TestingS3 store;
    private static S3Client s3;
    private static S3ObjectCache cache;
    private static DuckDbEngine engine;
    private static final TestingCatalog CATALOG = new TestingCatalog();

    @BeforeAll
    static void start() throws IOException, ReflectiveOperationException {
        store = TestingS3.start(folder.resolve("s3"));
        s3 = S3Clients.create(store.settings());
        s3.createBucket(bucket -> bucket.bucket("lake"));
        cache = new S3ObjectCache(s3, folder.resolve("cache"), 100L << 20);
        Path classPath = Files.writeString(folder.resolve("job.classpath"), System.getProperty("java.class.path"));
        engine = new DuckDbEngine(
                CATALOG,
                LakeSnapshots.NONE,
                cache,
                new OrcLibrary(() -> classPath),
                new DuckDbSettings(512L << 20, 2, folder.resolve("spill")));
    }

    @AfterAll
    static void stop() throws IOException, ReflectiveOperationException {
        cache.close();
        s3.close();
        store.close();
    }

    private interface Rows {
        void fill(VectorizedRowBatch batch);
    }

    private enum Calendar {
        PROLEPTIC,
        HYBRID
    }

    private static void put(String key, String schema, CompressionKind compression, Calendar calendar, Rows rows)
            throws IOException {
        Path file = folder.resolve("made.orc");
        Files.deleteIfExists(file);
        TypeDescription type = TypeDescription.fromString(schema);
        OrcFile.WriterOptions options = OrcFile.writerOptions(new Configuration(false))
                .setSchema(type)
                .compress(compression)
                .useUTCTimestamp(true)
                .setProlepticGregorian(calendar == Calendar.PROLEPTIC);
        try (Writer writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(file.toUri()), options)) {
            VectorizedRowBatch batch = type.createRowBatch();
            rows.fill(batch);
            writer.addRowBatch(batch);
        }
        put(key, Files.readAllBytes(file));
    }

    private static void put(String key, String schema, Rows rows) throws IOException {
        put(key, schema, CompressionKind.ZLIB, Calendar.PROLEPTIC, rows);
    }

    private static void put(String key, byte[] content) {
        s3.putObject(put -> put.bucket("lake").key(key), RequestBody.fromBytes(content));
    }

    private static void table(String name, String... columns) {
        CATALOG.add(name, "s3://lake/" + name + "/", ORC, Map.of(), columns);
    }

    private static String query(String sql) {
        TestingRows rows = new TestingRows();
        engine.run(SqlStatement.parse(sql), "db", rows, new QueryCancellation());
        return rows.rows.stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining("|")))
                .collect(Collectors.joining(";"));
    }

    private static void longs(ColumnVector vector, long... values) {
        System.arraycopy(values, 0, ((LongColumnVector) vector).vector, 0, values.length);
    }

    private static void texts(ColumnVector vector, String... values) {
        for (int i = 0; i < values.length; i++) {
            ((BytesColumnVector) vector).setVal(i, values[i].getBytes(UTF_8));
        }
    }

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are in the milliseconds
    private static void times(ColumnVector vector, String... values) {
        TimestampColumnVector times = (TimestampColumnVector) vector;
        for (int i = 0; i < values.length; i++) {
            Instant time = LocalDateTime.parse(values[i]).toInstant(ZoneOffset.UTC);
            times.time[i] = time.toEpochMilli();
            times.nanos[i] = time.getNano();
        }
    }

    private static void days(ColumnVector vector, String... values) {
        longs(
                vector,
                Arrays.stream(values)
                        .mapToLong(day -> LocalDate.parse(day).toEpochDay())
                        .toArray());
    }

    /** Makes the last row null in all columns. */
    private static void lastIsNull(VectorizedRowBatch batch) {
        for (ColumnVector vector : batch.cols) {
            vector.noNulls = false;
            vector.isNull[batch.size - 1] = true;
        }
    }

    @Test
    void everyPlainTypeIsAsTheFileHoldsIt() throws IOException {
        put(
                "plain/a.orc",
                "struct<flag:boolean,b:tinyint,s:smallint,i:int,l:bigint,f:float,d:double,t:string,c:char(4),v:varchar(9),x:binary,"
                        + "price:decimal(38,10),day:date,at:timestamp,seen:timestamp with local time zone>",
                batch -> {
                    batch.size = 3;
                    longs(batch.cols[0], 1, 0);
                    longs(batch.cols[1], -128, 127);
                    longs(batch.cols[2], -32768, 32767);
                    longs(batch.cols[3], Integer.MIN_VALUE, Integer.MAX_VALUE);
                    longs(batch.cols[4], Long.MIN_VALUE, Long.MAX_VALUE);
                    ((DoubleColumnVector) batch.cols[5]).vector[0] = 0.25;
                    ((DoubleColumnVector) batch.cols[6]).vector[0] = -1e300;
                    ((DoubleColumnVector) batch.cols[6]).vector[1] = Double.NaN;
                    texts(batch.cols[7], "wäter", "");
                    texts(batch.cols[8], "ab", "abcd");
                    texts(batch.cols[9], "mill", "race");
                    texts(batch.cols[10], "\1\2", "z");
                    DecimalColumnVector prices = (DecimalColumnVector) batch.cols[11];
                    prices.set(0, new HiveDecimalWritable("-1234567890123456789012345678.0123456789"));
                    prices.set(1, new HiveDecimalWritable("0.5"));
                    days(batch.cols[12], "1969-12-31", "2020-02-29");
                    times(batch.cols[13], "1969-12-30T23:59:59.123456789", "2020-02-29T10:00:00");
                    times(batch.cols[14], "1950-01-01T00:00:00.000001", "2020-02-29T10:00:00.5");
                    lastIsNull(batch);
                });
        table(
                "plain",
                "flag boolean",
                "b tinyint",
                "s smallint",
                "i int",
                "l bigint",
                "f float",
                "d double",
                "t string",
                "c char(4)",
                "v varchar(9)",
                "x binary",
                "price decimal(38,10)",
                "day date",
                "at timestamp",
                "seen timestamp");

        assertThat(query("SELECT flag, b, s, i, l, f, d, t, v, x, price, day, at, seen FROM plain ORDER BY b")
                        .split(";"))
                .containsExactly(
                        "true|-128|-32768|-2147483648|-9223372036854775808|0.25|-1.0E300|wäter|mill|01 02|"
                                + "-1234567890123456789012345678.0123456789|1969-12-31|1969-12-30 23:59:59.123|1950-01-01 00:00:00.000",
                        "false|127|32767|2147483647|9223372036854775807|0.0|NaN||race|7a|0.5000000000|2020-02-29|"
                                + "2020-02-29 10:00:00.000|2020-02-29 10:00:00.500",
                        String.join("|", Collections.nCopies(14, "null")));
        assertThat(query("SELECT c FROM plain WHERE at = TIMESTAMP '1969-12-30 23:59:59.123456'"))
                .isEqualTo("ab");
    }

    @Test
    void nestedValuesAreReadAndMissingMembersAreNull() throws IOException {
        put(
                "nested/a.orc",
                "struct<id:int,tags:array<string>,counts:map<string,bigint>,Point:struct<X:int,at:timestamp,deep:array<struct<p:decimal(4,1)>>>>",
                batch -> {
                    batch.size = 3;
                    longs(batch.cols[0], 1, 2, 3);
                    ListColumnVector tags = (ListColumnVector) batch.cols[1];
                    tags.lengths[0] = 2;
                    texts(tags.child, "a", "b");
                    tags.child.noNulls = false;
                    tags.child.isNull[1] = true;
                    MapColumnVector counts = (MapColumnVector) batch.cols[2];
                    counts.lengths[0] = 1;
                    texts(counts.keys, "k");
                    longs(counts.values, 7);
                    StructColumnVector point = (StructColumnVector) batch.cols[3];
                    longs(point.fields[0], 4, 5);
                    times(point.fields[1], "2020-02-29T10:00:00", "2021-01-01T00:00:00");
                    ListColumnVector deep = (ListColumnVector) point.fields[2];
                    deep.lengths[0] = 1;
                    ((DecimalColumnVector) ((StructColumnVector) deep.child).fields[0])
                            .set(0, new HiveDecimalWritable("-2.5"));
                    for (ColumnVector vector : List.of(tags, counts, point)) {
                        vector.noNulls = false;
                        vector.isNull[2] = true;
                    }
                });
        table(
                "nested",
                "id int",
                "tags array<string>",
                "counts map<string,bigint>",
                "point struct<x:int,at:timestamp,deep:array<struct<p:decimal(4,1)>>,later:string>",
                "newer struct<x:int>");

        assertThat(query("SELECT * FROM nested ORDER BY id").split(";"))
                .containsExactly(
                        "1|[a, null]|{k=7}|{x=4, at=2020-02-29 10:00:00.000, deep=[{p=-2.5}], later=null}|null",
                        "2|[]|{}|{x=5, at=2021-01-01 00:00:00.000, deep=[], later=null}|null",
                        "3|null|null|null|null");
        assertThat(query("SELECT sum(point.x) FROM nested")).isEqualTo("9");
    }

    @ParameterizedTest
    @EnumSource(Calendar.class)
    void daysBeforeTheGregorianCalendarAreTheSameInBothCalendars(Calendar calendar) throws IOException {
        String name = calendar.name().toLowerCase(Locale.ROOT);
        put(name + "/a.orc", "struct<day:date,at:timestamp>", CompressionKind.NONE, calendar, batch -> {
            batch.size = 2;
            days(batch.cols[0], "1500-03-01", "2020-02-29");
            times(batch.cols[1], "1500-03-01T10:00:00.5", "2020-02-29T10:00:00");
            // The vectors' calendar; the writer turns their values into its own.
            ((DateColumnVector) batch.cols[0]).changeCalendar(true, false);
            ((TimestampColumnVector) batch.cols[1]).changeCalendar(true, false);
        });
        table(name, "day date", "at timestamp");

        assertThat(query("SELECT * FROM " + name + " ORDER BY day"))
                .isEqualTo("1500-03-01|1500-03-01 10:00:00.500;2020-02-29|2020-02-29 10:00:00.000");
    }

    /** Made by Apache's writer 2.2.1 in a JVM of that zone: ten in the morning, in winter and in summer. */
    @Test
    void timestampsAreWhatTheWritersClockShowed() throws IOException {
        try (InputStream made = Objects.requireNonNull(getClass().getResourceAsStream("/orc/new-york.orc"))) {
            put("zone/a.orc", made.readAllBytes());
        }
        table("zone", "at timestamp");

        assertThat(query("SELECT * FROM zone ORDER BY at"))
                .isEqualTo("2020-01-15 10:00:00.000;2020-07-15 10:00:00.250");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionKind.class,
            names = {"NONE", "ZLIB", "SNAPPY", "LZ4", "ZSTD"})
    void everyCompressionIsRead(CompressionKind compression) throws IOException {
        String name = "kind_" + compression.name().toLowerCase(Locale.ROOT);
        put(name + "/a.orc", "struct<id:bigint,name:string>", compression, Calendar.PROLEPTIC, batch -> {
            batch.size = 1000;
            for (int i = 0; i < 1000; i++) {
                ((LongColumnVector) batch.cols[0]).vector[i] = i;
                ((BytesColumnVector) batch.cols[1]).setVal(i, ("name" + i % 7).getBytes(UTF_8));
            }
        });
        table(name, "id bigint", "name string");

        assertThat(query("SELECT count(*), sum(id), count(DISTINCT name) FROM " + name))
                .isEqualTo("1000|499500|7");
    }

    @Test
    void columnsAreFoundByNameInEachFileAndWhatAFileLacksIsNull() throws IOException {
        put("drift/month=1/a.orc", "struct<ID:int,name:string>", batch -> {
            batch.size = 1;
            longs(batch.cols[0], 1);
            texts(batch.cols[1], "x");
        });
        put("drift/month=2/a.orc", "struct<extra:string,id:bigint>", batch -> {
            batch.size = 1;
            texts(batch.cols[0], "e");
            longs(batch.cols[1], 2);
        });
        put("drift/month=3/a.orc", "struct<other:string>", batch -> {
            batch.size = 1;
            texts(batch.cols[0], "o");
        });
        put("drift/month=4/a.orc", "struct<id:int>", batch -> batch.size = 0);
        CATALOG.add("drift", "s3://lake/drift/", ORC, Map.of(), List.of("month int"), "id bigint", "name string");
        for (String month : List.of("1", "2", "3", "4")) {
            CATALOG.addPartition("drift", "s3://lake/drift/month=" + month + "/", month);
        }

        assertThat(query("SELECT * FROM drift ORDER BY month")).isEqualTo("1|x|1;2|null|2;null|null|3");
        assertThat(query("SELECT count(*) FROM drift WHERE month >= 3")).isEqualTo("1");
    }

    @Test
    void filesWithoutNamesAreReadByPlace() throws IOException {
        put("unnamed/a.orc", "struct<_col0:int,_col1:string>", batch -> {
            batch.size = 1;
            longs(batch.cols[0], 1);
            texts(batch.cols[1], "x");
        });
        table("unnamed", "id int", "name string", "later string");
        assertThat(query("SELECT * FROM unnamed")).isEqualTo("1|x|null");

        CATALOG.add("crawled", "s3://lake/unnamed/", ORC, Map.of(), "_col1 string", "_col0 int");
        assertThat(query("SELECT * FROM crawled")).isEqualTo("x|1");
    }

    @Test
    void aUnionIsRefusedOnlyWhereTheTableHasIt() throws IOException {
        put("unions/a.orc", "struct<id:int,either:array<uniontype<int,string>>>", batch -> {
            batch.size = 1;
            longs(batch.cols[0], 1);
        });
        table("unions", "id int", "either string");
        assertThatThrownBy(() -> query("SELECT id FROM unions"))
                .hasMessage("NOT_SUPPORTED: Cannot read s3://lake/unions/a.orc: column either is or holds a union"
                        + " (uniontype<int,string>), which neither SQL nor Spark has; take the column out of the table,"
                        + " or write the file anew without it");

        table("unions", "id int");
        assertThat(query("SELECT id FROM unions")).isEqualTo("1");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        put("whole/a.orc", "struct<id:int>", batch -> {
            batch.size = 1;
            longs(batch.cols[0], 1);
        });
        byte[] whole = Files.readAllBytes(folder.resolve("made.orc"));
        put("cut/a.orc", Arrays.copyOf(whole, whole.length - 20));
        table("cut", "id int");
        assertThatThrownBy(() -> query("SELECT * FROM cut"))
                .hasMessage("HIVE_BAD_DATA: Error reading s3://lake/cut/a.orc: no complete ORC data");
        try (var files = Files.list(folder.resolve("cache"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".orc"));
        }
    }
}
