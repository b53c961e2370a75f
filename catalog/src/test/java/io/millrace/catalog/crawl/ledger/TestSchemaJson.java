package io.millrace.catalog.crawl.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.InferredType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestSchemaJson {
    static Stream<FormatDetail> details() {
        return Stream.of(
                FormatDetail.none(),
                new FormatDetail.Avro("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"),
                new FormatDetail.Xml("books", "book"),
                new FormatDetail.Grok("app", "%{WORD:a}", "X y\nY z"),
                new FormatDetail.TableFormat(
                        FormatDetail.TableFormat.Kind.DELTA, Map.of("table_type", "delta"), List.of("day")));
    }

    @ParameterizedTest
    @MethodSource("details")
    void whatIsWrittenIsRead(FormatDetail detail) {
        FileSchema schema = new FileSchema(
                FileFormat.AVRO,
                Compression.ZSTD,
                detail,
                Map.of("a", InferredType.of(HiveType.parse("map<string,array<int>>"))),
                Map.of(),
                3,
                7);
        assertThat(SchemaJson.read(SchemaJson.write(schema))).contains(schema);
    }
}
