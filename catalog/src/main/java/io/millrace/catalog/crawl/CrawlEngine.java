package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ClassifierSettings;
import io.millrace.catalog.classify.ObjectClassifier;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableRoots;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeAuthor;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Crawler;

/**
 * Runs one crawl: lists every target, samples its folders, decides on tables, and changes the catalog in one transaction at the
 * end, so that a crawl that fails or is stopped leaves it as it was. An object that cannot be read is skipped and named in
 * the report; a target that has objects, but none that can be read, fails the crawl. Thread-safe; owns the threads that read.
 */
public final class CrawlEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlEngine.class);

    private final ObjectReader reader;
    private final CatalogStore catalog;
    private final CrawlSettings settings;
    private final InstantSource clock;
    private final ObjectClassifier classifier;
    private final ExecutorService threads;

    /** An engine that reads through {@code reader} and writes to {@code catalog}. */
    public CrawlEngine(ObjectReader reader, CatalogStore catalog, CrawlSettings settings, InstantSource clock) {
        this.reader = reader;
        this.catalog = catalog;
        this.settings = settings;
        this.clock = clock;
        this.classifier = new ObjectClassifier(ClassifierSettings.precise(settings.sampleBytes()));
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(settings.parallelReads(), work -> {
            Thread thread = new Thread(work, "crawl-read-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private record Found(List<TableDraft> tables, Set<String> folders, List<String> skipped) {}

    /**
     * Crawls all targets of the crawler.
     *
     * @param cancelled asked between reads and before the catalog is changed
     */
    public CrawlReport crawl(Crawler crawler, BooleanSupplier cancelled)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        Found found = new Found(new ArrayList<>(), new HashSet<>(), new ArrayList<>());
        List<CrawlTarget> targets =
                crawler.targets().s3Targets().stream().map(CrawlTarget::of).toList();
        for (CrawlTarget target : targets) {
            try {
                find(crawler, target, cancelled, found);
            } catch (IOException e) {
                throw new CrawlFailedException(String.valueOf(e.getMessage()), e);
            }
        }
        if (cancelled.getAsBoolean()) {
            throw new CrawlCancelledException();
        }
        return register(crawler, targets, found);
    }

    private void find(Crawler crawler, CrawlTarget target, BooleanSupplier cancelled, Found found)
            throws IOException, CrawlFailedException, CrawlCancelledException, InterruptedException {
        if (cancelled.getAsBoolean()) {
            throw new CrawlCancelledException();
        }
        FolderListing listing = FolderListing.of(target, reader);
        listing.folders().keySet().forEach(path -> found.folders().add(target.location(path)));
        FolderSampler sampler = new FolderSampler(reader, classifier, threads, cancelled);
        List<Folder<FolderSchema>> folders =
                sampler.sample(listing.folders(), target.sampleFiles().orElse(settings.sampleFiles()));
        requireReadable(target, listing, sampler, folders);
        TableRoots.Result<FolderSchema> result = TableRoots.find(
                folders, CrawlerConfiguration.parse(crawler.configuration()).grouping());
        result.roots().forEach(root -> found.tables().add(TableDraft.of(crawler.name(), target, root)));
        found.skipped().addAll(sampler.skipped());
        result.leftOver()
                .forEach(folder -> found.skipped()
                        .add(target.location(folder.path())
                                + ": its path, format or columns differ from the folders beside it"));
        if (!listing.emptyObjects().isEmpty()) {
            LOG.info(
                    "Crawler {}: {} empty objects in {}",
                    crawler.name(),
                    listing.emptyObjects().size(),
                    target.location());
        }
    }

    private static void requireReadable(
            CrawlTarget target, FolderListing listing, FolderSampler sampler, List<Folder<FolderSchema>> folders)
            throws CrawlFailedException {
        List<String> reasons = new ArrayList<>(sampler.skipped());
        listing.emptyObjects().forEach(object -> reasons.add(object.uri() + ": the file is empty"));
        if (folders.isEmpty() && !reasons.isEmpty()) {
            throw new CrawlFailedException(
                    "No object in %s can be read. %s".formatted(target.location(), CrawlReport.summary(reasons)));
        }
    }

    private CrawlReport register(Crawler crawler, List<CrawlTarget> targets, Found found) throws CrawlFailedException {
        String database = CatalogChange.databaseName(crawler);
        boolean exists = catalog.read(
                transaction -> transaction.databases().find(database).isPresent());
        if (!exists) {
            throw new CrawlFailedException("Database " + database + " not found.");
        }
        CatalogChange.Counts counts = new ChangeAuthor("crawler/" + crawler.name(), "crawl", "")
                .call(() -> catalog.write(transaction -> new CatalogChange(crawler, transaction, clock.instant())
                        .apply(found.tables(), found.folders(), targets)));
        found.skipped().forEach(skipped -> LOG.warn("Crawler {} skipped {}", crawler.name(), skipped));
        return new CrawlReport(
                counts.created,
                counts.updated,
                counts.deleted,
                counts.partitionsAdded,
                found.skipped(),
                CrawlCost.NONE);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
