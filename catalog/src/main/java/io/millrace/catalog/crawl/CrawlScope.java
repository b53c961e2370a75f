package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ClassifierSettings;
import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.layout.GroupingRule;
import io.millrace.catalog.layout.TableRoots.Grouping;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;

/** What a crawler's definition says about looking at a target. */
record CrawlScope(
        String crawler,
        ClassifierSettings classifiers,
        Grouping grouping,
        OptionalInt tableLevel,
        RecrawlBehavior recrawl,
        int sampleFiles,
        long sparkThreshold) {
    /** To be raised whenever files would be classified otherwise than before: then nothing of the ledgers is believed. */
    private static final int CLASSIFIERS_VERSION = 4;

    static CrawlScope of(Crawler crawler, List<CustomClassifier> custom, CrawlSettings settings) {
        CrawlerConfiguration configuration = CrawlerConfiguration.parse(crawler.configuration());
        RecrawlBehavior recrawl = crawler.recrawlPolicy() == null
                ? RecrawlBehavior.CRAWL_EVERYTHING
                : Optional.ofNullable(crawler.recrawlPolicy().recrawlBehavior())
                        .orElse(RecrawlBehavior.CRAWL_EVERYTHING);
        return new CrawlScope(
                crawler.name(),
                new ClassifierSettings(settings.sampleBytes(), configuration.inference(), custom),
                configuration.grouping(),
                configuration.tableLevel(),
                recrawl,
                settings.sampleFiles(),
                configuration.sparkThreshold());
    }

    GroupingRule grouping(CrawlTarget target) {
        if (target.table().isPresent()) {
            // Glue forces grouping on for catalog targets: all that fits together is the table's.
            return new GroupingRule(Grouping.COMPATIBLE_SCHEMAS, OptionalInt.of(0));
        }
        return GroupingRule.ofLevel(grouping, tableLevel, target.prefix());
    }

    int sampleFiles(CrawlTarget target) {
        return target.sampleFiles().orElse(sampleFiles);
    }

    /** What the ledger's contents depend on beside the objects. */
    String fingerprint(CrawlTarget target) {
        return CatalogMark.sha256(
                "%d %s %s %d".formatted(CLASSIFIERS_VERSION, classifiers, target.exclusions(), sampleFiles(target))
                        + target.format().map(Object::toString).orElse(""));
    }
}
