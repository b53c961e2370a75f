package io.millrace.catalog.crawl;

import java.util.List;

/**
 * What a successful crawl did.
 *
 * @param skipped one sentence for each object or folder that became part of no table, with the reason
 */
public record CrawlReport(
        int tablesCreated,
        int tablesUpdated,
        int tablesDeleted,
        int partitionsAdded,
        List<String> skipped,
        CrawlCost cost) {
    private static final int SHOWN = 3;

    /** Copies the list. */
    public CrawlReport {
        skipped = List.copyOf(skipped);
    }

    /** What the user should know though the crawl succeeded: the first of the skipped objects; empty if there are none. */
    public String warning() {
        return summary(skipped);
    }

    static String summary(List<String> skipped) {
        if (skipped.isEmpty()) {
            return "";
        }
        String shown = String.join("; ", skipped.subList(0, Math.min(SHOWN, skipped.size())));
        int more = skipped.size() - SHOWN;
        return "Skipped %d: %s%s".formatted(skipped.size(), shown, more > 0 ? "; and " + more + " more" : "");
    }
}
