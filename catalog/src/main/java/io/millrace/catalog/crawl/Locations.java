package io.millrace.catalog.crawl;

import java.util.Set;
import java.util.TreeSet;

/** The locations of folders that have data objects, each with a slash at its end. */
final class Locations {
    private final TreeSet<String> folders;
    private final Set<String> unchanged;
    private final Set<String> unseen;

    /**
     * @param unchanged those of which the catalog has what it would get
     * @param unseen those that could not be opened
     */
    Locations(Set<String> folders, Set<String> unchanged, Set<String> unseen) {
        this.unseen = unseen;
        this.folders = new TreeSet<>(folders);
        this.unchanged = unchanged;
    }

    boolean isUnchanged(String location) {
        return unchanged.contains(location);
    }

    /** Whether a folder with data objects is this one or lies in it, or one may that could not be opened. */
    boolean hasDataBelow(String location) {
        String next = folders.ceiling(location);
        return (next != null && next.startsWith(location))
                || unseen.stream().anyMatch(folder -> folder.startsWith(location) || location.startsWith(folder));
    }
}
