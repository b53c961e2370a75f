package io.millrace.catalog.crawl.format;

import static io.millrace.catalog.classify.TestingObject.gzip;
import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.classify.FormatDetail.TableFormat.Kind;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.ObjectPart;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestTableFormats implements ObjectReader {
    private static final String BUCKET = "lake";

    private final Map<String, byte[]> objects = new TreeMap<>();
    private final List<String> reads = new ArrayList<>();

    @Override
    public void list(String bucket, String prefix, String after, PageConsumer pages) {
        throw new AssertionError("the metadata's keys are known");
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) {
        throw new AssertionError("the metadata's keys are known");
    }

    @Override
    public ObjectPart read(StoredObject object, long offset, int length) {
        reads.add(object.key());
        byte[] content = Objects.requireNonNull(objects.get(object.key()));
        int end = (int) Math.min(content.length, offset + length);
        return new ObjectPart(Arrays.copyOfRange(content, (int) offset, end), "");
    }

    private FileSchema read(String root, Kind kind) throws IOException, UnreadableObjectException {
        List<StoredObject> metadata = objects.entrySet().stream()
                .filter(object -> TableFormats.rootOf(object.getKey()).isPresent())
                .map(object -> new StoredObject(BUCKET, object.getKey(), object.getValue().length, ""))
                .toList();
        return TableFormats.read(this, BUCKET, root, kind, metadata);
    }

    private void put(String key, String text) {
        objects.put(key, utf8(text));
    }

    private static String columns(FileSchema schema) {
        return schema.columns().entrySet().stream()
                .map(column -> column.getKey() + ":" + column.getValue().toHiveType())
                .collect(Collectors.joining(" "));
    }

    private static TableFormat detail(FileSchema schema) {
        return (TableFormat) schema.detail();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TestTableFormats.class.getResourceAsStream("/tableformat/" + name))) {
            return in.readAllBytes();
        }
    }

    private static String iceberg(long updated, String column) {
        return """
                {"format-version": 2, "last-updated-ms": %d, "current-schema-id": 1, "current-snapshot-id": 8,
                 "schemas": [
                  {"schema-id": 0, "type": "struct", "fields": [{"id": 1, "name": "old", "type": "int"}]},
                  {"schema-id": 1, "type": "struct", "fields": [{"id": 1, "name": "%s", "type": "long"}]}],
                 "snapshots": [
                  {"snapshot-id": 7, "summary": {"total-records": "1", "total-files-size": "10"}},
                  {"snapshot-id": 8, "summary": {"total-records": "40", "total-files-size": "4000"}}]}
                """.formatted(updated, column);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iceberg-v1.metadata.json", "iceberg-v2.metadata.json"})
    void readsWhatIcebergWrites(String file) throws Exception {
        objects.put("t/metadata/00000-a.metadata.json", resource(file));
        FileSchema schema = read("t/", Kind.ICEBERG);
        assertThat(columns(schema))
                .isEqualTo(
                        "id:bigint n:int price:decimal(12,2) at:timestamp local:timestamp day:date tod:string key:string"
                                + " raw:binary md5:binary tags:array<string> attrs:map<string,double>"
                                + " addr:struct<street:string,ok:boolean,f:float>");
        assertThat(Objects.requireNonNull(schema.notes().get("id")).originalName())
                .contains("Id");
        assertThat(detail(schema).tableParameters())
                .containsEntry("table_type", "ICEBERG")
                .containsEntry("metadata_location", "s3://lake/t/metadata/00000-a.metadata.json");
        assertThat(detail(schema).partitionColumns()).isEmpty();
        assertThat(schema.classification()).isEqualTo("iceberg");
    }

    @Test
    void icebergsNewestVersionAndCurrentSchemaCount() throws Exception {
        put("t/metadata/00002-a.metadata.json", iceberg(2, "a"));
        put("t/metadata/00010-b.metadata.json", iceberg(10, "b"));
        put("t/metadata/00010-c.metadata.json", iceberg(11, "c"));
        FileSchema schema = read("t/", Kind.ICEBERG);
        assertThat(columns(schema)).isEqualTo("c:bigint");
        assertThat(schema.records()).isEqualTo(40);
        assertThat(schema.recordBytes()).isEqualTo(100);
        assertThat(reads).containsExactly("t/metadata/00010-b.metadata.json", "t/metadata/00010-c.metadata.json");
    }

    @Test
    void icebergsVersionHintIsABound() throws Exception {
        put("t/metadata/version-hint.text", "2\n");
        put("t/metadata/v1.metadata.json", iceberg(1, "one"));
        put("t/metadata/v2.metadata.json", iceberg(2, "two"));
        objects.put("t/metadata/v3.gz.metadata.json", gzip(utf8(iceberg(3, "three"))));
        assertThat(columns(read("t/", Kind.ICEBERG))).isEqualTo("three:bigint");
    }

    @Test
    void aHintToNowhereIsNoHint() throws Exception {
        put("t/metadata/version-hint.text", "9");
        put("t/metadata/v2.metadata.json", iceberg(2, "two"));
        assertThat(columns(read("t/", Kind.ICEBERG))).isEqualTo("two:bigint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format-version\":2}",
                "{\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"odd\"}]}}"
            })
    void damagedIcebergMetadataIsRefused(String text) {
        put("t/metadata/v1.metadata.json", text);
        assertThatThrownBy(() -> read("t/", Kind.ICEBERG)).isInstanceOf(UnreadableObjectException.class);
    }

    private static String delta(String field, String... partitions) {
        String schema =
                "{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"%s\\\",\\\"type\\\":\\\"long\\\"},"
                                .formatted(field)
                        + "{\\\"name\\\":\\\"Day\\\",\\\"type\\\":\\\"date\\\"},"
                        + "{\\\"name\\\":\\\"p\\\",\\\"type\\\":\\\"decimal(10,2)\\\"},"
                        + "{\\\"name\\\":\\\"at\\\",\\\"type\\\":\\\"timestamp_ntz\\\"},"
                        + "{\\\"name\\\":\\\"n\\\",\\\"type\\\":{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"A\\\",\\\"type\\\":\\\"short\\\"}]}},"
                        + "{\\\"name\\\":\\\"l\\\",\\\"type\\\":{\\\"type\\\":\\\"array\\\",\\\"elementType\\\":\\\"byte\\\",\\\"containsNull\\\":true}},"
                        + "{\\\"name\\\":\\\"m\\\",\\\"type\\\":{\\\"type\\\":\\\"map\\\",\\\"keyType\\\":\\\"string\\\",\\\"valueType\\\":\\\"float\\\"}}]}";
        String names = Arrays.stream(partitions).map(name -> '"' + name + '"').collect(Collectors.joining(","));
        return "{\"metaData\":{\"id\":\"x\",\"schemaString\":\"" + schema + "\",\"partitionColumns\":[" + names
                + "]}}\n";
    }

    private static String version(int number) {
        return "t/_delta_log/%020d".formatted(number);
    }

    @Test
    void deltasNewestMetadataCounts() throws Exception {
        put(version(0) + ".json", "{\"protocol\":{}}\n" + delta("old"));
        put(version(1) + ".json", "{\"commitInfo\":{\"x\":\"metaData\"}}\n" + delta("Id", "Day") + "{\"add\":{}}\n");
        put(version(2) + ".json", "{\"add\":{\"path\":\"Day=2020-01-01/a.parquet\"}}\n");
        FileSchema schema = read("t/", Kind.DELTA);
        assertThat(columns(schema))
                .isEqualTo("id:bigint day:date p:decimal(10,2) at:timestamp n:struct<a:smallint> l:array<tinyint>"
                        + " m:map<string,float>");
        assertThat(detail(schema).partitionColumns()).containsExactly("day");
        assertThat(detail(schema).tableParameters()).containsEntry("spark.sql.sources.provider", "delta");
    }

    @Test
    void commitsBeforeDeltasCheckpointAreNotRead() throws Exception {
        put(version(9) + ".json", delta("nine"));
        put(version(10) + ".checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json", delta("ten"));
        put(version(10) + ".json", "{\"add\":{}}\n");
        put(version(11) + ".json", "{\"add\":{}}\n");
        assertThat(columns(read("t/", Kind.DELTA))).startsWith("ten:bigint");
        assertThat(reads).doesNotContain(version(9) + ".json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"duckdb-snappy", "duckdb-zstd", "duckdb-uncompressed", "duckdb-gzip", "duckdb-v2", "duckdb-plain"
            })
    void readsTheMetadataOfACheckpoint(String writer) throws Exception {
        objects.put(version(10) + ".checkpoint.parquet", resource("delta-checkpoint-" + writer + ".parquet"));
        put(version(11) + ".json", "{\"add\":{}}\n");
        FileSchema schema = read("t/", Kind.DELTA);
        assertThat(columns(schema)).isEqualTo("id:bigint day:date hour:int");
        assertThat(detail(schema).partitionColumns()).containsExactly("hour", "day");
    }

    @Test
    void aDamagedCheckpointIsRefused() throws Exception {
        byte[] checkpoint = resource("delta-checkpoint-duckdb-snappy.parquet");
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = checkpoint.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            objects.put(version(10) + ".checkpoint.parquet", damaged);
            try {
                assertThat(columns(read("t/", Kind.DELTA))).isNotEmpty();
            } catch (UnreadableObjectException e) {
                assertThat(e.getMessage()).contains("the ");
            }
        }
    }

    @Test
    void aDeltaLogWithoutMetadataIsRefused() {
        put(version(3) + ".json", "{\"add\":{}}\n");
        assertThatThrownBy(() -> read("t/", Kind.DELTA))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessage("the Delta table's log says nowhere which columns it has");
    }

    private static final String HUDI_SCHEMA =
            "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"Id\",\"type\":\"long\"},{\"name\":\"day\",\"type\":[\"null\",\"string\"]}]}";

    @Test
    void readsHudisCommits() throws Exception {
        put(
                "h/.hoodie/hoodie.properties",
                "hoodie.table.name=h\nhoodie.table.type=MERGE_ON_READ\nhoodie.table.partition.fields=day:SIMPLE,hour\n");
        put("h/.hoodie/20240101.commit", "{\"extraMetadata\":{\"schema\":\"\\\"int\\\"\"}}");
        put(
                "h/.hoodie/20240102.deltacommit",
                "{\"extraMetadata\":{\"schema\":\"" + HUDI_SCHEMA.replace("\"", "\\\"") + "\"}}");
        put("h/.hoodie/20240103.commit", "");
        FileSchema schema = read("h/", Kind.HUDI);
        assertThat(columns(schema))
                .isEqualTo("_hoodie_commit_time:string _hoodie_commit_seqno:string _hoodie_record_key:string"
                        + " _hoodie_partition_path:string _hoodie_file_name:string id:bigint day:string hour:string");
        assertThat(detail(schema).partitionColumns()).containsExactly("day", "hour");
        assertThat(detail(schema).tableParameters()).containsEntry("hoodie.table.type", "MERGE_ON_READ");
    }

    @Test
    void readsHudisCommitsOfVersionEight() throws Exception {
        put("h/.hoodie/hoodie.properties", "hoodie.populate.meta.fields=false\nhoodie.table.version=8\n");
        Schema commit = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"HoodieCommitMetadata\",\"fields\":[{\"name\":\"extraMetadata\","
                        + "\"type\":[\"null\",{\"type\":\"map\",\"values\":\"string\"}]}]}");
        GenericRecord record = new GenericData.Record(commit);
        record.put("extraMetadata", Map.of("schema", HUDI_SCHEMA));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(commit))) {
            writer.create(commit, out);
            writer.append(record);
        }
        objects.put("h/.hoodie/timeline/20240101_20240102.commit", out.toByteArray());
        assertThat(columns(read("h/", Kind.HUDI))).isEqualTo("id:bigint day:string");
    }

    @Test
    void aNewHudiTableHasTheSchemaItWasCreatedWith() throws Exception {
        put(
                "h/.hoodie/hoodie.properties",
                "hoodie.populate.meta.fields=false\nhoodie.table.create.schema=" + HUDI_SCHEMA + "\n");
        assertThat(columns(read("h/", Kind.HUDI))).isEqualTo("id:bigint day:string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"extraMetadata\":{\"schema\":\"no schema\"}}", "{\"extraMetadata\":{}}"})
    void damagedHudiCommitsAreRefused(String commit) {
        put("h/.hoodie/hoodie.properties", "");
        put("h/.hoodie/20240101.commit", commit);
        assertThatThrownBy(() -> read("h/", Kind.HUDI)).isInstanceOf(UnreadableObjectException.class);
    }
}
