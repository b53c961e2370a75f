package io.millrace.catalog.crawl.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.FormatDetail.TableFormat.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestTableFormatRoots {
    @ParameterizedTest
    @CsvSource({
        "a/b/metadata/00003-8f1c.metadata.json, a/b, ICEBERG",
        "a/b/metadata/00003-8f1c.gz.metadata.json, a/b, ICEBERG",
        "metadata/v12.metadata.json, '', ICEBERG",
        "metadata/v12.metadata.json.gz, '', ICEBERG",
        "t/metadata/version-hint.text, t, ICEBERG",
        "a/_delta_log/00000000000000000000.json, a, DELTA",
        "_delta_log/_last_checkpoint, '', DELTA",
        "a/_delta_log/00000000000000000010.checkpoint.parquet, a, DELTA",
        "a/_delta_log/00000000000000000010.checkpoint.0000000001.0000000002.parquet, a, DELTA",
        "a/_delta_log/00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json, a, DELTA",
        "h/.hoodie/hoodie.properties, h, HUDI",
        "h/.hoodie/20240101010101001.commit, h, HUDI",
        "h/.hoodie/timeline/20240101010101001_20240101010102001.deltacommit, h, HUDI",
    })
    void findsTheRoot(String key, String folder, Kind kind) {
        assertThat(TableFormats.rootOf(key)).contains(new TableFormatRoot(folder, kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b/metadata/snap-1-1.avro",
                "a/b/metadata/notes.json",
                "a/metadata.json",
                "xmetadata/v1.metadata.json",
                "a/metadata/deeper/v1.metadata.json",
                "a/x_delta_log/00000000000000000000.json",
                "a/_delta_log/1.json",
                "a/_delta_log/00000000000000000000.crc",
                "a/_delta_log/_commits/00000000000000000000.json",
                "h/.hoodie/20240101.commit.requested",
                "h/.hoodie/metadata/.hoodie/hoodie.properties",
                "h/.hoodie/metadata/files/a.hfile",
                "part-0.parquet",
                ""
            })
    void otherObjectsAreNoMetadata(String key) {
        assertThat(TableFormats.rootOf(key)).isEmpty();
    }
}
