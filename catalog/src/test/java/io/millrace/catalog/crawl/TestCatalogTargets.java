package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.layout.TableExclusions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CatalogTarget;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;

/** Crawlers of tables that exist. */
class TestCatalogTargets extends AbstractCrawlTests {
    private static CreateCrawlerRequest.Builder request(String... tables) {
        return CreateCrawlerRequest.builder()
                .name("c")
                .role("crawler")
                .targets(targets -> targets.catalogTargets(CatalogTarget.builder()
                        .databaseName("RAW")
                        .tables(tables)
                        .build()));
    }

    private void createTable(String location) {
        catalog.write(transaction -> transaction
                .tables()
                .insert(Table.builder()
                        .databaseName("raw")
                        .name("orders")
                        .versionId("0")
                        .parameters(Map.of(
                                "owner_team",
                                "sales",
                                TableExclusions.PARAMETER,
                                TableExclusions.format("s3://" + bucket + "/elsewhere/x/", List.of("**.bak"))))
                        .partitionKeys(Column.builder().name("d").type("int").build())
                        .storageDescriptor(storage -> storage.location(location)
                                .columns(Column.builder()
                                        .name("id")
                                        .type("int")
                                        .comment("the key")
                                        .build()))
                        .build()));
    }

    @Test
    void bringTheTableToWhatItsFilesAre() {
        put("elsewhere/x/d=1/a.csv", ROWS);
        put("elsewhere/x/d=2/a.csv", ROWS);
        put("elsewhere/x/d=2/a.bak", utf8("{\"id\":1}"));
        put("elsewhere/x/d=3/a.json", utf8("{\"id\":1}"));
        createTable("s3a://" + bucket + "/elsewhere/x");
        operations.createCrawler(request("Orders").build());
        assertThat(crawler("c").schemaChangePolicy().deleteBehavior()).isEqualTo(DeleteBehavior.LOG);
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(tables()).extracting(Table::name).containsExactly("orders");
        Table table = table("orders").orElseThrow();
        assertThat(table.storageDescriptor().columns()).extracting(Column::name).containsExactly("id", "name", "price");
        assertThat(table.storageDescriptor().columns().get(0).comment()).isEqualTo("the key");
        assertThat(table.storageDescriptor().location()).isEqualTo("s3a://" + bucket + "/elsewhere/x");
        assertThat(table.parameters())
                .containsEntry("owner_team", "sales")
                .containsEntry("UPDATED_BY_CRAWLER", "c")
                .containsEntry("exclusions", "[\"s3://" + bucket + "/elsewhere/x/**.bak\"]")
                .containsEntry("objectCount", "2");
        assertThat(partitions("orders")).extracting(Partition::values).containsExactly(List.of("1"), List.of("2"));
        crawl("c");
        assertThat(table("orders")).contains(table);
        delete("elsewhere/x/d=1/a.csv");
        crawl("c");
        assertThat(partitions("orders"))
                .as("nothing is deprecated")
                .hasSize(2)
                .noneMatch(partition -> partition.parameters().containsKey("DEPRECATED_BY_CRAWLER"));
    }

    @Test
    void mustExistAndBeInS3() {
        operations.createCrawler(request("orders").build());
        assertThat(crawl("c").errorMessage()).isEqualTo("Table raw.orders not found.");
        createTable("hdfs://x/y");
        assertThat(crawl("c").errorMessage())
                .isEqualTo("Table raw.orders cannot be crawled: its location 'hdfs://x/y' is not in S3");
    }

    @Test
    void goWithNothingElse() {
        assertThatThrownBy(() -> operations.createCrawler(request("orders")
                        .schemaChangePolicy(policy -> policy.deleteBehavior(DeleteBehavior.DEPRECATE_IN_DATABASE))
                        .build()))
                .isInstanceOf(CatalogException.class)
                .hasMessage("The SchemaChangePolicy for catalog targets can have only LOG DeleteBehavior value.");
        assertThatThrownBy(() -> operations.createCrawler(request()
                        .targets(targets -> targets.catalogTargets(CatalogTarget.builder()
                                        .databaseName("raw")
                                        .tables("a")
                                        .build())
                                .s3Targets(S3Target.builder().path("s3://b/x/").build()))
                        .build()))
                .isInstanceOf(CatalogException.class)
                .hasMessage("A crawler with catalog targets cannot have other targets");
        assertThatThrownBy(() -> operations.createCrawler(request()
                        .targets(targets -> targets.catalogTargets(
                                CatalogTarget.builder()
                                        .databaseName("raw")
                                        .tables("a")
                                        .build(),
                                CatalogTarget.builder()
                                        .databaseName("lake")
                                        .tables("a")
                                        .build()))
                        .build()))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("more than one database");
    }
}
