package io.millrace.catalog.crawl;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Throws in the crawl's thread what was thrown in one of its helpers. */
final class CrawlFailures {
    private CrawlFailures() {}

    static void rethrow(@Nullable Throwable failure) throws IOException, CrawlCancelledException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof CrawlCancelledException cancelled) {
            throw cancelled;
        }
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        throw new IllegalStateException("A part of the crawl failed", failure);
    }
}
