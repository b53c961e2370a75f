package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.crawl.CrawlProgress.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.CrawlerHistoryState;
import software.amazon.awssdk.services.glue.model.CrawlsFilter;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerRequest;
import software.amazon.awssdk.services.glue.model.FieldName;
import software.amazon.awssdk.services.glue.model.FilterOperator;
import software.amazon.awssdk.services.glue.model.ListCrawlsRequest;
import software.amazon.awssdk.services.glue.model.ListCrawlsResponse;
import software.amazon.awssdk.services.glue.model.StopCrawlerRequest;

class TestCrawlHistory extends AbstractCrawlRunTests {
    @BeforeEach
    void createCrawler() {
        operations.createCrawler(request("c"));
    }

    private List<CrawlerHistory> crawls(CrawlsFilter... filters) {
        return history.listCrawls(ListCrawlsRequest.builder()
                        .crawlerName("c")
                        .filters(filters)
                        .build())
                .crawls();
    }

    private static CrawlsFilter filter(FieldName field, FilterOperator operator, Object value) {
        return CrawlsFilter.builder()
                .fieldName(field)
                .filterOperator(operator)
                .fieldValue(value.toString())
                .build();
    }

    @Test
    void listsTheYoungestFirstWithWhatEachDid() {
        work = (crawler, monitor) ->
                new CrawlReport(2, 1, 0, 7, List.of("s3://b/x: why"), new CrawlCost(2, 30, 1500, 30, 4096));
        crawl("c", Duration.ofMinutes(30));
        work = (crawler, monitor) -> {
            monitor.spent(new CrawlCost(1, 26, 900, 26, 512));
            throw new CrawlFailedException("No object in s3://b/x/ can be read.");
        };
        crawl("c", Duration.ofSeconds(1));
        work = (crawler, monitor) -> {
            operations.stopCrawler(StopCrawlerRequest.builder().name("c").build());
            assertThat(monitor.cancelled()).isTrue();
            throw new CrawlCancelledException();
        };
        crawl("c", Duration.ofSeconds(1));

        assertThat(crawls())
                .extracting(CrawlerHistory::state)
                .containsExactly(
                        CrawlerHistoryState.STOPPED, CrawlerHistoryState.FAILED, CrawlerHistoryState.COMPLETED);
        CrawlerHistory failed = crawls().get(1);
        assertThat(failed.errorMessage()).isEqualTo("No object in s3://b/x/ can be read.");
        assertThat(Duration.between(failed.startTime(), failed.endTime())).isEqualTo(Duration.ofSeconds(1));
        assertThat(failed.summary())
                .contains("\"TABLE\":{\"ADD\":{\"Count\":0}")
                .contains("\"ListRequests\":1,\"ReadRequests\":26,\"ObjectsListed\":900,\"ObjectsOpened\":26");
        assertThat(crawls().get(0).summary()).as("it asked nothing").isNull();
        CrawlerHistory completed = crawls().get(2);
        assertThat(completed.summary())
                .contains("\"TABLE\":{\"ADD\":{\"Count\":2},\"UPDATE\":{\"Count\":1}")
                .contains("\"PARTITION\":{\"ADD\":{\"Count\":7}}")
                .contains("\"ListRequests\":2,\"ReadRequests\":30,\"ObjectsListed\":1500")
                .contains("\"PriceUSD\":\"0.000020")
                .contains("\"Skipped\":1");
        assertThat(completed.dpuHour()).isEqualTo(0.5);
        assertThat(completed.crawlId()).isEqualTo(completed.messagePrefix()).isNotEmpty();
        assertThat(completed.logStream()).isEqualTo("c");
    }

    @Test
    void filtersByEveryField() {
        for (int minutes = 1; minutes <= 4; minutes++) {
            crawl("c", Duration.ofMinutes(minutes));
            clock.advance(Duration.ofHours(1));
        }
        List<CrawlerHistory> all = crawls();
        CrawlerHistory second = all.get(2);
        long start = second.startTime().toEpochMilli();
        assertThat(crawls(filter(FieldName.CRAWL_ID, FilterOperator.EQ, second.crawlId())))
                .containsExactly(second);
        assertThat(crawls(filter(FieldName.CRAWL_ID, FilterOperator.NE, second.crawlId())))
                .hasSize(3)
                .doesNotContain(second);
        assertThat(crawls(filter(FieldName.STATE, FilterOperator.EQ, "FAILED"))).isEmpty();
        assertThat(crawls(filter(FieldName.STATE, FilterOperator.EQ, "COMPLETED")))
                .hasSize(4);
        assertThat(crawls(filter(FieldName.START_TIME, FilterOperator.GE, start)))
                .isEqualTo(all.subList(0, 3));
        assertThat(crawls(filter(FieldName.START_TIME, FilterOperator.GT, start)))
                .isEqualTo(all.subList(0, 2));
        assertThat(crawls(filter(
                        FieldName.END_TIME, FilterOperator.LE, second.endTime().toEpochMilli())))
                .isEqualTo(all.subList(2, 4));
        assertThat(crawls(filter(FieldName.DPU_HOUR, FilterOperator.LT, "0.04")))
                .isEqualTo(all.subList(2, 4));
        assertThat(crawls(
                        filter(FieldName.START_TIME, FilterOperator.GE, start),
                        filter(FieldName.DPU_HOUR, FilterOperator.LT, "0.04")))
                .containsExactly(second);
    }

    @Test
    void refusesFiltersWithoutSense() {
        for (CrawlsFilter filter : List.of(
                filter(FieldName.STATE, FilterOperator.GT, "FAILED"),
                filter(FieldName.START_TIME, FilterOperator.GT, "yesterday"),
                CrawlsFilter.builder().fieldName(FieldName.STATE).build())) {
            assertThatThrownBy(() -> crawls(filter)).isInstanceOf(CatalogException.class);
        }
        assertThatThrownBy(() -> history.listCrawls(
                        ListCrawlsRequest.builder().crawlerName("x").build()))
                .hasMessage("Crawler with name x does not exist");
    }

    @Test
    void givesPagesThatNewCrawlsDoNotShift() {
        for (int i = 0; i < 5; i++) {
            crawl("c", Duration.ofMinutes(1));
        }
        List<CrawlerHistory> all = crawls();
        List<CrawlerHistory> paged = new ArrayList<>();
        String token = null;
        do {
            ListCrawlsResponse page = history.listCrawls(ListCrawlsRequest.builder()
                    .crawlerName("c")
                    .maxResults(2)
                    .nextToken(token)
                    .build());
            paged.addAll(page.crawls());
            token = page.nextToken();
            crawl("c", Duration.ofMinutes(1));
        } while (token != null);
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void showsTheCrawlThatRunsAndHowLongItStillTakes() {
        crawl("c", Duration.ofSeconds(100));
        List<Double> left = new ArrayList<>();
        List<Boolean> estimating = new ArrayList<>();
        work = (crawler, monitor) -> {
            clock.advance(Duration.ofSeconds(20));
            look(left, estimating);
            monitor.progressed(new CrawlProgress(Phase.SAMPLING, 10, 4, 100, 40));
            look(left, estimating);
            assertThat(crawls().get(0).state()).isEqualTo(CrawlerHistoryState.RUNNING);
            assertThat(crawls().get(0).endTime()).isNull();
            assertThat(crawler("c").crawlElapsedTime()).isEqualTo(20_000);
            return NOTHING;
        };
        start("c");
        run();
        look(left, estimating);
        assertThat(left).containsExactly(80.0, 30.0, 0.0);
        assertThat(estimating).containsExactly(true, false, false);
        assertThat(crawls()).hasSize(2);
        assertThat(crawler("c").crawlElapsedTime()).isZero();
    }

    private void look(List<Double> left, List<Boolean> estimating) {
        left.add(metrics("c").timeLeftSeconds());
        estimating.add(metrics("c").stillEstimating());
    }

    @Test
    void takesTheMedianOfTheCrawlsThatSucceeded() {
        for (int seconds : List.of(50, 10, 20)) {
            crawl("c", Duration.ofSeconds(seconds));
        }
        assertThat(metrics("c").medianRuntimeSeconds()).isEqualTo(20);
        crawl("c", Duration.ofSeconds(30));
        assertThat(metrics("c").medianRuntimeSeconds()).isEqualTo(25);
        work = (crawler, monitor) -> {
            throw new CrawlFailedException("no");
        };
        crawl("c", Duration.ofSeconds(7));
        assertThat(metrics("c").medianRuntimeSeconds()).isEqualTo(25);
        assertThat(metrics("c").lastRuntimeSeconds()).isEqualTo(7);
    }

    @Test
    void keepsAThousandCrawlsOfTheLastYearAndNoneOfADeletedCrawler() {
        operations.createCrawler(request("other"));
        crawl("other", Duration.ofSeconds(1));
        crawl("c", Duration.ofSeconds(1));
        clock.advance(Duration.ofDays(365));
        for (int i = 0; i < CrawlerStore.HISTORY_MAX_CRAWLS; i++) {
            crawl("c", Duration.ofSeconds(1));
        }
        assertThat(store.runtimes("c")).hasSize(CrawlerStore.HISTORY_MAX_CRAWLS);
        String first = store.crawls("c", CrawlerStore.CrawlPosition.END, 2000)
                .get(CrawlerStore.HISTORY_MAX_CRAWLS - 1)
                .crawlId();
        crawl("c", Duration.ofSeconds(1));
        assertThat(store.crawls("c", CrawlerStore.CrawlPosition.END, 2000))
                .hasSize(CrawlerStore.HISTORY_MAX_CRAWLS)
                .extracting(CrawlerHistory::crawlId)
                .doesNotContain(first);
        assertThat(store.runtimes("other")).hasSize(1);

        operations.deleteCrawler(DeleteCrawlerRequest.builder().name("c").build());
        operations.createCrawler(request("c"));
        assertThat(crawls()).isEmpty();
    }

    @Test
    void aCrawlThatDiedWithItsServerIsInTheHistory() {
        start("c");
        started.clear();
        clock.advance(Duration.ofMinutes(1));
        newServer();
        assertThat(metrics("c").timeLeftSeconds()).isZero();
        runs.recover();
        assertThat(crawls()).hasSize(1).first().satisfies(crawl -> {
            assertThat(crawl.state()).isEqualTo(CrawlerHistoryState.FAILED);
            assertThat(crawl.errorMessage()).contains("interrupted", "what it cost is not known");
        });
    }
}
