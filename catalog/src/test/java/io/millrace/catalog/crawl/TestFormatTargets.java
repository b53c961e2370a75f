package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.DeltaTarget;
import software.amazon.awssdk.services.glue.model.HudiTarget;
import software.amazon.awssdk.services.glue.model.IcebergTarget;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;

/** Targets in which only the tables of one format are looked for. */
class TestFormatTargets extends AbstractCrawlTests {
    private static final String LOG = "/_delta_log/00000000000000000000.json";
    private static final String HUDI =
            "{\"extraMetadata\":{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"r\\\","
                    + "\\\"fields\\\":[{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"long\\\"}]}\"}}";

    private void putAll() {
        for (String table : List.of("one", "deep/er/two")) {
            put("lake/delta/" + table + LOG, utf8(TestOwnedTables.DELTA));
            put("lake/delta/" + table + "/day=1/part-0.csv", ROWS);
            put("lake/ice/" + table + "/data/day=1/0.csv", ROWS);
            put("lake/ice/" + table + "/metadata/00000-1.metadata.json", utf8(TestOwnedTables.ICEBERG));
            put("lake/hudi/" + table + "/.hoodie/hoodie.properties", utf8("hoodie.table.name=h\n"));
            put("lake/hudi/" + table + "/.hoodie/20240101.commit", utf8(HUDI));
            put("lake/hudi/" + table + "/day=1/0.csv", ROWS);
        }
        put("lake/plain/0.csv", ROWS);
    }

    private String uri(String path) {
        return "s3://" + bucket + "/" + path;
    }

    private Consumer<CrawlerTargets.Builder> delta(String... paths) {
        List<String> uris = List.of(paths).stream().map(this::uri).toList();
        return targets ->
                targets.deltaTargets(DeltaTarget.builder().deltaTables(uris).build());
    }

    private Consumer<CrawlerTargets.Builder> iceberg(Consumer<IcebergTarget.Builder> target) {
        return targets -> targets.icebergTargets(IcebergTarget.builder()
                .paths(uri("lake/"))
                .applyMutation(target)
                .build());
    }

    private List<String> names() {
        return tables().stream().map(Table::name).toList();
    }

    @Test
    void eachFindsTheTablesOfItsFormatAlone() {
        putAll();
        createCrawler("i", iceberg(target -> {}));
        assertThat(crawl("i").errorMessage()).isNull();
        assertThat(tables())
                .extracting(table -> table.storageDescriptor().location())
                .containsExactlyInAnyOrder(uri("lake/ice/one/"), uri("lake/ice/deep/er/two/"));
        assertThat(columns(table("one").orElseThrow())).isEqualTo("id:bigint name:string");
        assertThat(table("one").orElseThrow().parameters()).containsEntry("table_type", "ICEBERG");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 2");

        createCrawler(
                "h",
                targets -> targets.hudiTargets(HudiTarget.builder()
                        .paths(uri("lake/hudi"))
                        .maximumTraversalDepth(2)
                        .build()));
        assertThat(crawl("h").errorMessage()).isNull();
        assertThat(tables())
                .filteredOn(table -> "hudi".equals(table.parameters().get("classification")))
                .extracting(table -> table.storageDescriptor().location())
                .containsExactly(uri("lake/hudi/one/"));

        createCrawler("d", delta("lake/delta/one/", "lake/delta/deep/er/two"));
        assertThat(crawl("d").errorMessage()).isNull();
        assertThat(tables())
                .filteredOn(table -> "delta".equals(table.parameters().get("spark.sql.sources.provider")))
                .extracting(table -> table.storageDescriptor().location())
                .containsExactlyInAnyOrder(uri("lake/delta/one/"), uri("lake/delta/deep/er/two/"));
    }

    @Test
    void exclusionsAndDepthLimitWhatIsFound() {
        putAll();
        createCrawler("i", iceberg(target -> target.exclusions("ice/one/**").maximumTraversalDepth(20)));
        crawl("i");
        assertThat(names()).containsExactly("two");
        createCrawler("shallow", iceberg(target -> target.maximumTraversalDepth(2)));
        assertThat(crawl("shallow").errorMessage())
                .isEqualTo("Skipped 1: " + uri("lake/") + ": no iceberg table is there");
    }

    @Test
    void aRecrawlReadsWhatHasChangedAndTreatsWhatIsGoneAsTheCrawlerSays() {
        putAll();
        createCrawler("d", delta("lake/delta/one/", "lake/delta/deep/er/two/"));
        crawl("d");
        reader.takeCounts();
        crawl("d");
        assertThat(reader.takeCounts()).isEqualTo("LIST 2, GET 0");
        put("lake/delta/one/day=2/part-0.csv", ROWS);
        put(
                "lake/delta/one/_delta_log/00000000000000000001.json",
                utf8(TestOwnedTables.DELTA.replace("\\\"id\\\"", "\\\"key\\\"")));
        crawl("d");
        assertThat(columns(table("one").orElseThrow())).isEqualTo("key:bigint");
        assertThat(table("one").orElseThrow().versionId()).isEqualTo("1");
        assertThat(table("two").orElseThrow().versionId()).isEqualTo("0");

        delete("lake/delta/deep/er/two" + LOG);
        assertThat(crawl("d").errorMessage())
                .isEqualTo("Skipped 1: " + uri("lake/delta/deep/er/two/") + ": no delta table is there");
        assertThat(table("two").map(Table::parameters))
                .hasValueSatisfying(parameters ->
                        assertThat(CrawlerParameters.isDeprecated(parameters)).isTrue());
        operations.updateCrawler(UpdateCrawlerRequest.builder()
                .name("d")
                .schemaChangePolicy(policy -> policy.deleteBehavior(DeleteBehavior.DELETE_FROM_DATABASE))
                .build());
        crawl("d");
        assertThat(names()).containsExactly("one");
    }

    @Test
    void tablesOfOtherKindsInItsPathsAreNoneOfItsBusiness() {
        putAll();
        createCrawler("c", "lake/plain/");
        crawl("c");
        operations.updateCrawler(UpdateCrawlerRequest.builder()
                .name("c")
                .targets(iceberg(target -> {}))
                .build());
        crawl("c");
        assertThat(CrawlerParameters.isDeprecated(table("plain").orElseThrow().parameters()))
                .isFalse();
        assertThat(names()).containsExactly("one", "plain", "two");
    }

    @Test
    void aTableThatTwoTargetsFindIsOne() {
        putAll();
        createCrawler("c", targets -> {
            targets.s3Targets(S3Target.builder().path(uri("lake/")).build());
            targets.icebergTargets(
                    IcebergTarget.builder().paths(uri("lake/ice/")).build());
        });
        assertThat(crawl("c").errorMessage()).isNull();
        assertThat(tables())
                .filteredOn(table -> "iceberg".equals(table.parameters().get("classification")))
                .hasSize(2);
    }

    @Test
    void damagedMetadataFailTheCrawlAndLeaveTheTable() {
        putAll();
        createCrawler("d", delta("lake/delta/one/"));
        crawl("d");
        put("lake/delta/one/_delta_log/00000000000000000001.json", utf8("{\"metaData\":"));
        put("lake/delta/one" + LOG, utf8("no JSON"));
        assertThat(crawl("d").status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(CrawlerParameters.isDeprecated(table("one").orElseThrow().parameters()))
                .isFalse();
    }

    private void assertRefused(Consumer<CrawlerTargets.Builder> targets, String reason) {
        assertThatThrownBy(() -> createCrawler("refused", targets))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatACrawlWouldNotDoIsRefused() {
        assertRefused(
                targets -> targets.deltaTargets(DeltaTarget.builder()
                        .deltaTables(uri("a"))
                        .writeManifest(true)
                        .build()),
                "WriteManifest is not supported, as a crawl writes nothing to the bucket");
        assertRefused(
                targets -> targets.deltaTargets(DeltaTarget.builder()
                        .deltaTables(uri("a"))
                        .createNativeDeltaTable(false)
                        .build()),
                "CreateNativeDeltaTable: false is not supported, as it asks for a table of symlink manifests");
        assertRefused(
                targets -> targets.deltaTargets(
                        DeltaTarget.builder().createNativeDeltaTable(true).build()),
                "Each of the DeltaTargets must have DeltaTables");
        assertRefused(
                iceberg(target -> target.connectionName("vpc")), "ConnectionName is not supported in IcebergTargets");
        assertRefused(
                iceberg(target -> target.maximumTraversalDepth(21)),
                "The maximum traversal depth must be between 1 and 20, but is 21");
        assertRefused(iceberg(target -> target.exclusions("[a")), "[a");
        assertRefused(iceberg(target -> target.paths("no:path:")), "no:path:");
        assertThatThrownBy(() -> CrawlerDefinitions.complete(crawlerOf(iceberg(target -> {})).toBuilder()
                        .recrawlPolicy(policy -> policy.recrawlBehavior(RecrawlBehavior.CRAWL_EVENT_MODE))
                        .build()))
                .hasMessage("A crawler in event mode can have S3 targets only");
    }

    private Crawler crawlerOf(Consumer<CrawlerTargets.Builder> targets) {
        return Crawler.builder().name("e").databaseName("raw").targets(targets).build();
    }
}
