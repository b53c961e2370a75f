package io.millrace.catalog.crawl;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The locations of folders that have data objects, each with a slash at its end. */
final class Locations {
    private final TreeSet<String> folders;

    Locations(Set<String> folders) {
        this.folders = new TreeSet<>(folders);
    }

    /** Whether a folder with data objects is this one or lies in it. */
    boolean hasDataBelow(String location) {
        String next = folders.ceiling(location);
        return next != null && next.startsWith(location);
    }

    /** A location as the crawlers write it: with {@code s3://} and a slash at its end. */
    static String normalized(@Nullable String location) {
        String text = Optional.ofNullable(location).orElse("").replaceFirst("^s3[an]://", "s3://");
        return text.endsWith("/") ? text : text + "/";
    }
}
