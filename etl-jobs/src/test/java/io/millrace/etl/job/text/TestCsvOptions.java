package io.millrace.etl.job.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.job.source.SourceTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

class TestCsvOptions {
    private static Map<String, String> options(String serde, Map<String, String> parameters) {
        Table table = Table.builder()
                .databaseName("raw")
                .name("t")
                .parameters(Map.of())
                .storageDescriptor(storage -> storage.location("s3://raw/t/")
                        .columns(Column.builder().name("a").type("string").build())
                        .serdeInfo(info -> info.serializationLibrary(serde).parameters(parameters)))
                .build();
        return CsvOptions.of(SourceTable.of(table, List.of()));
    }

    @Test
    void openCsvsDefaultsAreThoseOfItsSerDe() {
        String serde = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
        assertThat(options(serde, Map.of("serialization.format", "1")))
                .containsEntry("sep", ",")
                .containsEntry("quote", "\"")
                .containsEntry("multiLine", "true");
        assertThat(options(serde, Map.of("separatorChar", ";", "quoteChar", "'")))
                .containsEntry("sep", ";")
                .containsEntry("quote", "'");
    }

    @Test
    void lazySimplesDelimiterIsHives() {
        String serde = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
        assertThat(options(serde, Map.of("serialization.format", "1")))
                .containsEntry("sep", "\u0001")
                .containsEntry("multiLine", "false");
        assertThat(options(serde, Map.of("serialization.format", ",", "field.delim", "\t")))
                .containsEntry("sep", "\t");
    }
}
