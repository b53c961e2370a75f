package io.millrace.catalog.crawl.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.CsvDialect;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.classify.JsonDialect;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.InferredType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestLedgerChunk {
    @Test
    void givesBackWhatWasWritten() {
        SeenObjects two = seen("a.csv", "b.csv");
        LedgerFolder csv = folder("x=1/", Optional.of(csv()), List.of("s3://b/x=1/c.bin: no known format"));
        LedgerFolder json = folder("x=2/", Optional.of(json()), List.of());
        LedgerFolder unreadable = folder("x=3/ü/", Optional.empty(), List.of("why"));
        LedgerChunk.Writer writer = new LedgerChunk.Writer();
        writer.add(csv, two);
        writer.add(json, SeenObjects.UNKNOWN);
        writer.add(unreadable, seen("z"));

        List<LedgerChunk.Entry> entries = LedgerChunk.read(writer.folders(), LedgerChunk::schema);

        assertThat(entries).extracting(LedgerChunk.Entry::folder).containsExactly(csv, json, unreadable);
        assertThat(entries.get(0)
                        .folder()
                        .content()
                        .orElseThrow()
                        .schema()
                        .columns()
                        .keySet())
                .containsExactly("id", "amount", "when", "nested", "none");
        SeenObjects read = LedgerChunk.objects(writer.objects(), entries.get(0));
        assertThat(read.match(mark("b.csv", 1))).isEqualTo(SeenObjects.Match.SAME);
        assertThat(read.match(mark("b.csv", 2))).isEqualTo(SeenObjects.Match.CHANGED);
        assertThat(read.match(mark("c.csv", 1))).isEqualTo(SeenObjects.Match.NEW);
        assertThat(LedgerChunk.objects(writer.objects(), entries.get(2)).match(mark("z", 1)))
                .isEqualTo(SeenObjects.Match.SAME);
    }

    @Test
    void forgetsWhatAnotherVersionWrote() {
        assertThat(LedgerChunk.schema("{\"format\":\"CSV\",\"detail\":[\".NoSuchDetail\",{}]}"))
                .isEmpty();
        assertThat(LedgerChunk.read(new byte[] {0, 0, 0, 99}, LedgerChunk::schema))
                .isEmpty();
    }

    @Test
    void remembersNothingOfSingleObjectsWhenThereAreTooMany() {
        SeenObjects.Builder builder = new SeenObjects.Builder();
        for (int i = 0; i <= SeenObjects.MAX_OBJECTS; i++) {
            builder.add(mark("k" + i, 1));
        }
        assertThat(builder.build().isEmpty()).isTrue();
    }

    private static FileSchema csv() {
        Map<String, InferredType> columns = new LinkedHashMap<>();
        columns.put("id", InferredType.of(HiveType.Primitive.BIGINT));
        columns.put("amount", InferredType.of(new HiveType.Decimal(10, 2)));
        columns.put("when", InferredType.of(HiveType.Primitive.TIMESTAMP));
        columns.put("nested", InferredType.of(HiveType.parse("struct<a:array<int>,m:map<string,char(3)>>")));
        columns.put("none", InferredType.nothing());
        ColumnNote note = new ColumnNote(
                Optional.of("Amount €"), Optional.of("1.25"), Optional.of(new ColumnNote.Broken("bigint", "1.25", 7)));
        return new FileSchema(
                FileFormat.CSV,
                Compression.GZIP,
                new FormatDetail.Csv(CsvDialect.plain('\u0001', CsvDialect.Header.PRESENT)),
                columns,
                Map.of("amount", note, "id", ColumnNote.NONE),
                10,
                20);
    }

    private static FileSchema json() {
        return new FileSchema(
                FileFormat.JSON,
                Compression.NONE,
                new FormatDetail.Json(
                        new JsonDialect(JsonDialect.Layout.LINES, List.of("A", "b"), Map.of(), List.of(), "")),
                Map.of("a", InferredType.of(HiveType.parse("array<struct<x:double>>"))),
                Map.of(),
                1,
                2);
    }

    private static LedgerFolder folder(String path, Optional<FileSchema> schema, List<String> skipped) {
        return new LedgerFolder(
                path,
                FolderDigest.EMPTY.plus(mark(path, 5), 5),
                schema.map(found -> new LedgerFolder.Content(found, 1, 2, 3, 4)),
                skipped);
    }

    private static SeenObjects seen(String... keys) {
        SeenObjects.Builder builder = new SeenObjects.Builder();
        for (String key : keys) {
            builder.add(mark(key, 1));
        }
        return builder.build();
    }

    private static ObjectMark mark(String key, long size) {
        return ObjectMark.of(key, "etag", size);
    }
}
