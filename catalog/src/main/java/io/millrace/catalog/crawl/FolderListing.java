package io.millrace.catalog.crawl;

import io.millrace.catalog.layout.GlobPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A target's data objects by their folder. Left out are folder markers, what the exclude patterns name, and what is hidden:
 * a folder or file that begins with {@code _} or {@code .} ({@code _SUCCESS}, {@code _temporary}).
 *
 * @param folders the objects by the path of their folder below the target, both in order of the keys
 * @param emptyObjects the objects that have no bytes; they are data objects of no folder
 */
record FolderListing(Map<List<String>, List<StoredObject>> folders, List<StoredObject> emptyObjects) {
    static FolderListing of(CrawlTarget target, ObjectReader reader) throws IOException {
        List<GlobPattern> exclusions =
                target.exclusions().stream().map(GlobPattern::parse).toList();
        Map<List<String>, List<StoredObject>> folders = new LinkedHashMap<>();
        List<StoredObject> empty = new ArrayList<>();
        for (StoredObject object : reader.list(target.bucket(), target.prefix())) {
            String relative = object.key().substring(target.prefix().length());
            List<String> path = Arrays.asList(relative.split("/", -1));
            boolean data = !isMarker(relative)
                    && path.stream().noneMatch(FolderListing::isHidden)
                    && exclusions.stream().noneMatch(exclusion -> exclusion.matches(relative));
            if (data && object.size() == 0) {
                empty.add(object);
            } else if (data) {
                folders.computeIfAbsent(path.subList(0, path.size() - 1), folder -> new ArrayList<>())
                        .add(object);
            }
        }
        return new FolderListing(folders, empty);
    }

    private static boolean isMarker(String path) {
        return path.isEmpty() || path.endsWith("/") || path.endsWith("_$folder$");
    }

    private static boolean isHidden(String segment) {
        // Hive's partition of null values begins with an underscore only in its value, never at the folder's start.
        return segment.startsWith("_") || segment.startsWith(".");
    }
}
