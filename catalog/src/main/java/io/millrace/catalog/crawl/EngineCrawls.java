package io.millrace.catalog.crawl;

import static java.util.stream.Collectors.toCollection;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.classifier.StoredClassifiers;
import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.classify.CustomClassifiers;
import io.millrace.catalog.crawl.CrawlEvents.Kind;
import io.millrace.catalog.crawl.CrawlEvents.ObjectChange;
import io.millrace.catalog.crawl.CrawlEvents.PendingEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.Crawler;

/**
 * Crawls with the engine: with the classifiers that the crawler names, and in event mode with what has happened since its last crawl.
 * Events leave their queue only after the catalog has changed, so a crawl that fails, is stopped or dies with its server loses none; the
 * next one takes them again, which does no harm. Events of objects in a batch that is not committed stay as well. Thread-safe.
 */
public final class EngineCrawls implements CrawlWork {
    /** How many events one crawl takes; those after them wait for the next. Bounds the memory. */
    static final int MAX_EVENTS = 100_000;

    private final CrawlEngine engine;
    private final StoredClassifiers classifiers;
    private final CrawlEvents events;

    /** Crawls that {@code engine} makes. */
    public EngineCrawls(CrawlEngine engine, StoredClassifiers classifiers, CrawlEvents events) {
        this.engine = engine;
        this.classifiers = classifiers;
        this.events = events;
    }

    @Override
    public CrawlReport crawl(Crawler crawler, CrawlMonitor monitor)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        List<CustomClassifier> custom = custom(crawler);
        if (!EventSources.isInEventMode(crawler)) {
            return engine.crawl(crawler, custom, monitor);
        }
        List<PendingEvent> pending = events.pending(crawler.name(), MAX_EVENTS);
        Set<ObjectEvent> taken =
                pending.stream().map(EngineCrawls::objectEvent).collect(toCollection(LinkedHashSet::new));
        Set<ObjectEvent> waiting = engine.waiting(crawler, taken);
        CrawlReport report = engine.crawl(crawler, custom, taken, monitor);
        if (!pending.isEmpty()) {
            events.postpone(
                    crawler.name(),
                    pending.stream()
                            .filter(event -> waiting.contains(objectEvent(event)))
                            .map(PendingEvent::number)
                            .toList());
            events.removeThrough(crawler.name(), pending.get(pending.size() - 1).number());
        }
        return report;
    }

    private List<CustomClassifier> custom(Crawler crawler) throws CrawlFailedException {
        try {
            return classifiers.load(crawler.classifiers()).stream()
                    .map(CustomClassifiers::of)
                    .toList();
        } catch (CatalogException e) {
            // One that was deleted after the crawler was made.
            throw new CrawlFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ObjectEvent objectEvent(PendingEvent event) {
        ObjectChange change = event.change();
        return change.kind() == Kind.REMOVED
                ? ObjectEvent.removed(change.bucket(), change.key())
                : ObjectEvent.created(new StoredObject(change.bucket(), change.key(), change.size(), change.etag()));
    }
}
