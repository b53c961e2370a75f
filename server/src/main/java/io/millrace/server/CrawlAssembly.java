package io.millrace.server;

import io.millrace.catalog.classifier.StoredClassifiers;
import io.millrace.catalog.connection.StoredConnections;
import io.millrace.catalog.crawl.CrawlDatabases;
import io.millrace.catalog.crawl.CrawlEngine;
import io.millrace.catalog.crawl.CrawlEvents;
import io.millrace.catalog.crawl.CrawlHistoryOperations;
import io.millrace.catalog.crawl.CrawlMemory;
import io.millrace.catalog.crawl.CrawlObserver;
import io.millrace.catalog.crawl.CrawlRuns;
import io.millrace.catalog.crawl.CrawlSettings;
import io.millrace.catalog.crawl.CrawlerOperations;
import io.millrace.catalog.crawl.CrawlerScheduleOperations;
import io.millrace.catalog.crawl.CrawlerTags;
import io.millrace.catalog.crawl.EngineCrawls;
import io.millrace.catalog.crawl.EventSources;
import io.millrace.catalog.crawl.S3ObjectReader;
import io.millrace.catalog.crawl.database.DatabaseSettings;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlEvents;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlerStore;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.trigger.CrawlerSchedules.CrawlerSchedule;
import io.millrace.etl.worker.WorkerCommand;
import io.millrace.server.event.CrawlEventFeed;
import io.millrace.server.identity.ConnectionCipher;
import io.millrace.server.job.CrawlProcess;
import io.millrace.server.service.CrawlerFamily;
import io.millrace.server.work.DaemonThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;

/** Puts Glue's crawlers together. */
final class CrawlAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlAssembly.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);
    private static final Duration EMBEDDED_POLL = Duration.ofSeconds(2);

    /** 1,440 listing calls a day for up to 1,000 objects: B2 takes nothing for the first 2,500. */
    private static final Duration EXTERNAL_POLL = Duration.ofMinutes(1);

    private final ServerContext context;
    private final JdbcCrawlerStore store;
    private final CrawlEvents events;
    private final CrawlRuns runs;
    private final CrawlerFamily operations;

    /** @param observer is told of each crawl's end */
    CrawlAssembly(ServerContext context, PageTokens tokens, CrawlObserver observer) {
        this.context = context;
        this.store = new JdbcCrawlerStore(context.jdbi());
        CrawlEngine engine = context.parts()
                .add(new CrawlEngine(
                        new S3ObjectReader(context.s3()),
                        context.catalog(),
                        new CrawlDatabases(
                                new StoredConnections(context.catalog(), new ConnectionCipher(context.masterKey())),
                                DatabaseSettings.defaults()),
                        new CrawlMemory(new JdbcCrawlLedger(context.jdbi()), context.changes()),
                        CrawlSettings.defaults(),
                        context.clock(),
                        context.parts().add(sparkProcess(context))));
        ExecutorService crawls = Executors.newCachedThreadPool(DaemonThreads.named("crawl"));
        context.parts().add(() -> stop(crawls));
        this.events = new JdbcCrawlEvents(context.jdbi());
        StoredClassifiers classifiers = new StoredClassifiers(context.catalog());
        this.runs =
                new CrawlRuns(store, new EngineCrawls(engine, classifiers, events), crawls, context.clock(), observer);
        this.operations = new CrawlerFamily(
                new CrawlerOperations(store, tokens, runs, classifiers, context.clock()),
                new CrawlerScheduleOperations(store, context.clock()),
                new CrawlHistoryOperations(store, tokens, runs, context.clock()));
    }

    /** Started by the first crawl that lists more objects than its crawler's threshold. */
    private static CrawlProcess sparkProcess(ServerContext context) {
        return new CrawlProcess(
                () -> WorkerCommand.ofCrawl(
                        Path.of(System.getProperty("java.home")), context.home().jobClassPathFile()),
                context.children().ofWorker(),
                context.folder().runs().resolve("crawl-spark.log"));
    }

    /** Looks for the events of crawlers in event mode from now on, unless B2 tells of them. Once, after the services answer. */
    void start() {
        if (context.config().storage().webhookSecret().isPresent()) {
            return;
        }
        boolean embedded = context.config().storage().external().isEmpty();
        context.parts()
                .add(new CrawlEventFeed(context.s3(), eventSources(), events, context.jdbi()))
                .start(embedded ? EMBEDDED_POLL : EXTERNAL_POLL);
    }

    /** Interrupts the crawls and waits until they have noted their end. */
    private static void stop(ExecutorService crawls) throws InterruptedException {
        crawls.shutdownNow();
        if (!crawls.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("A crawl has not ended; the next start of the server notes that it failed");
        }
    }

    /** Ends the crawls that a dead server left. Once, before the first call is let in. */
    void recover() {
        runs.recover();
    }

    void startCrawl(String crawler) {
        operations
                .crawlers()
                .startCrawler(StartCrawlerRequest.builder().name(crawler).build());
    }

    /** The schedules that the trigger engine fires. */
    List<CrawlerSchedule> schedules() {
        return store.activeSchedules().stream()
                .map(active -> new CrawlerSchedule(active.crawler(), active.expression(), active.since()))
                .toList();
    }

    /** What crawlers in event mode wait for. */
    EventSources eventSources() {
        return new EventSources(store);
    }

    CrawlEvents events() {
        return events;
    }

    CrawlerTags tags() {
        return new CrawlerTags(store);
    }

    CrawlerFamily operations() {
        return operations;
    }
}
