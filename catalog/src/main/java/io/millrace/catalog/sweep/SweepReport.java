package io.millrace.catalog.sweep;

import java.util.List;

/**
 * What a sweep did.
 *
 * @param removed number of things that went
 * @param removedBytes their size
 * @param kept number of things that were shown and stayed, because a run or a table refers to them by now
 * @param failures what the store refused, one sentence each; another sweep tries it again
 */
public record SweepReport(long removed, long removedBytes, long kept, List<String> failures) {
    /** Copies the list. */
    public SweepReport {
        failures = List.copyOf(failures);
    }
}
