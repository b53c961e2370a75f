package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Table;

/** Tables that Delta Lake and Iceberg own are one table each, and their files are not read. */
class TestOwnedTables extends AbstractCrawlTests {
    static final String DELTA = "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n"
            + "{\"metaData\":{\"id\":\"x\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":"
            + "\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"long\\\","
            + "\\\"nullable\\\":true,\\\"metadata\\\":{}}]}\",\"partitionColumns\":[],\"configuration\":{},\"createdTime\":1}}\n";

    static final String ICEBERG = "{\"format-version\":2,\"table-uuid\":\"9c12d441-03fe-4693-9a96-a0705ddf69c1\","
            + "\"location\":\"s3://b/t\",\"last-sequence-number\":1,\"last-updated-ms\":1,\"last-column-id\":2,"
            + "\"current-schema-id\":0,\"schemas\":[{\"type\":\"struct\",\"schema-id\":0,\"fields\":["
            + "{\"id\":1,\"name\":\"id\",\"required\":false,\"type\":\"long\"},"
            + "{\"id\":2,\"name\":\"name\",\"required\":false,\"type\":\"string\"}]}],"
            + "\"default-spec-id\":0,\"partition-specs\":[{\"spec-id\":0,\"fields\":[]}],\"last-partition-id\":999,"
            + "\"default-sort-order-id\":0,\"sort-orders\":[{\"order-id\":0,\"fields\":[]}],\"properties\":{},"
            + "\"current-snapshot-id\":-1,\"snapshots\":[],\"snapshot-log\":[],\"metadata-log\":[]}";

    @Test
    void areOneTableEachHoweverAlikeAndTheirFilesAreNotRead() {
        for (String name : List.of("one", "two")) {
            put("lake/" + name + "/_delta_log/00000000000000000000.json", utf8(DELTA));
            put("lake/" + name + "/day=1/part-0.csv", ROWS);
            put("lake/" + name + "/part-0.csv", ROWS);
        }
        put("lake/ice/data/day=1/0.csv", ROWS);
        put("lake/ice/metadata/00000-1.metadata.json", utf8(ICEBERG));
        put("lake/plain/data/0.csv", ROWS);
        createCrawler("c", "lake/");
        assertThat(crawl("c").errorMessage()).isNull();
        assertThat(tables()).extracting(Table::name).containsExactly("ice", "one", "plain", "two");
        assertThat(columns(table("ice").orElseThrow())).isEqualTo("id:bigint name:string");
        assertThat(columns(table("one").orElseThrow())).isEqualTo("id:bigint");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 4");
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
        put("lake/one/day=2/part-0.csv", ROWS);
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
    }

    @Test
    void dropsWhatWasReadBeforeTheMetadataCame() {
        put("lake/one/2020/part-0.csv", ROWS);
        put("lake/one/_delta_log/00000000000000000000.json", utf8(DELTA));
        createCrawler("c", "lake/one/");
        assertThat(crawl("c").errorMessage()).isNull();
        assertThat(tables()).extracting(Table::name).containsExactly("one");
        assertThat(partitions("one")).isEmpty();
        reader.takeCounts();
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
    }
}
