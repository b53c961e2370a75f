package io.millrace.etl.job;

import static io.millrace.etl.job.RoundTripCase.PRECISE;
import static io.millrace.etl.job.RoundTripCase.compressed;

import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.airlift.compress.snappy.SnappyHadoopStreams;
import io.millrace.catalog.classify.CustomClassifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.jspecify.annotations.Nullable;

/** Files that neither engine has a reader for: Avro, XML, logs, JSON at a path. */
final class RecordCases {
    private RecordCases() {}

    static Stream<RoundTripCase> all() {
        List<RoundTripCase> cases = new ArrayList<>();
        cases.addAll(avro());
        cases.addAll(xml());
        cases.addAll(logs());
        cases.addAll(paths());
        return cases.stream();
    }

    private static final Schema TRIP = new Schema.Parser().parse("""
            {"type":"record","name":"Trip","fields":[
              {"name":"Id","type":"long"},
              {"name":"note","type":["null","string"]},
              {"name":"fare","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":3}},
              {"name":"day","type":{"type":"int","logicalType":"date"}},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"precise","type":{"type":"long","logicalType":"local-timestamp-micros"}},
              {"name":"ok","type":"boolean"},
              {"name":"x","type":["null","int","double"]},
              {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]}}]}
            """);

    private static GenericRecord trip(
            long id, @Nullable String note, String fare, String day, String at, Object x, String kind) {
        GenericRecord record = new GenericData.Record(TRIP);
        record.put("Id", id);
        record.put("note", note);
        record.put("fare", ByteBuffer.wrap(new BigDecimal(fare).unscaledValue().toByteArray()));
        record.put("day", (int) LocalDate.parse(day).toEpochDay());
        record.put("at", Instant.parse(at).toEpochMilli());
        record.put("precise", Instant.parse(at).toEpochMilli() * 1000 + 7000);
        record.put("ok", id == 1);
        record.put("x", x);
        record.put("kind", new GenericData.EnumSymbol(TRIP.getField("kind").schema(), kind));
        return record;
    }

    private static List<RoundTripCase> avro() {
        List<GenericRecord> trips = List.of(
                trip(1, "a", "12345678901234567.125", "2020-02-29", "2020-02-29T10:00:00.500Z", 1, "A"),
                trip(2, null, "-0.001", "1969-12-31", "1950-01-01T00:00:00.001Z", 2.5, "B"));
        return Stream.of("null", "deflate", "snappy", "zstandard", "bzip2")
                .map(codec -> RoundTripCase.of("avro_" + codec, "id note fare day at precise ok x kind")
                        .file("a.avro", avro(TRIP, codec, trips))
                        .row(
                                "1",
                                "a",
                                "12345678901234567.125",
                                "2020-02-29",
                                "2020-02-29 10:00:00.5",
                                "2020-02-29 10:00:00.507",
                                "true",
                                "1",
                                "A")
                        .row(
                                "2",
                                null,
                                "-0.001",
                                "1969-12-31",
                                "1950-01-01 00:00:00.001",
                                "1950-01-01 00:00:00.008",
                                "false",
                                "2.5",
                                "B"))
                .toList();
    }

    private static byte[] avro(Schema schema, String codec, List<GenericRecord> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> file = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            file.setCodec(CodecFactory.fromString(codec));
            file.create(schema, bytes);
            for (GenericRecord record : records) {
                file.append(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<RoundTripCase> xml() {
        String trips = """
                <?xml version="1.0"?>
                <!-- what a taxi does -->
                <trips>
                  <trip Id="1"><day>2020-02-29</day><fare>12.50</fare><note><![CDATA[a < b]]></note></trip>
                  <trip Id="2"><day>2020-03-01</day><fare/><note>z &amp; y</note></trip>
                  <trip Id="3"><fare>7</fare></trip>
                </trips>
                """;
        CustomClassifier tag = new CustomClassifier.Xml("trips", "xml", "trip");
        return Stream.of(
                        RoundTripCase.of("xml_found", "_id day fare note")
                                .onlyIn(PRECISE)
                                .file("a.xml", trips),
                        RoundTripCase.of("xml_row_tag", "_id day fare note")
                                .with(tag)
                                .file("a.xml", trips),
                        RoundTripCase.of("xml_utf16_gzip", "_id day fare note")
                                .with(tag)
                                .file("a.xml.gz", gzip(("\ufeff" + trips).getBytes(StandardCharsets.UTF_16LE))))
                .map(test -> test.row("1", "2020-02-29", "12.50", "a < b")
                        .row("2", "2020-03-01", null, "z & y")
                        .row("3", null, "7", null))
                .toList();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new java.util.zip.GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<RoundTripCase> logs() {
        String apache = """
                127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326

                # a comment
                10.0.0.7 - - [10/Oct/2000:13:55:37 -0700] "POST /b HTTP/1.1" 404 -
                """;
        return List.of(
                apache("log_apache").file("access.log", apache),
                apache("log_apache_bzip2").file("access.log.bz2", compressed(CompressorStreamFactory.BZIP2, apache)),
                RoundTripCase.of("log_custom", "level code took message")
                        .with(new CustomClassifier.Grok(
                                "app",
                                "app",
                                "%{LEVEL:level} %{INT:code:int} %{NUMBER:took:double} %{GREEDYDATA:message}",
                                "LEVEL [A-Z]+"))
                        .file("app.log", "INFO 007 1.5 it begins\nWARN -3 20 it ends\n")
                        .row("INFO", "7", "1.5", "it begins")
                        .row("WARN", "-3", "20", "it ends"));
    }

    private static RoundTripCase apache(String name) {
        return RoundTripCase.of(
                        name, "clientip ident auth timestamp verb request httpversion rawrequest response bytes")
                .row(
                        "127.0.0.1",
                        "-",
                        "frank",
                        "10/Oct/2000:13:55:36 -0700",
                        "GET",
                        "/a.gif",
                        "1.0",
                        null,
                        "200",
                        "2326")
                .row("10.0.0.7", "-", "-", "10/Oct/2000:13:55:37 -0700", "POST", "/b", "1.1", null, "404", null);
    }

    private static List<RoundTripCase> paths() {
        String document = """
                {"meta": {"n": 2}, "Data": {"trips": [
                  {"Id": 1, "fare": 12.50, "tags": {"k": "v"}},
                  {"Id": 2, "fare": 9007199254740993.25}]}}
                """;
        return List.of(
                RoundTripCase.of("json_path", "id fare")
                        .onlyIn(PRECISE)
                        .with(new CustomClassifier.Json("path", "$.Data.trips[*]"))
                        .file("a.json", document.replace(", \"tags\": {\"k\": \"v\"}", ""))
                        .row("1", "12.50")
                        .row("2", "9007199254740993.25"),
                RoundTripCase.of("json_path_to_values", "record")
                        .with(new CustomClassifier.Json("path", "$.v"))
                        .file("a.json", "{\"v\": 1}\n{\"w\": 5}\n{\"v\": 3}\n")
                        .row("1")
                        .row("3"));
    }

    static byte[] zip(String name, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] hadoopSnappy(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new SnappyHadoopStreams().createOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] hadoopLz4(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new Lz4HadoopStreams().createOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
