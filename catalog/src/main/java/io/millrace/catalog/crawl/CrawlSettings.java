package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ObjectClassifier;

/**
 * How much a crawl reads ({@code crawler.*} in the configuration).
 *
 * @param sampleBytes how much of a text file is read
 * @param sampleFiles how many files of a folder are read, unless the crawler's target says so
 * @param parallelReads how many reads run at once
 */
public record CrawlSettings(int sampleBytes, int sampleFiles, int parallelReads) {
    /** Checks the ranges. */
    public CrawlSettings {
        if (sampleBytes < 1 || sampleFiles < 1 || parallelReads < 1) {
            throw new IllegalArgumentException(
                    "crawler.sample-bytes, crawler.sample-files and crawler.parallel-reads must be positive, but are %d, %d and %d"
                            .formatted(sampleBytes, sampleFiles, parallelReads));
        }
    }

    /** A megabyte of a hundred files a folder, sixteen at once. */
    public static CrawlSettings defaults() {
        return new CrawlSettings(ObjectClassifier.DEFAULT_SAMPLE_BYTES, 100, 16);
    }
}
