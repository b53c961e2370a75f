package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;

/** Tables stay what they are when folders beside them are removed, however the rest would be grouped if it were seen for the first time. */
class TestVanishedSiblings extends AbstractCrawlTests {
    private static final byte[] OTHERS = utf8("when,what\n2026-01-01,x\n2026-01-02,y\n");

    /** Eight of ten folders are alike, so that they are one table and the others belong to none. */
    private void putMajority() {
        for (int day = 0; day < 8; day++) {
            put("t/day=" + day + "/a.csv", ROWS);
        }
        put("t/day=8/a.csv", OTHERS);
        put("t/day=9/a.csv", OTHERS);
    }

    private void deleteDays(int from, int until) {
        for (int day = from; day < until; day++) {
            delete("t/day=" + day + "/a.csv");
        }
    }

    private List<String> names() {
        return tables().stream()
                .filter(table -> !CrawlerParameters.isDeprecated(table.parameters()))
                .map(Table::name)
                .toList();
    }

    private List<String> live(String table) {
        return partitions(table).stream()
                .filter(partition -> !CrawlerParameters.isDeprecated(partition.parameters()))
                .map(Partition::values)
                .map(values -> String.join("/", values))
                .toList();
    }

    private void delete(DeleteBehavior behavior) {
        operations.updateCrawler(UpdateCrawlerRequest.builder()
                .name("c")
                .schemaChangePolicy(policy -> policy.deleteBehavior(behavior))
                .build());
    }

    private long rememberedFolders() {
        return new JdbcCrawlLedger(database.jdbi())
                .open("c", "s3://" + bucket + "/t/", fingerprint()).folders().values().stream()
                        .filter(LedgerFolder::isRemembered)
                        .count();
    }

    private String fingerprint() {
        return CrawlScope.of(crawler("c"), List.of(), CrawlSettings.defaults())
                .fingerprint(CrawlTarget.of(crawler("c").targets().s3Targets().get(0)));
    }

    @Test
    void halfOfThemVanish() {
        putMajority();
        createCrawler("c", "t/");
        crawl("c");
        assertThat(names()).containsExactly("t");
        assertThat(live("t")).hasSize(8);
        deleteDays(0, 6);
        // Two of four are alike: seen for the first time, these would be four tables.
        assertThat(crawl("c").errorMessage()).startsWith("Skipped 2: ");
        assertThat(names()).containsExactly("t");
        assertThat(live("t")).containsExactly("6", "7");
        // And again, from the ledger alone; and with a new folder of either kind.
        crawl("c");
        put("t/day=10/a.csv", ROWS);
        put("t/day=11/a.csv", OTHERS);
        assertThat(crawl("c").errorMessage()).startsWith("Skipped 3: ");
        assertThat(names()).containsExactly("t");
        assertThat(live("t")).containsExactlyInAnyOrder("6", "7", "10");
    }

    @Test
    void oneIsLeft() {
        putMajority();
        createCrawler("c", "t/");
        crawl("c");
        delete(DeleteBehavior.DELETE_FROM_DATABASE);
        deleteDays(1, 8);
        crawl("c");
        assertThat(names()).containsExactly("t");
        assertThat(partitions("t")).extracting(Partition::values).containsExactly(List.of("0"));
        delete("t/day=0/a.csv");
        crawl("c");
        // Nothing of the table is left, and what belonged to none is one now.
        assertThat(names()).containsExactly("t");
        assertThat(columns(table("t").orElseThrow())).startsWith("when:");
        assertThat(partitions("t")).extracting(Partition::values).containsExactly(List.of("8"), List.of("9"));
    }

    @Test
    void allVanishAndComeBackAsOthers() {
        putMajority();
        createCrawler("c", "t/");
        crawl("c");
        deleteDays(0, 10);
        crawl("c");
        assertThat(names()).isEmpty();
        assertThat(rememberedFolders()).isZero();
        put("t/day=8/a.csv", OTHERS);
        put("t/day=9/a.csv", OTHERS);
        crawl("c");
        assertThat(names()).containsExactly("t");
        assertThat(columns(table("t").orElseThrow())).startsWith("when:");
    }

    @Test
    void theTableThatIsLeftKeepsItsNameAndDoesNotBecomeAPartition() {
        put("t/orders/a.csv", ROWS);
        put("t/people/a.csv", OTHERS);
        createCrawler("c", "t/");
        crawl("c");
        assertThat(names()).containsExactly("orders", "people");
        delete("t/people/a.csv");
        crawl("c");
        assertThat(names()).containsExactly("orders");
        assertThat(table("people")).isPresent();
        assertThat(table("orders").orElseThrow().partitionKeys()).isEmpty();
        put("t/orders/b.csv", ROWS);
        crawl("c");
        assertThat(names()).containsExactly("orders");
        assertThat(rememberedFolders()).isEqualTo(1);
    }

    @Test
    void partitionsThatExpireAreNotRemembered() {
        for (int day = 0; day < 5; day++) {
            put("t/day=" + day + "/a.csv", ROWS);
        }
        createCrawler("c", "t/");
        crawl("c");
        delete("t/day=0/a.csv");
        delete("t/day=1/a.csv");
        put("t/day=5/a.csv", ROWS);
        crawl("c");
        assertThat(live("t")).containsExactly("2", "3", "4", "5");
        assertThat(rememberedFolders()).isZero();
    }

    @Test
    void anotherLayoutIsGroupedForItself() {
        for (int day = 0; day < 6; day++) {
            put("t/" + day + "/a.csv", ROWS);
        }
        createCrawler("c", "t/");
        crawl("c");
        assertThat(table("t").orElseThrow().partitionKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.name()).isEqualTo("partition_0"));
        for (int day = 0; day < 5; day++) {
            delete("t/" + day + "/a.csv");
        }
        for (int day = 0; day < 4; day++) {
            put("t/day=" + day + "/a.csv", ROWS);
        }
        crawl("c");
        assertThat(names()).containsExactly("t");
        assertThat(table("t").orElseThrow().partitionKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.name()).isEqualTo("day"));
        assertThat(rememberedFolders()).isZero();
    }

    @Test
    void aFolderThatIsBackCountsOnce() {
        putMajority();
        createCrawler("c", "t/");
        crawl("c");
        deleteDays(0, 6);
        crawl("c");
        assertThat(rememberedFolders()).isEqualTo(6);
        for (int day = 0; day < 6; day++) {
            put("t/day=" + day + "/a.csv", ROWS);
        }
        crawl("c");
        assertThat(live("t")).hasSize(8);
        assertThat(rememberedFolders()).isZero();
    }
}
