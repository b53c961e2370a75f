package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.classify.Inference;
import io.millrace.catalog.crawl.CrawlerConfiguration.ColumnChange;
import io.millrace.catalog.crawl.CrawlerConfiguration.PartitionIndexing;
import io.millrace.catalog.layout.TableRoots.Grouping;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCrawlerConfiguration {
    @Test
    void nothingIsTheDefault() {
        assertThat(CrawlerConfiguration.parse(null)).isEqualTo(CrawlerConfiguration.DEFAULT);
        assertThat(CrawlerConfiguration.parse("  ")).isEqualTo(CrawlerConfiguration.DEFAULT);
        assertThat(CrawlerConfiguration.parse("{\"Version\": 1.0}")).isEqualTo(CrawlerConfiguration.DEFAULT);
        assertThat(CrawlerConfiguration.DEFAULT.inference()).isEqualTo(Inference.PRECISE);
    }

    @Test
    void readsAllOfIt() {
        assertThat(CrawlerConfiguration.parse("""
                                {"Version": 1,
                                 "Grouping": {"TableGroupingPolicy": "CombineCompatibleSchemas", "TableLevelConfiguration": 3},
                                 "CrawlerOutput": {
                                   "Partitions": {"AddOrUpdateBehavior": "InheritFromTable"},
                                   "Tables": {"AddOrUpdateBehavior": "MergeNewColumns", "TableThreshold": 5}},
                                 "CreatePartitionIndex": true,
                                 "Millrace": {"Inference": "glue", "SparkThreshold": 7}}
                                """))
                .isEqualTo(new CrawlerConfiguration(
                        Grouping.COMPATIBLE_SCHEMAS,
                        OptionalInt.of(3),
                        ColumnChange.MERGE_NEW,
                        OptionalInt.of(5),
                        PartitionIndexing.ALL_KEYS,
                        Inference.GLUE,
                        7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[| no valid JSON",
                "[1]| must be a JSON object",
                "{\"Version\": 2}| Version must be 1.0, but is 2",
                "{\"Groping\": {}}| unknown member Groping",
                "{\"Grouping\": 1}| Grouping must be an object",
                "{\"Grouping\": {\"TableGroupingPolicy\": \"X\"}}| must be CombineCompatibleSchemas, but is \"X\"",
                "{\"Grouping\": {\"TableLevelConfiguration\": 0}}| a whole number greater than 0",
                "{\"Grouping\": {\"TableLevelConfiguration\": \"2\"}}| a whole number greater than 0",
                "{\"CrawlerOutput\": {\"Tables\": {\"TableThreshold\": 1.5}}}| TableThreshold must be a whole number",
                "{\"CrawlerOutput\": {\"Tables\": {\"AddOrUpdateBehavior\": \"InheritFromTable\"}}}| MergeNewColumns",
                "{\"CrawlerOutput\": {\"Partitions\": {\"AddOrUpdateBehavior\": \"MergeNewColumns\"}}}| InheritFromTable",
                "{\"Millrace\": {\"SparkThreshold\": -1}}| SparkThreshold must be a number of objects, or 0 for never",
                "{\"CreatePartitionIndex\": \"yes\"}| CreatePartitionIndex must be true or false",
                "{\"Millrace\": {\"Inference\": \"GLUE\"}}| Millrace.Inference must be glue or precise",
                "{\"Millrace\": {\"Guess\": true}}| unknown member Millrace.Guess",
            })
    void refusesWhatItDoesNotKnow(String json, String message) {
        assertThatThrownBy(() -> CrawlerConfiguration.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.strip());
    }
}
