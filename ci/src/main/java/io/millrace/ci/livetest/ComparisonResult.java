package io.millrace.ci.livetest;

import java.util.List;

/**
 * How a raw and a lake table compare.
 *
 * @param raw the raw table's figures
 * @param lake the lake table's figures
 * @param differences what differs; empty if they match
 */
public record ComparisonResult(TableFigures raw, TableFigures lake, List<Difference> differences) {
    /** Copies the list. */
    public ComparisonResult {
        differences = List.copyOf(differences);
    }

    /** Whether nothing differs. */
    public boolean matches() {
        return differences.isEmpty();
    }

    /** The raw table's rows. */
    public long rawRows() {
        return raw.rows();
    }

    /** The lake table's rows. */
    public long lakeRows() {
        return lake.rows();
    }
}
