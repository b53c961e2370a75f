package io.millrace.catalog.crawl;

import io.millrace.catalog.layout.GlobPattern;
import java.util.List;

/**
 * Says which objects of a target are data. Left out are folder markers, what the exclude patterns name, and what is hidden: a folder
 * or file that begins with {@code _} or {@code .} ({@code _SUCCESS}, {@code _temporary}).
 */
final class DataObjects {
    private final String prefix;
    private final List<GlobPattern> exclusions;

    DataObjects(CrawlTarget target) {
        this.prefix = target.prefix();
        this.exclusions = target.exclusions().stream().map(GlobPattern::parse).toList();
    }

    boolean contain(String key) {
        if (!key.startsWith(prefix) || key.length() == prefix.length() || key.endsWith("/")) {
            return false;
        }
        if (key.endsWith("_$folder$") || isHidden(key, prefix.length())) {
            return false;
        }
        if (exclusions.isEmpty()) {
            return true;
        }
        String relative = key.substring(prefix.length());
        return exclusions.stream().noneMatch(exclusion -> exclusion.matches(relative));
    }

    private static boolean isHidden(String key, int from) {
        // Hive's partition of null values begins with an underscore only in its value, never at the folder's start.
        for (int start = from; ; ) {
            char first = start < key.length() ? key.charAt(start) : '/';
            if (first == '_' || first == '.') {
                return true;
            }
            int slash = key.indexOf('/', start);
            if (slash < 0) {
                return false;
            }
            start = slash + 1;
        }
    }
}
