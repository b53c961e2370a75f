package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.JdbcTarget;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.ListCrawlersRequest;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;

class TestCrawlerOperations extends AbstractCrawlTests {
    private static final StartCrawlerRequest START =
            StartCrawlerRequest.builder().name("c").build();
    private static final StopCrawlerRequest STOP =
            StopCrawlerRequest.builder().name("c").build();

    private static void assertRefused(Runnable call, CatalogErrorCode code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void keepsACrawlerWithTheServicesDefaults() {
        createCrawler("c", "t/");
        assertThat(crawler("c").state()).isEqualTo(CrawlerState.READY);
        assertThat(crawler("c").version()).isEqualTo(1);
        assertThat(crawler("c").schemaChangePolicy().deleteBehaviorAsString()).isEqualTo("DEPRECATE_IN_DATABASE");
        assertThat(crawler("c").recrawlPolicy().recrawlBehaviorAsString()).isEqualTo("CRAWL_EVERYTHING");
        assertRefused(() -> createCrawler("c", "t/"), CatalogErrorCode.ALREADY_EXISTS, "already exists");
        operations.updateCrawler(
                UpdateCrawlerRequest.builder().name("c").description("new").build());
        assertThat(crawler("c").description()).isEqualTo("new");
        assertThat(crawler("c").version()).isEqualTo(2);
        operations.deleteCrawler(DeleteCrawlerRequest.builder().name("c").build());
        assertRefused(() -> crawler("c"), CatalogErrorCode.ENTITY_NOT_FOUND, "c does not exist");
        assertRefused(() -> operations.startCrawler(START), CatalogErrorCode.ENTITY_NOT_FOUND, "c does not exist");
    }

    @Test
    void listsThoseThatHaveTheTags() {
        for (String name : List.of("a", "b", "c", "d")) {
            createCrawler(name, "t/");
        }
        CrawlerTags tags = new CrawlerTags(store);
        tags.change("b", any -> Map.of("team", "raw", "stage", "prod"));
        tags.change("c", any -> Map.of("team", "lake"));
        tags.change("d", any -> Map.of("team", "raw"));
        var first = operations.listCrawlers(ListCrawlersRequest.builder()
                .tags(Map.of("team", "raw"))
                .maxResults(1)
                .build());
        assertThat(first.crawlerNames()).containsExactly("b");
        assertThat(operations
                        .listCrawlers(ListCrawlersRequest.builder()
                                .tags(Map.of("team", "raw"))
                                .nextToken(first.nextToken())
                                .build())
                        .crawlerNames())
                .containsExactly("d");
    }

    @Test
    void listsByPages() {
        createCrawler("a", "t/");
        createCrawler("b", "t/");
        createCrawler("c", "t/");
        var first = operations.listCrawlers(
                ListCrawlersRequest.builder().maxResults(2).build());
        assertThat(first.crawlerNames()).containsExactly("a", "b");
        assertThat(operations
                        .listCrawlers(ListCrawlersRequest.builder()
                                .nextToken(first.nextToken())
                                .build())
                        .crawlerNames())
                .containsExactly("c");
        assertThat(operations.getCrawlers(GetCrawlersRequest.builder().build()).crawlers())
                .hasSize(3);
        assertThat(operations
                        .batchGetCrawlers(software.amazon.awssdk.services.glue.model.BatchGetCrawlersRequest.builder()
                                .crawlerNames("a", "x")
                                .build())
                        .crawlersNotFound())
                .containsExactly("x");
    }

    @Test
    void refusesWhatACrawlWouldNotDo() {
        CreateCrawlerRequest base = CreateCrawlerRequest.builder()
                .name("c")
                .role("r")
                .databaseName("raw")
                .targets(targets ->
                        targets.s3Targets(S3Target.builder().path("s3://b/x/").build()))
                .build();
        assertRefused(
                () -> operations.createCrawler(
                        base.toBuilder().schedule("cron(0 1 * * * *)").build()),
                CatalogErrorCode.INVALID_INPUT,
                "must be ?");
        assertRefused(
                () -> operations.createCrawler(
                        base.toBuilder().classifiers("mine").build()),
                CatalogErrorCode.INVALID_INPUT,
                "Classifier with name mine not found");
        assertRefused(
                () -> operations.createCrawler(base.toBuilder()
                        .targets(targets -> targets.jdbcTargets(
                                JdbcTarget.builder().path("x").build()))
                        .build()),
                CatalogErrorCode.INVALID_INPUT,
                "must name a connection");
        assertRefused(
                () -> operations.createCrawler(
                        base.toBuilder().configuration("[").build()),
                CatalogErrorCode.INVALID_INPUT,
                "JSON");
    }

    @Test
    void runsOnceAtATimeAndStops() {
        put("t/a.csv", ROWS);
        createCrawler("c", "t/");
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        reader.beforeRead(object -> {
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertRefused(() -> operations.stopCrawler(STOP), CatalogErrorCode.CRAWLER_NOT_RUNNING, "isn't running");
        operations.startCrawler(START);
        Awaitility.await().until(() -> reading.getCount() == 0);
        assertRefused(
                () -> operations.startCrawler(START),
                CatalogErrorCode.CRAWLER_RUNNING,
                "Crawler with name c has already started");
        assertRefused(
                () -> operations.deleteCrawler(
                        DeleteCrawlerRequest.builder().name("c").build()),
                CatalogErrorCode.CRAWLER_RUNNING,
                "running");
        operations.stopCrawler(STOP);
        assertThat(crawler("c").state()).isEqualTo(CrawlerState.STOPPING);
        assertRefused(() -> operations.stopCrawler(STOP), CatalogErrorCode.CRAWLER_STOPPING, "stopping");
        goOn.countDown();
        Awaitility.await().until(() -> ended.contains("c CANCELLED"));
        assertThat(crawler("c").state()).isEqualTo(CrawlerState.READY);
        assertThat(crawler("c").lastCrawl().status()).isEqualTo(LastCrawlStatus.CANCELLED);
        assertThat(tables()).isEmpty();
    }

    @Test
    void aCrawlThatDiedWithItsServerHasFailed() {
        createCrawler("c", "t/");
        store.change(
                "c",
                stored -> new StoredCrawler(
                        stored.crawler().toBuilder().state(CrawlerState.RUNNING).build(),
                        stored.metrics(),
                        Optional.of(new StoredCrawler.RunningCrawl("id", Instant.EPOCH)),
                        Optional.empty(),
                        Optional.empty()));
        runs.recover();
        assertThat(crawler("c").state()).isEqualTo(CrawlerState.READY);
        assertThat(crawler("c").lastCrawl().status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(crawler("c").lastCrawl().errorMessage()).contains("interrupted");
        assertThat(ended).containsExactly("c FAILED");
        crawl("c");
        assertThat(crawler("c").lastCrawl().status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        runs.recover();
        assertThat(ended).containsExactly("c FAILED", "c SUCCEEDED");
    }

    @Test
    void announcesAfterARestartTheEndThatAServerCouldNotAnnounce() {
        put("t/a.csv", ROWS);
        createCrawler("c", "t/");
        newRuns((name, status) -> {
                    throw new IllegalStateException("killed between a crawl's end and its announcement");
                })
                .start("c");
        Awaitility.await()
                .dontCatchUncaughtExceptions()
                .until(() -> store.find("c").orElseThrow().unannounced().isPresent());
        assertThat(crawler("c").lastCrawl().status()).isEqualTo(LastCrawlStatus.SUCCEEDED);

        runs.recover();
        runs.recover();

        assertThat(ended).containsExactly("c SUCCEEDED");
        assertThat(tables()).hasSize(1);
    }

    @Test
    void announcesAnEndThatALaterCrawlHasOutlived() {
        createCrawler("c", "t/");
        store.change(
                "c",
                stored -> new StoredCrawler(
                        stored.crawler().toBuilder().state(CrawlerState.RUNNING).build(),
                        stored.metrics(),
                        Optional.of(new StoredCrawler.RunningCrawl("second", Instant.EPOCH)),
                        Optional.of(new StoredCrawler.EndedCrawl("first", LastCrawlStatus.SUCCEEDED)),
                        Optional.empty()));
        runs.recover();
        assertThat(ended).containsExactly("c SUCCEEDED", "c FAILED");
        assertThat(store.find("c").orElseThrow().unannounced()).isEmpty();
    }
}
