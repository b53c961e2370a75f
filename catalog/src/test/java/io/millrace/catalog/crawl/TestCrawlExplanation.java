package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.crawl.CrawlExplanation.Action;
import io.millrace.catalog.crawl.CrawlExplanation.ColumnReason;
import io.millrace.catalog.crawl.CrawlExplanation.GroupingDecision;
import io.millrace.catalog.crawl.CrawlExplanation.PartitionCounts;
import io.millrace.catalog.crawl.CrawlExplanation.TableChange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;

/** What a dry run says, and that the crawl after it does just that. */
class TestCrawlExplanation extends AbstractCrawlTests {
    private CrawlExplanation explain() throws Exception {
        return engine.explain(crawler("c"), List.of(), CrawlMonitor.NONE);
    }

    private void configure(String json) {
        operations.updateCrawler(
                UpdateCrawlerRequest.builder().name("c").configuration(json).build());
    }

    /** Each table as the explanation has it is in the catalog after the crawl. */
    private void assertHappens(CrawlExplanation explanation) {
        crawl("c");
        Map<String, Table> tables = tables().stream().collect(Collectors.toMap(Table::name, table -> table));
        for (TableChange change : explanation.tables()) {
            Table table = Objects.requireNonNull(tables.get(change.name()));
            assertThat(table.parameters()).isEqualTo(change.parameters());
            assertThat(columns(table))
                    .isEqualTo(change.columns().stream()
                            .map(column -> column.name() + ":" + column.type())
                            .collect(Collectors.joining(" ")));
            assertThat((long) partitions(change.name()).size())
                    .isEqualTo(change.partitions().added()
                            + change.partitions().updated()
                            + change.partitions().unchanged()
                            + change.partitions().removed());
        }
    }

    @Test
    void saysWhatWouldBeCreatedChangedAndDeprecatedAndWhy() throws Exception {
        put("d/sales/y=2024/a.csv", ROWS);
        put("d/sales/y=2025/a.csv", ROWS);
        put("d/users/a.json", utf8("{\"k\":1}"));
        put("d/visits/a.json", utf8("{\"at\":\"x\"}"));
        createCrawler("c", "d/");
        CrawlExplanation first = explain();
        assertThat(tables()).as("a dry run writes nothing").isEmpty();
        assertThat(first.database()).isEqualTo("raw");
        assertThat(first.tables()).extracting(TableChange::action).containsOnly(Action.CREATE);
        assertThat(first.tables()).extracting(TableChange::classification).containsExactly("csv", "json", "json");
        assertThat(first.groupings())
                .extracting(GroupingDecision::folder, GroupingDecision::table)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("s3://" + bucket + "/d/", false),
                        org.assertj.core.groups.Tuple.tuple("s3://" + bucket + "/d/sales/", true),
                        org.assertj.core.groups.Tuple.tuple("s3://" + bucket + "/d/users/", true),
                        org.assertj.core.groups.Tuple.tuple("s3://" + bucket + "/d/visits/", true));
        assertThat(first.groupings().get(1).reason()).isEqualTo("2 of 2 folders are alike (100 %)");
        assertThat(first.cost().listRequests()).isEqualTo(1);
        assertHappens(first);

        delete("d/users/a.json");
        delete("d/sales/y=2024/a.csv");
        put("d/sales/y=2025/a.csv", utf8("id,name,price\n1,a,x\n2,b,2.5\n"));
        put("d/sales/y=later/a.csv", ROWS);
        put("d/broken/a.bin", new byte[] {0, 1, 2});
        CrawlExplanation second = explain();
        TableChange sales = second.tables().get(0);
        assertThat(sales.action()).isEqualTo(Action.UPDATE);
        assertThat(sales.differences())
                .anyMatch(difference -> difference.startsWith("column price: double → string"))
                .contains("partition key y: int → string");
        assertThat(sales.partitions()).isEqualTo(new PartitionCounts(1, 1, 1, 0));
        ColumnReason key = sales.partitionKeys().get(0);
        assertThat(key.type()).isEqualTo("string");
        assertThat(key.broken()).contains("a folder has 'later', which is no int");
        TableChange users = second.tables().get(2);
        assertThat(users.action()).isEqualTo(Action.DEPRECATE);
        assertThat(users.differences()).containsExactly("its objects are gone: it is deprecated");
        assertThat(second.skipped()).hasSize(1).first().asString().contains("a.bin");
        assertHappens(second);

        assertThat(explain().tables())
                .extracting(TableChange::action)
                .containsExactly(Action.UNCHANGED, Action.UNCHANGED, Action.UNCHANGED);
    }

    @Test
    void tablesLieAtTheLevelThatIsAskedFor() throws Exception {
        put("d/a/x=1/a.csv", ROWS);
        put("d/b/x=1/a.csv", ROWS);
        createCrawler("c", "d/");
        assertThat(explain().tables()).extracting(TableChange::name).containsExactly("d");
        configure("{\"Grouping\": {\"TableLevelConfiguration\": 3}}");
        assertThat(explain().tables()).extracting(TableChange::name).containsExactly("a", "b");
    }

    @Test
    void moreTablesThanTheThresholdAreNotWritten() throws Exception {
        put("d/a/a.csv", ROWS);
        put("d/b/a.json", utf8("{\"k\":1}"));
        createCrawler("c", "d/");
        configure("{\"CrawlerOutput\": {\"Tables\": {\"TableThreshold\": 1}}}");
        String message =
                "The number of tables detected by crawler: 2 is greater than the table threshold value provided: 1."
                        + " Failing crawler without writing to Data Catalog.";
        assertThatThrownBy(this::explain)
                .isInstanceOf(CrawlFailedException.class)
                .hasMessage(message);
        assertThat(crawl("c").errorMessage()).isEqualTo(message);
        assertThat(tables()).isEmpty();
    }
}
