package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.CrawlEstimate.Certainty;
import io.millrace.catalog.crawl.CrawlerStore.CrawlPosition;
import io.millrace.catalog.crawl.StoredCrawler.RunningCrawl;
import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsResponse;
import software.amazon.awssdk.services.glue.model.ListCrawlsRequest;
import software.amazon.awssdk.services.glue.model.ListCrawlsResponse;

/** The Glue API's operations on what crawls did and do. Thread-safe. */
public final class CrawlHistoryOperations {
    /** "The default is 20, and maximum is 100" (API reference, ListCrawls). */
    private static final int LIST_CRAWLS_DEFAULT = 20;

    private static final int LIST_CRAWLS_MAX_RESULTS = 100;
    private static final int GET_CRAWLER_METRICS_DEFAULT = 100;

    private final CrawlerStore store;
    private final PageTokens tokens;
    private final CrawlRuns runs;
    private final InstantSource clock;

    /** Operations on the crawls of {@code store}, of which {@code runs} knows those that run. */
    public CrawlHistoryOperations(CrawlerStore store, PageTokens tokens, CrawlRuns runs, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.runs = runs;
        this.clock = clock;
    }

    /** The crawls of a crawler that pass all filters, the youngest first; the one that runs is the first. */
    public ListCrawlsResponse listCrawls(ListCrawlsRequest request) {
        String name = request.crawlerName();
        StoredCrawler stored = store.find(name).orElseThrow(() -> CrawlRuns.notFound(name));
        CrawlFilters filters = CrawlFilters.parse(request.filters());
        int limit = request.maxResults() == null
                ? LIST_CRAWLS_DEFAULT
                : Math.min(MetadataRequests.pageSize(request.maxResults(), Integer.MAX_VALUE), LIST_CRAWLS_MAX_RESULTS);
        Page<CrawlerHistory> page = tokens.page(
                "ListCrawls/" + name,
                request.nextToken(),
                limit,
                (key, count) -> matching(stored, filters, key, count),
                crawl -> List.of(Long.toString(crawl.startTime().toEpochMilli()), crawl.crawlId()));
        return ListCrawlsResponse.builder()
                .crawls(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private List<CrawlerHistory> matching(StoredCrawler stored, CrawlFilters filters, List<String> key, int limit) {
        List<CrawlerHistory> found = new ArrayList<>();
        if (key.isEmpty()) {
            running(stored).filter(filters::pass).ifPresent(found::add);
        }
        CrawlPosition before = key.isEmpty() ? CrawlPosition.END : position(key.get(0), key.get(1));
        List<CrawlerHistory> batch = store.crawls(stored.crawler().name(), before, limit);
        while (!batch.isEmpty() && found.size() < limit) {
            batch.stream().filter(filters::pass).forEach(found::add);
            CrawlerHistory last = batch.get(batch.size() - 1);
            batch = store.crawls(stored.crawler().name(), new CrawlPosition(last.startTime(), last.crawlId()), limit);
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    private static CrawlPosition position(String startMillis, String id) {
        return new CrawlPosition(Instant.ofEpochMilli(Long.parseLong(startMillis)), id);
    }

    private Optional<CrawlerHistory> running(StoredCrawler stored) {
        return stored.crawl().map(crawl -> CrawlOutcome.begun(stored.crawler().name(), crawl, clock.instant()));
    }

    /** What the last crawls did and how long the running ones still take; of all crawlers, or of those named. */
    public GetCrawlerMetricsResponse getCrawlerMetrics(GetCrawlerMetricsRequest request) {
        if (request.hasCrawlerNameList() && !request.crawlerNameList().isEmpty()) {
            List<CrawlerMetrics> named = request.crawlerNameList().stream()
                    .flatMap(name -> store.find(name).stream())
                    .map(this::metrics)
                    .toList();
            return GetCrawlerMetricsResponse.builder().crawlerMetricsList(named).build();
        }
        Page<StoredCrawler> page = tokens.page(
                "GetCrawlerMetrics",
                request.nextToken(),
                request.maxResults() == null ? GET_CRAWLER_METRICS_DEFAULT : request.maxResults(),
                (key, limit) -> store.list(key.isEmpty() ? "" : key.get(0), limit),
                stored -> List.of(stored.crawler().name()));
        return GetCrawlerMetricsResponse.builder()
                .crawlerMetricsList(page.items().stream().map(this::metrics).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private CrawlerMetrics metrics(StoredCrawler stored) {
        return stored.crawl().map(crawl -> live(stored.metrics(), crawl)).orElse(stored.metrics());
    }

    private CrawlerMetrics live(CrawlerMetrics last, RunningCrawl crawl) {
        return runs.progress(crawl)
                .map(progress -> CrawlEstimate.of(
                        progress,
                        Duration.between(crawl.startedAt(), clock.instant()),
                        Duration.ofMillis(Math.round(last.medianRuntimeSeconds() * 1000))))
                .map(estimate -> last.toBuilder()
                        .timeLeftSeconds(estimate.left().toMillis() / 1000.0)
                        .stillEstimating(estimate.certainty() == Certainty.STILL_ESTIMATING)
                        .build())
                .orElse(last);
    }
}
