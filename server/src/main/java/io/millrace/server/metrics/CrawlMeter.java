package io.millrace.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.catalog.crawl.CrawlCost;
import io.millrace.catalog.crawl.CrawlOutcome;
import io.millrace.catalog.crawl.CrawlReport;
import java.time.Duration;
import java.util.Locale;

/** Counts crawls and what they asked of the object store. Crawlers' names are no labels: users make them up. Thread-safe. */
public final class CrawlMeter {
    private final MeterRegistry registry;

    CrawlMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A crawl has ended so, after {@code elapsed}. */
    public void crawlMeasured(CrawlOutcome outcome, Duration elapsed) {
        Timer.builder("millrace.crawl.duration")
                .description("Crawls that have ended, and how long they took")
                .tag("status", outcome.status().toString().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(elapsed);
        count(outcome.cost());
        outcome.report().ifPresent(this::count);
    }

    private void count(CrawlCost cost) {
        requests("list", "c", cost.listRequests());
        requests("read", "b", cost.readRequests());
        add("millrace.crawl.objects.listed", "Objects that crawls found", cost.objectsListed());
        add("millrace.crawl.objects.opened", "Objects that crawls read a part of", cost.objectsOpened());
        add("millrace.crawl.read.bytes", "Bytes that crawls read", cost.bytesRead());
    }

    private void count(CrawlReport report) {
        add(
                "millrace.crawl.skipped",
                "Objects and folders that became part of no table",
                report.skipped().size());
        tables("created", report.tablesCreated());
        tables("updated", report.tablesUpdated());
        tables("deleted", report.tablesDeleted());
        add("millrace.crawl.partitions.added", "Partitions that crawls added", report.partitionsAdded());
    }

    private void requests(String kind, String priceClass, long count) {
        Counter.builder("millrace.crawl.requests")
                .description(
                        "Requests of crawls to the object store, however they ended, with Backblaze B2's price class")
                .tag("kind", kind)
                .tag("class", priceClass)
                .register(registry)
                .increment((double) count);
    }

    private void tables(String change, int count) {
        Counter.builder("millrace.crawl.tables")
                .description("Tables that crawls changed")
                .tag("change", change)
                .register(registry)
                .increment((double) count);
    }

    private void add(String name, String description, long count) {
        Counter.builder(name).description(description).register(registry).increment((double) count);
    }
}
