package io.millrace.catalog.layout;

import java.util.List;

/**
 * Why a folder became a table, or did not.
 *
 * @param path the folder below the include path
 * @param reason the shares and kinds that decided, as the end of a sentence
 */
public record GroupingDecision(List<String> path, Verdict verdict, String reason) {
    /** Copies the list. */
    public GroupingDecision {
        path = List.copyOf(path);
    }

    /** What became of the folder. */
    public enum Verdict {
        TABLE,
        /** Each folder in it was looked at for itself. */
        SPLIT
    }
}
