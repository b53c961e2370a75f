package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.column;
import static io.millrace.catalog.classify.TestingObject.parquet;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** What a crawl costs: the requests it makes. */
class TestCrawlerAccessOperations extends AbstractCrawlTests {
    @Test
    void listsOnceAndReadsEachSmallFileOnce() {
        for (int partition = 0; partition < 5; partition++) {
            for (int file = 0; file < 3; file++) {
                put("t/p=" + partition + "/" + file + ".csv", ROWS);
            }
        }
        createCrawler("c", "t/");
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 15");
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
    }

    @Test
    void readsALargeParquetFileOnce() throws Exception {
        put("t/a.parquet", parquet(3 << 20, 10, column("id", Type.INT64)));
        createCrawler("c", "t/");
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 1");
    }

    @Test
    void readsAHundredFilesOfAFolder() {
        for (int file = 0; file < 120; file++) {
            put("t/" + file + ".csv", ROWS);
        }
        createCrawler("c", "t/");
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 100");
        assertThat(table("t").orElseThrow().parameters())
                .containsEntry("objectCount", "120")
                .containsEntry("recordCount", "240");
    }
}
