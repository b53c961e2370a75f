package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.crawl.StoredCrawler.EndedCrawl;
import io.millrace.catalog.crawl.StoredCrawler.RunningCrawl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerState;

/**
 * Crawls from start to end: READY, RUNNING, (STOPPING,) READY. The state is in the store, so that a crawl that died with its server is
 * found when the server starts again; progress is in this process alone. Thread-safe.
 */
public final class CrawlRuns {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlRuns.class);
    private static final String INTERRUPTED = "The crawl was interrupted: the server stopped while it ran";
    private static final String DIED = INTERRUPTED + "; what it cost is not known";
    private static final int PAGE = 500;

    private final CrawlerStore store;
    private final CrawlWork work;
    private final Executor executor;
    private final InstantSource clock;
    private final CrawlObserver observer;
    private final Map<String, LiveCrawl> live = new ConcurrentHashMap<>();

    /**
     * Runs of the crawlers of {@code store}. Call {@link #recover} once before the first start.
     *
     * @param executor runs one crawl a task, which blocks its thread
     * @param observer is told of each crawl's end
     */
    public CrawlRuns(
            CrawlerStore store, CrawlWork work, Executor executor, InstantSource clock, CrawlObserver observer) {
        this.store = store;
        this.work = work;
        this.executor = executor;
        this.clock = clock;
        this.observer = observer;
    }

    void start(String name) {
        String id = UUID.randomUUID().toString();
        LiveCrawl crawl = new LiveCrawl();
        // Before the state says RUNNING: a stop may follow at once.
        live.put(id, crawl);
        StoredCrawler started;
        try {
            started = store.change(name, stored -> begin(stored, id)).orElseThrow(() -> notFound(name));
        } catch (RuntimeException e) {
            live.remove(id);
            throw e;
        }
        execute(started, id, crawl);
    }

    private void execute(StoredCrawler started, String id, LiveCrawl crawl) {
        try {
            executor.execute(() -> run(started, id, crawl));
        } catch (RejectedExecutionException e) {
            finish(started.crawler().name(), id, CrawlOutcome.failed("The server is shutting down"));
            throw new CatalogException(CatalogErrorCode.OPERATION_TIMEOUT, "The server is shutting down", e);
        }
    }

    private StoredCrawler begin(StoredCrawler stored, String id) {
        if (stored.crawler().state() != CrawlerState.READY) {
            throw new CatalogException(
                    CatalogErrorCode.CRAWLER_RUNNING,
                    "Crawler with name " + stored.crawler().name() + " has already started");
        }
        Crawler running =
                stored.crawler().toBuilder().state(CrawlerState.RUNNING).build();
        return stored.running(running, new RunningCrawl(id, clock.instant()));
    }

    void stop(String name) {
        StoredCrawler stopping = store.change(name, stored -> {
                    CrawlerState state = stored.crawler().state();
                    if (state == CrawlerState.READY) {
                        throw new CatalogException(
                                CatalogErrorCode.CRAWLER_NOT_RUNNING, "Crawler with name " + name + " isn't running");
                    }
                    if (state == CrawlerState.STOPPING) {
                        throw new CatalogException(
                                CatalogErrorCode.CRAWLER_STOPPING, "Crawler with name " + name + " is stopping");
                    }
                    return stored.with(stored.crawler().toBuilder()
                            .state(CrawlerState.STOPPING)
                            .build());
                })
                .orElseThrow(() -> notFound(name));
        stopping.crawl().flatMap(this::live).ifPresent(LiveCrawl::cancel);
    }

    /** How far the crawl is; empty if it does not run in this process. */
    Optional<CrawlProgress> progress(RunningCrawl crawl) {
        return live(crawl).map(LiveCrawl::progress);
    }

    private Optional<LiveCrawl> live(RunningCrawl crawl) {
        return Optional.ofNullable(live.get(crawl.id()));
    }

    /**
     * At server start: a crawler that was running when the server died becomes READY, its last crawl FAILED, and the observer
     * is told of every end that it may have missed.
     */
    public void recover() {
        String after = "";
        List<StoredCrawler> page;
        do {
            page = store.list(after, PAGE);
            for (StoredCrawler stored : page) {
                after = stored.crawler().name();
                recover(after, stored);
            }
        } while (page.size() == PAGE);
    }

    private void recover(String name, StoredCrawler stored) {
        stored.unannounced().ifPresent(end -> announce(name, end));
        stored.crawl().ifPresent(crawl -> {
            LOG.warn("The crawl of {} was interrupted", name);
            finish(name, crawl.id(), CrawlOutcome.failed(DIED));
        });
    }

    private void run(StoredCrawler started, String id, LiveCrawl crawl) {
        String name = started.crawler().name();
        CrawlOutcome outcome = CrawlOutcome.failed("Internal service error");
        try {
            outcome = crawl(started.crawler(), crawl);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = CrawlOutcome.failed(INTERRUPTED);
        } catch (RuntimeException e) {
            // The run loop: whatever went wrong, the crawler must not stay RUNNING.
            outcome = CrawlOutcome.failed(unexpected(name, e));
        } finally {
            outcome = outcome.spent(crawl.cost());
            finish(name, id, outcome);
            Instant startedAt = started.crawl().map(RunningCrawl::startedAt).orElseGet(clock::instant);
            observer.crawlMeasured(outcome, Duration.between(startedAt, clock.instant()));
        }
    }

    private static String unexpected(String name, RuntimeException failure) {
        if (Thread.currentThread().isInterrupted()) {
            // The SDK tells of an interrupt with an unchecked exception of its own.
            return INTERRUPTED;
        }
        LOG.error("The crawl of {} failed", name, failure);
        return "Internal service error: " + failure.getMessage();
    }

    private CrawlOutcome crawl(Crawler crawler, CrawlMonitor monitor) throws InterruptedException {
        try {
            return CrawlOutcome.succeeded(work.crawl(crawler, monitor));
        } catch (CrawlCancelledException e) {
            return CrawlOutcome.cancelled();
        } catch (CrawlFailedException e) {
            LOG.warn("The crawl of {} failed: {}", crawler.name(), e.getMessage());
            return CrawlOutcome.failed(String.valueOf(e.getMessage()));
        }
    }

    private void finish(String name, String id, CrawlOutcome outcome) {
        // No other crawl of this crawler can end meanwhile, so the history stays as it is read here.
        List<Duration> before = store.runtimes(name);
        Optional<EndedCrawl> end = store.end(
                        name,
                        stored -> stored.crawl()
                                .filter(crawl -> crawl.id().equals(id))
                                .map(crawl -> outcome.end(stored, crawl, clock.instant(), before)))
                .flatMap(StoredCrawler::unannounced)
                .filter(unannounced -> unannounced.id().equals(id));
        live.remove(id);
        end.ifPresentOrElse(
                unannounced -> announce(name, unannounced),
                () -> LOG.warn("The crawl {} of {} ended a second time, {}", id, name, outcome.status()));
    }

    private void announce(String name, EndedCrawl end) {
        LOG.info("The crawl {} of {} ended {}", end.id(), name, end.status());
        observer.crawlEnded(name, end.status());
        store.change(name, stored -> stored.announced(end.id()));
    }

    static CatalogException notFound(String name) {
        return new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, "Crawler with name " + name + " does not exist");
    }
}
