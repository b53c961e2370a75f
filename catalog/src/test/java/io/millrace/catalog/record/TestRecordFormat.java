package io.millrace.catalog.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.record.ReadingRules.BinaryText;
import io.millrace.catalog.record.ReadingRules.Unmatched;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class TestRecordFormat {
    private static final ReadingRules NULLS = new ReadingRules(BinaryText.BASE64, Unmatched.NULLS);
    private static final ReadingRules STRICT = new ReadingRules(BinaryText.HEX_ESCAPES, Unmatched.REFUSED);

    private static List<String> records(RecordFormat format, byte[] file, ReadingRules rules)
            throws IOException, UnreadableObjectException {
        List<String> found = new ArrayList<>();
        try (RecordReader reader = format.open(new ByteArrayInputStream(file), rules)) {
            while (true) {
                StringWriter text = new StringWriter();
                try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
                    if (!reader.next(json)) {
                        return found;
                    }
                }
                found.add(text.toString());
            }
        }
    }

    private static List<String> records(RecordFormat format, String file) throws Exception {
        return records(format, file.getBytes(UTF_8), NULLS);
    }

    /** Columns as {@code name:type}. */
    private static RecordFormat format(String serde, Map<String, String> parameters, String... columns) {
        Map<String, String> types = new LinkedHashMap<>();
        for (String column : columns) {
            types.put(column.substring(0, column.indexOf(':')), column.substring(column.indexOf(':') + 1));
        }
        return RecordFormat.of(serde, parameters, types).orElseThrow();
    }

    @Test
    void otherTablesAreNotReadHere() {
        assertThat(RecordFormat.of("org.apache.hadoop.hive.ql.io.orc.OrcSerde", Map.of(), Map.of()))
                .isEmpty();
        assertThat(RecordFormat.of("org.openx.data.jsonserde.JsonSerDe", Map.of("paths", "a"), Map.of()))
                .isEmpty();
        assertThat(RecordFormat.of("", Map.of("classification", "iceberg"), Map.of()))
                .isEmpty();
    }

    @Test
    void xmlTakesTheShapeOfTheColumns() throws Exception {
        RecordFormat rows = format(
                "",
                Map.of("rowTag", "r"),
                "_id:int",
                "tag:array<string>",
                "price:struct<_cur:string,_value:double>",
                "mixed:string",
                "n:int");
        assertThat(records(rows, """
                <x:all xmlns:x="urn:x">
                  <r id="7"><tag>a</tag><tag>b</tag><price cur="EUR">1.50</price><mixed>text</mixed><n> 5 </n></r>
                  <r id="8"><Tag>a</Tag><price>2</price><mixed><m>1</m></mixed><n>none</n></r>
                  <r/>
                </x:all>
                """))
                .containsExactly(
                        "{\"_id\":7,\"tag\":[\"a\",\"b\"],\"price\":{\"_cur\":\"EUR\",\"_value\":1.5},\"mixed\":\"text\",\"n\":5}",
                        "{\"_id\":8,\"tag\":[\"a\"],\"price\":{\"_value\":2.0},\"mixed\":{\"m\":\"1\"},\"n\":\"none\"}",
                        "{}");
    }

    @Test
    void damagedXmlIsToldAndEntitiesAreNotFollowed() throws Exception {
        RecordFormat rows = format("", Map.of("rowTag", "r"), "a:string");
        assertThatThrownBy(() -> records(rows, "<all><r><a>1</a></r><r><a>"))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> records(
                        rows,
                        "<!DOCTYPE all [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><all><r><a>x&e;</a></r></all>"))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessageContaining("uses entities");
    }

    @Test
    void linesThatDoNotMatchAreEmptyRecordsOrRefused() throws Exception {
        RecordFormat log = format(
                "com.amazonaws.glue.serde.GrokSerDe",
                Map.of("input.format", "%{WORD:Who} %{INT:n:int}"),
                "who:string",
                "n:int");
        String lines =
                "ann 007\n\n# comment\nnothing\r\n  bob -3\r\n" + "x".repeat(100_000) + "\ncy 99999999999999999999";
        assertThat(records(log, lines))
                .containsExactly(
                        "{\"who\":\"ann\",\"n\":7}",
                        "{}",
                        "{\"who\":\"bob\",\"n\":-3}",
                        "{}",
                        "{\"who\":\"cy\",\"n\":\"99999999999999999999\"}");
        assertThatThrownBy(() -> records(log, lines.getBytes(UTF_8), STRICT))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessage("line 4 does not match the table's Grok pattern");
    }

    @Test
    void aPatternOfExponentialCostEnds() throws Exception {
        RecordFormat log = format("GrokSerDe", Map.of("input.format", "^(?:(?:a+)+)+b%{INT:n}$"), "n:string");
        assertThat(records(log, "a".repeat(5_000) + "\naab5\n")).containsExactly("{}", "{\"n\":\"5\"}");
    }

    @Test
    void aPathsRecordsKeepTheirDigits() throws Exception {
        RecordFormat path = format(
                "JsonSerDe",
                Map.of("jsonPath", "$.a[*].rows[0]"),
                "amount:decimal(20,2)",
                "text:string",
                "x:double",
                "deep:struct<id:string>");
        assertThat(records(path, """
                {"a": [{"rows": [{"Amount": 12345678901234567.10, "text": 1.50, "x": 1e3, "deep": {"Id": 12345678901234567890}}, {"x": 9}]},
                       {"rows": []}, 5, {"rows": [{"text": {"raw": 1.50}}]}], "b": 1}
                {"a": {"rows": [{"x": null}]}}
                """))
                .containsExactly(
                        "{\"Amount\":12345678901234567.10,\"text\":\"1.50\",\"x\":1e3,\"deep\":{\"Id\":\"12345678901234567890\"}}"
                                .replace("12345678901234567.10", "\"12345678901234567.10\""),
                        "{\"text\":{\"raw\":1.50}}");
        assertThatThrownBy(() -> records(path, "{\"a\": [{\"rows\": [{\"x\": 1"))
                .isInstanceOf(UnreadableObjectException.class);
    }

    @Test
    void avroIsReadByItsOwnSchema() throws Exception {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"R","fields":[
                  {"name":"B","type":"bytes"},
                  {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
                  {"name":"nanos","type":{"type":"long","logicalType":"timestamp-nanos"}},
                  {"name":"m","type":{"type":"map","values":["null","double"]}},
                  {"name":"Sub","type":{"type":"record","name":"S","fields":[{"name":"X","type":"int"}]}}]}
                """);
        GenericRecord record = new GenericData.Record(schema);
        record.put("B", ByteBuffer.wrap(new byte[] {0, (byte) 0xab}));
        record.put("at", -1L);
        record.put("nanos", -1L);
        record.put("m", Map.of("Key", Double.NaN));
        GenericRecord sub = new GenericData.Record(schema.getField("Sub").schema());
        sub.put("X", 5);
        record.put("Sub", sub);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> file = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            file.create(schema, bytes);
            file.append(record);
        }
        RecordFormat avro = format("org.apache.hadoop.hive.serde2.avro.AvroSerDe", Map.of(), "b:binary");
        String rest = "\"at\":\"1969-12-31 23:59:59.999999\",\"nanos\":\"1969-12-31 23:59:59.999999\","
                + "\"m\":{\"Key\":\"NaN\"},\"sub\":{\"x\":5}}";
        assertThat(records(avro, bytes.toByteArray(), NULLS)).containsExactly("{\"b\":\"AKs=\"," + rest);
        assertThat(records(avro, bytes.toByteArray(), STRICT)).containsExactly("{\"b\":\"\\\\x00\\\\xAB\"," + rest);
        assertThatThrownBy(() -> records(avro, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 20), NULLS))
                .isInstanceOf(UnreadableObjectException.class);
        assertThatThrownBy(() -> records(avro, "no avro".getBytes(UTF_8), NULLS))
                .isInstanceOf(UnreadableObjectException.class);
    }

    @Test
    void wrongSettingsAreToldAtOnce() {
        assertThatThrownBy(() -> format("JsonSerDe", Map.of("jsonPath", "rows")))
                .hasMessageContaining("rows");
        assertThatThrownBy(() -> format("GrokSerDe", Map.of("input.format", "%{NOSUCH:x}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
