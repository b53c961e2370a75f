package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.crawl.StoredCrawler.EndedCrawl;
import io.millrace.catalog.crawl.StoredCrawler.RunningCrawl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/**
 * Crawls from start to end: READY, RUNNING, (STOPPING,) READY. The state is in the store, so that a stop may come from anywhere and a
 * crawl that died with its server is found when the server starts again. Thread-safe.
 */
final class CrawlRuns {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlRuns.class);
    private static final String LOG_GROUP = "/aws-glue/crawlers";
    private static final String INTERRUPTED = "The crawl was interrupted: the server stopped while it ran";
    private static final int PAGE = 500;

    private final CrawlerStore store;
    private final CrawlEngine engine;
    private final Executor executor;
    private final InstantSource clock;
    private final CrawlObserver observer;
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();

    CrawlRuns(CrawlerStore store, CrawlEngine engine, Executor executor, InstantSource clock, CrawlObserver observer) {
        this.store = store;
        this.engine = engine;
        this.executor = executor;
        this.clock = clock;
        this.observer = observer;
    }

    private record Outcome(LastCrawlStatus status, String message, CrawlReport report) {
        static Outcome without(LastCrawlStatus status, String message) {
            return new Outcome(status, message, new CrawlReport(0, 0, 0, 0, List.of(), CrawlCost.NONE));
        }
    }

    void start(String name) {
        String id = UUID.randomUUID().toString();
        StoredCrawler started = store.change(name, stored -> begin(stored, id)).orElseThrow(() -> notFound(name));
        try {
            executor.execute(() -> run(started, id));
        } catch (RejectedExecutionException e) {
            finish(name, id, Outcome.without(LastCrawlStatus.FAILED, "The server is shutting down"));
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
        return new StoredCrawler(
                running, stored.metrics(), Optional.of(new RunningCrawl(id, clock.instant())), stored.unannounced());
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
        stopping.crawl().ifPresent(crawl -> stopped.add(crawl.id()));
    }

    /** Ends the crawls that a server left when it died, and announces the ends that it left unannounced. */
    void recover() {
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
            finish(name, crawl.id(), Outcome.without(LastCrawlStatus.FAILED, INTERRUPTED));
        });
    }

    private void run(StoredCrawler started, String id) {
        Outcome outcome = Outcome.without(LastCrawlStatus.FAILED, "Internal service error");
        try {
            outcome = crawl(started.crawler(), id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = Outcome.without(LastCrawlStatus.FAILED, INTERRUPTED);
        } catch (RuntimeException e) {
            // The run loop: whatever went wrong, the crawler must not stay RUNNING.
            outcome = Outcome.without(
                    LastCrawlStatus.FAILED, unexpected(started.crawler().name(), e));
        } finally {
            finish(started.crawler().name(), id, outcome);
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

    private Outcome crawl(Crawler crawler, String id) throws InterruptedException {
        try {
            CrawlReport report = engine.crawl(crawler, List.of(), monitor(id));
            return new Outcome(LastCrawlStatus.SUCCEEDED, report.warning(), report);
        } catch (CrawlCancelledException e) {
            return Outcome.without(LastCrawlStatus.CANCELLED, "");
        } catch (CrawlFailedException e) {
            LOG.warn("The crawl of {} failed: {}", crawler.name(), e.getMessage());
            return Outcome.without(LastCrawlStatus.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private CrawlMonitor monitor(String id) {
        return new CrawlMonitor() {
            @Override
            public boolean cancelled() {
                return stopped.contains(id);
            }

            @Override
            public void progressed(CrawlProgress progress) {}
        };
    }

    private void finish(String name, String id, Outcome outcome) {
        Optional<EndedCrawl> end = store.change(
                        name,
                        stored -> stored.crawl()
                                .filter(crawl -> crawl.id().equals(id))
                                .map(crawl -> ended(stored, crawl, outcome))
                                .orElse(stored))
                .flatMap(StoredCrawler::unannounced)
                .filter(unannounced -> unannounced.id().equals(id));
        stopped.remove(id);
        end.ifPresentOrElse(
                unannounced -> announce(name, unannounced),
                () -> LOG.warn("The crawl {} of {} ended a second time, {}", id, name, outcome.status()));
    }

    private void announce(String name, EndedCrawl end) {
        LOG.info("The crawl {} of {} ended {}", end.id(), name, end.status());
        observer.crawlEnded(name, end.status());
        store.change(name, stored -> stored.announced(end.id()));
    }

    private StoredCrawler ended(StoredCrawler stored, RunningCrawl crawl, Outcome outcome) {
        Instant now = clock.instant();
        LastCrawlInfo.Builder last = LastCrawlInfo.builder()
                .status(outcome.status())
                .logGroup(LOG_GROUP)
                .logStream(stored.crawler().name())
                .messagePrefix(crawl.id())
                .startTime(crawl.startedAt());
        if (!outcome.message().isEmpty()) {
            last.errorMessage(shorten(outcome.message()));
        }
        Duration elapsed = Duration.between(crawl.startedAt(), now);
        Crawler ready = stored.crawler().toBuilder()
                .state(CrawlerState.READY)
                .lastCrawl(last.build())
                .crawlElapsedTime(0L)
                .build();
        CrawlerMetrics metrics = outcome.status() == LastCrawlStatus.SUCCEEDED
                ? metrics(stored.crawler().name(), outcome.report(), elapsed)
                : stored.metrics();
        return new StoredCrawler(
                ready, metrics, Optional.empty(), Optional.of(new EndedCrawl(crawl.id(), outcome.status())));
    }

    private static CrawlerMetrics metrics(String name, CrawlReport report, Duration elapsed) {
        double seconds = elapsed.toMillis() / 1000.0;
        return CrawlerMetrics.builder()
                .crawlerName(name)
                .timeLeftSeconds(0.0)
                .stillEstimating(false)
                .lastRuntimeSeconds(seconds)
                .medianRuntimeSeconds(seconds)
                .tablesCreated(report.tablesCreated())
                .tablesUpdated(report.tablesUpdated())
                .tablesDeleted(report.tablesDeleted())
                .build();
    }

    /** The API's limit for a description string is 2,048 characters. */
    private static String shorten(String message) {
        return message.length() <= 2048 ? message : message.substring(0, 2045) + "...";
    }

    static CatalogException notFound(String name) {
        return new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, "Crawler with name " + name + " does not exist");
    }
}
