package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.classifier.StoredClassifiers;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.tag.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchGetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.BatchGetCrawlersResponse;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.CreateCrawlerResponse;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerRequest;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerResponse;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerResponse;
import software.amazon.awssdk.services.glue.model.GetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlersResponse;
import software.amazon.awssdk.services.glue.model.ListCrawlersRequest;
import software.amazon.awssdk.services.glue.model.ListCrawlersResponse;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerResponse;
import software.amazon.awssdk.services.glue.model.StopCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerResponse;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerResponse;

/** The Glue API's operations on crawlers. Thread-safe. */
public final class CrawlerOperations {
    private static final int DEFAULT_PAGE = 100;

    private final CrawlerStore store;
    private final PageTokens tokens;
    private final CrawlRuns runs;
    private final StoredClassifiers classifiers;
    private final InstantSource clock;

    /** Operations on the crawlers of {@code store}, which {@code runs} starts and stops and which may name {@code classifiers}. */
    public CrawlerOperations(
            CrawlerStore store, PageTokens tokens, CrawlRuns runs, StoredClassifiers classifiers, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.runs = runs;
        this.classifiers = classifiers;
        this.clock = clock;
    }

    /** Adds a crawler. */
    public CreateCrawlerResponse createCrawler(CreateCrawlerRequest request) {
        Map<String, String> tags = Tags.checked(request.tags());
        Crawler crawler = CrawlerDefinitions.complete(Crawler.builder()
                .name(request.name())
                .role(request.role())
                .databaseName(request.databaseName())
                .description(request.description())
                .targets(request.targets())
                .schedule(ScheduleRules.switchedOn(request.schedule()))
                .classifiers(request.hasClassifiers() ? request.classifiers() : List.of())
                .tablePrefix(request.tablePrefix())
                .schemaChangePolicy(request.schemaChangePolicy())
                .recrawlPolicy(request.recrawlPolicy())
                .lineageConfiguration(request.lineageConfiguration())
                .lakeFormationConfiguration(request.lakeFormationConfiguration())
                .configuration(request.configuration())
                .crawlerSecurityConfiguration(request.crawlerSecurityConfiguration())
                .state(CrawlerState.READY)
                .crawlElapsedTime(0L)
                .creationTime(clock.instant())
                .lastUpdated(clock.instant())
                .version(1L)
                .build());
        classifiers.load(crawler.classifiers());
        if (!store.insert(created(crawler), tags)) {
            throw new CatalogException(
                    CatalogErrorCode.ALREADY_EXISTS, "Crawler with name " + request.name() + " already exists");
        }
        return CreateCrawlerResponse.builder().build();
    }

    private static StoredCrawler created(Crawler crawler) {
        CrawlerMetrics none = CrawlerMetrics.builder()
                .crawlerName(crawler.name())
                .timeLeftSeconds(0.0)
                .stillEstimating(false)
                .lastRuntimeSeconds(0.0)
                .medianRuntimeSeconds(0.0)
                .tablesCreated(0)
                .tablesUpdated(0)
                .tablesDeleted(0)
                .build();
        return new StoredCrawler(
                crawler,
                none,
                Optional.empty(),
                Optional.empty(),
                ScheduleRules.since(crawler, crawler.creationTime()));
    }

    /** One crawler. */
    public GetCrawlerResponse getCrawler(GetCrawlerRequest request) {
        StoredCrawler stored = store.find(request.name()).orElseThrow(() -> CrawlRuns.notFound(request.name()));
        return GetCrawlerResponse.builder().crawler(present(stored)).build();
    }

    /** All crawlers, by pages. */
    public GetCrawlersResponse getCrawlers(GetCrawlersRequest request) {
        Page<StoredCrawler> page = page("GetCrawlers", request.nextToken(), request.maxResults(), Map.of());
        return GetCrawlersResponse.builder()
                .crawlers(page.items().stream().map(this::present).toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** The names of all crawlers that have the given tags, by pages. */
    public ListCrawlersResponse listCrawlers(ListCrawlersRequest request) {
        Page<StoredCrawler> page = page("ListCrawlers", request.nextToken(), request.maxResults(), request.tags());
        return ListCrawlersResponse.builder()
                .crawlerNames(page.items().stream()
                        .map(stored -> stored.crawler().name())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** The crawlers of these names, and the names that there are none of. */
    public BatchGetCrawlersResponse batchGetCrawlers(BatchGetCrawlersRequest request) {
        List<StoredCrawler> found = request.crawlerNames().stream()
                .flatMap(name -> store.find(name).stream())
                .toList();
        List<String> names =
                found.stream().map(stored -> stored.crawler().name()).toList();
        return BatchGetCrawlersResponse.builder()
                .crawlers(found.stream().map(this::present).toList())
                .crawlersNotFound(request.crawlerNames().stream()
                        .filter(name -> !names.contains(name))
                        .toList())
                .build();
    }

    /** Changes the members that the request has. */
    public UpdateCrawlerResponse updateCrawler(UpdateCrawlerRequest request) {
        if (request.hasClassifiers()) {
            classifiers.load(request.classifiers());
        }
        Optional<StoredCrawler> updated = store.change(request.name(), stored -> update(stored, request));
        if (updated.isEmpty()) {
            throw CrawlRuns.notFound(request.name());
        }
        return UpdateCrawlerResponse.builder().build();
    }

    private StoredCrawler update(StoredCrawler stored, UpdateCrawlerRequest request) {
        requireReady(stored);
        Crawler old = stored.crawler();
        Crawler changed = CrawlerDefinitions.completeUpdate(old, CrawlerUpdates.apply(request, old)).toBuilder()
                .lastUpdated(clock.instant())
                .version(old.version() + 1)
                .build();
        return Objects.equals(changed.schedule(), old.schedule())
                ? stored.with(changed)
                : stored.scheduled(changed, ScheduleRules.since(changed, clock.instant()));
    }

    /** Removes a crawler that does not run, its history and its schedule; its tables stay. */
    public DeleteCrawlerResponse deleteCrawler(DeleteCrawlerRequest request) {
        if (!store.delete(request.name(), CrawlerOperations::requireReady)) {
            throw CrawlRuns.notFound(request.name());
        }
        return DeleteCrawlerResponse.builder().build();
    }

    /** Starts a crawl, whatever the crawler's schedule. */
    public StartCrawlerResponse startCrawler(StartCrawlerRequest request) {
        runs.start(request.name());
        return StartCrawlerResponse.builder().build();
    }

    /** Asks a running crawl to stop; it ends CANCELLED unless it has changed the catalog already. */
    public StopCrawlerResponse stopCrawler(StopCrawlerRequest request) {
        runs.stop(request.name());
        return StopCrawlerResponse.builder().build();
    }

    private Page<StoredCrawler> page(
            String scope, @Nullable String token, @Nullable Integer maxResults, Map<String, String> tags) {
        return tokens.page(
                scope,
                token,
                maxResults == null ? DEFAULT_PAGE : maxResults,
                (after, limit) -> tagged(after.isEmpty() ? "" : after.get(0), limit, tags),
                stored -> List.of(stored.crawler().name()));
    }

    private List<StoredCrawler> tagged(String afterName, int limit, Map<String, String> tags) {
        List<StoredCrawler> found = new ArrayList<>();
        List<StoredCrawler> batch = store.list(afterName, limit);
        while (!batch.isEmpty() && found.size() < limit) {
            batch.stream()
                    .filter(stored -> tags.isEmpty() || hasAll(stored, tags))
                    .forEach(found::add);
            batch = store.list(batch.get(batch.size() - 1).crawler().name(), limit);
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    private boolean hasAll(StoredCrawler stored, Map<String, String> tags) {
        return store.tags(stored.crawler().name())
                .filter(kept -> kept.entrySet().containsAll(tags.entrySet()))
                .isPresent();
    }

    private Crawler present(StoredCrawler stored) {
        return stored.crawl()
                .map(crawl -> stored.crawler().toBuilder()
                        .crawlElapsedTime(Duration.between(crawl.startedAt(), clock.instant())
                                .toMillis())
                        .build())
                .orElse(stored.crawler());
    }

    private static void requireReady(StoredCrawler stored) {
        if (stored.crawler().state() != CrawlerState.READY) {
            throw new CatalogException(
                    CatalogErrorCode.CRAWLER_RUNNING,
                    "Crawler with name " + stored.crawler().name() + " is currently running");
        }
    }
}
