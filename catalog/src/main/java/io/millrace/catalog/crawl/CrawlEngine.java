package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.crawl.CrawlProgress.Phase;
import io.millrace.catalog.crawl.TargetPlanner.LedgerUse;
import io.millrace.catalog.crawl.ledger.CrawlLedger;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeAuthor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.JdbcTarget;

/**
 * Runs crawls. A crawl lists every target, samples the folders in which something is new, decides on tables, and changes the catalog in
 * one transaction at the end, so that a crawl that fails or is stopped leaves it as it was; then it notes in the ledger what it
 * saw. A crawl that finds nothing new writes nothing. An object that cannot be read is skipped and named in the report; a
 * target that has objects, but none that can be read, fails the crawl. Thread-safe; owns the threads that read.
 */
public final class CrawlEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlEngine.class);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ObjectReader reader;
    private final CatalogStore catalog;
    private final Optional<CrawlMemory> memory;
    private final CrawlDatabases databases;
    private final CrawlSettings settings;
    private final InstantSource clock;
    private final Optional<FileCluster> cluster;
    private final ExecutorService readers;
    private final ExecutorService listers;

    /** An engine that reads through {@code reader}, writes to {@code catalog}, and remembers what it saw in {@code memory}. */
    public CrawlEngine(
            ObjectReader reader,
            CatalogStore catalog,
            CrawlMemory memory,
            CrawlSettings settings,
            InstantSource clock) {
        this(reader, catalog, CrawlDatabases.NONE, Optional.of(memory), settings, clock, Optional.empty());
    }

    /** As the one above, which also reads {@code databases}. */
    public CrawlEngine(
            ObjectReader reader,
            CatalogStore catalog,
            CrawlDatabases databases,
            CrawlMemory memory,
            CrawlSettings settings,
            InstantSource clock) {
        this(reader, catalog, databases, Optional.of(memory), settings, clock, Optional.empty());
    }

    /** An engine for which each crawl is the first. */
    public CrawlEngine(ObjectReader reader, CatalogStore catalog, CrawlSettings settings, InstantSource clock) {
        this(reader, catalog, CrawlDatabases.NONE, Optional.empty(), settings, clock, Optional.empty());
    }

    /** As the one before, which lets {@code cluster} read the files of crawls that have listed more objects than their threshold. */
    public CrawlEngine(
            ObjectReader reader,
            CatalogStore catalog,
            CrawlDatabases databases,
            CrawlMemory memory,
            CrawlSettings settings,
            InstantSource clock,
            FileCluster cluster) {
        this(reader, catalog, databases, Optional.of(memory), settings, clock, Optional.of(cluster));
    }

    private CrawlEngine(
            ObjectReader reader,
            CatalogStore catalog,
            CrawlDatabases databases,
            Optional<CrawlMemory> memory,
            CrawlSettings settings,
            InstantSource clock,
            Optional<FileCluster> cluster) {
        this.reader = reader;
        this.catalog = catalog;
        this.databases = databases;
        this.memory = memory;
        this.settings = settings;
        this.clock = clock;
        this.cluster = cluster;
        this.readers = Executors.newFixedThreadPool(settings.parallelReads(), work -> daemon("crawl-read-", work));
        this.listers = Executors.newCachedThreadPool(work -> daemon("crawl-list-", work));
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Crawls all targets of the crawler, whose classifiers are {@code custom}. */
    public CrawlReport crawl(Crawler crawler, List<CustomClassifier> custom, CrawlMonitor monitor)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        return new Crawling(crawler, custom, Optional.empty(), LedgerUse.READ_AND_NOTE, monitor).measured();
    }

    /**
     * Crawls what events tell of, and lists nothing: of each target the ledger says what was there before. A target that has no ledger yet
     * is listed whole. Doing it again with the same events does no harm.
     *
     * @param events those of other buckets and prefixes are left alone
     */
    public CrawlReport crawl(
            Crawler crawler, List<CustomClassifier> custom, Set<ObjectEvent> events, CrawlMonitor monitor)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        return new Crawling(crawler, custom, Optional.of(events), LedgerUse.READ_AND_NOTE, monitor).measured();
    }

    /**
     * Those of the events that a crawl of these events now would leave out and a later one must have: of objects in batches that are not committed
     * yet, which nobody tells of again. To be asked before the crawl: what is committed in between is then taken twice, which does no harm.
     */
    Set<ObjectEvent> waiting(Crawler crawler, Set<ObjectEvent> events) throws CrawlFailedException {
        return new Crawling(crawler, List.of(), Optional.of(events), LedgerUse.READ, CrawlMonitor.NONE).waiting();
    }

    /** What a crawl would find now; nothing is written, neither catalog nor ledger. */
    CrawlPlan plan(Crawler crawler, List<CustomClassifier> custom, CrawlMonitor monitor)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        return new Crawling(crawler, custom, Optional.empty(), LedgerUse.READ, monitor).plan();
    }

    /**
     * What {@link #crawl} would do now, and why; nothing is written, neither catalog nor ledger.
     *
     * @throws CrawlFailedException as the crawl would
     */
    public CrawlExplanation explain(Crawler crawler, List<CustomClassifier> custom, CrawlMonitor monitor)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        Crawling crawling = new Crawling(crawler, custom, Optional.empty(), LedgerUse.READ, monitor);
        CrawlPlan plan = crawling.plan();
        List<TableDraft> drafts = crawling.drafts(plan);
        return catalog.read(transaction -> CrawlExplanations.of(
                CatalogChange.databaseName(crawling.crawler),
                plan,
                new CatalogChange(crawling.crawler, transaction, clock.instant())
                        .trusting(crawling.unchanged())
                        .sparing(crawling.planner.unseen())
                        .plan(drafts, plan.locations(), plan.crawled())));
    }

    /** One crawl. */
    private final class Crawling {
        private final Crawler crawler;
        private final Optional<Set<ObjectEvent>> events;
        private final TargetPlanner planner;
        private final CrawlTally tally;

        Crawling(
                Crawler crawler,
                List<CustomClassifier> custom,
                Optional<Set<ObjectEvent>> events,
                LedgerUse use,
                CrawlMonitor monitor) {
            this.crawler = CatalogTargets.of(crawler).withDatabase(crawler);
            this.events = events;
            this.tally = new CrawlTally(reader, monitor);
            this.planner = new TargetPlanner(
                    CrawlScope.of(crawler, custom, settings),
                    memory.map(CrawlMemory::ledger).orElse(CrawlLedger.NONE),
                    use,
                    tally,
                    readers,
                    listers,
                    events,
                    cluster);
        }

        CrawlPlan plan() throws CrawlFailedException, CrawlCancelledException, InterruptedException {
            List<CrawlTarget> targets = targets();
            tally.leaveOut(batches(targets));
            try {
                plan(targets);
                // Events are about objects; databases have none.
                for (JdbcTarget target : events.isPresent()
                        ? List.<JdbcTarget>of()
                        : crawler.targets().jdbcTargets()) {
                    planner.add(databases.read(crawler.name(), target, tally::isCancelled));
                }
            } catch (InterruptedIOException e) {
                InterruptedException interrupted = new InterruptedException(e.getMessage());
                interrupted.initCause(e);
                throw interrupted;
            } catch (IOException e) {
                throw new CrawlFailedException(String.valueOf(e.getMessage()), e);
            }
            tally.requireNotCancelled();
            return planner.result();
        }

        private BatchFolders batches(List<CrawlTarget> targets) {
            return catalog.read(transaction -> BatchFolders.read(
                    transaction,
                    location -> targets.stream()
                            .map(CrawlTarget::location)
                            .anyMatch(target -> target.startsWith(location) || location.startsWith(target))));
        }

        /** Those of the events that tell of objects whose batch is not committed. */
        Set<ObjectEvent> waiting() throws CrawlFailedException {
            BatchFolders batches = batches(targets());
            return events.orElse(Set.of()).stream()
                    .filter(event -> event.kind() == ObjectEvent.Kind.CREATED
                            && batches.waits(event.object().uri()))
                    .collect(Collectors.toSet());
        }

        /** A target that may not be listed is named, unless it is the only one. */
        private void plan(List<CrawlTarget> targets)
                throws IOException, CrawlFailedException, CrawlCancelledException, InterruptedException {
            int refused = 0;
            for (CrawlTarget target : targets) {
                tally.requireNotCancelled();
                try {
                    planner.plan(target);
                } catch (AccessDeniedException e) {
                    if (++refused == targets.size()) {
                        throw e;
                    }
                    planner.refused(String.valueOf(e.getMessage()));
                }
            }
        }

        /** The crawl, whose cost is told also when it fails. */
        CrawlReport measured() throws CrawlFailedException, CrawlCancelledException, InterruptedException {
            try {
                return crawl();
            } finally {
                tally.end();
            }
        }

        private CrawlReport crawl() throws CrawlFailedException, CrawlCancelledException, InterruptedException {
            CrawlPlan plan = plan();
            plan.skipped().forEach(skipped -> LOG.warn("Crawler {} skipped {}", crawler.name(), skipped));
            tally.enter(Phase.WRITING);
            Optional<CatalogMark> mark = memory.map(known -> new CatalogMark(crawler, known.changes()));
            String before = mark.map(CatalogMark::now).orElse("");
            if (mark.isPresent() && planner.leftNothingToDo(before)) {
                return new CrawlReport(0, 0, 0, 0, plan.skipped(), plan.cost());
            }
            String requestId = UUID.randomUUID().toString();
            CatalogChange.Counts counts = register(plan, requestId, planner.unchanged(before));
            counts.notes.forEach(note -> LOG.warn("Crawler {}: {}", crawler.name(), note));
            List<String> skipped = new ArrayList<>(plan.skipped());
            skipped.addAll(counts.notes);
            planner.commit(mark.map(found -> found.after(requestId, before)).orElse(""));
            return new CrawlReport(
                    counts.created, counts.updated, counts.deleted, counts.partitionsAdded, skipped, plan.cost());
        }

        private List<CrawlTarget> targets() throws CrawlFailedException {
            List<CrawlTarget> targets = new ArrayList<>();
            crawler.targets().s3Targets().forEach(target -> targets.add(CrawlTarget.ofS3OrFile(target)));
            targets.addAll(FormatTargets.of(crawler.targets()));
            try {
                catalog.read(
                        transaction -> targets.addAll(CatalogTargets.of(crawler).resolve(transaction.tables())));
            } catch (IllegalArgumentException e) {
                throw new CrawlFailedException(String.valueOf(e.getMessage()), e);
            }
            return targets;
        }

        /** The folders of which the catalog has what it would get. */
        Set<String> unchanged() {
            return memory.map(known -> planner.unchanged(new CatalogMark(crawler, known.changes()).now()))
                    .orElse(Set.of());
        }

        private List<TableDraft> drafts(CrawlPlan plan) throws CrawlFailedException {
            CrawlPolicy policy = CrawlPolicy.of(crawler);
            List<TableDraft> drafts = plan.drafts(policy);
            policy.configuration().requireWithinThreshold(drafts.size());
            return drafts;
        }

        private CatalogChange.Counts register(CrawlPlan plan, String requestId, Set<String> unchanged)
                throws CrawlFailedException {
            String database = CatalogChange.databaseName(crawler);
            boolean exists = catalog.read(
                    transaction -> transaction.databases().find(database).isPresent());
            if (!exists) {
                throw new CrawlFailedException("Database " + database + " not found.");
            }
            List<TableDraft> drafts = drafts(plan);
            return new ChangeAuthor("crawler/" + crawler.name(), "crawl", requestId)
                    .call(() -> catalog.write(transaction -> new CatalogChange(crawler, transaction, clock.instant())
                            .trusting(unchanged)
                            .sparing(planner.unseen())
                            .apply(drafts, plan.locations(), plan.crawled())));
        }
    }

    @Override
    public void close() {
        listers.shutdownNow();
        readers.shutdownNow();
    }
}
