package io.millrace.catalog.crawl;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The locations of folders that have data objects, each with a slash at its end. */
final class Locations {
    private final Set<String> folders;
    private @Nullable TreeSet<String> sorted;
    private final Set<String> unchanged;
    private final Set<String> unseen;

    /**
     * @param unchanged those of which the catalog has what it would get
     * @param unseen those that could not be opened
     */
    Locations(Set<String> folders, Set<String> unchanged, Set<String> unseen) {
        this.unseen = unseen;
        this.folders = folders;
        this.unchanged = unchanged;
    }

    boolean isUnchanged(String location) {
        return unchanged.contains(location);
    }

    /** Whether a folder with data objects is this one or lies in it, or one may that could not be opened. */
    boolean hasDataBelow(String location) {
        if (sorted == null) {
            // Nobody asks at a first crawl.
            sorted = new TreeSet<>(folders);
        }
        String next = sorted.ceiling(location);
        return (next != null && next.startsWith(location))
                || unseen.stream().anyMatch(folder -> folder.startsWith(location) || location.startsWith(folder));
    }
}
