package io.millrace.catalog.classify;

import io.millrace.catalog.type.JsonKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How JSON documents are written, as far as readers must know it.
 *
 * @param keys the records' keys as written, sorted
 * @param renamed the keys of columns that have another name than the lower-cased key, by the column
 * @param nestedKeys the members of the records' values that are not written in lower case, as {@link JsonKeys#nestedPath} writes them, sorted
 * @param path where in the documents the records are; empty if they are the documents
 */
public record JsonDialect(
        Layout layout, List<String> keys, Map<String, String> renamed, List<String> nestedKeys, String path) {
    /** Copies the collections. */
    public JsonDialect {
        keys = List.copyOf(keys);
        renamed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
        nestedKeys = List.copyOf(nestedKeys);
    }

    /** How the records lie in a file. */
    public enum Layout {
        /** One in a line. */
        LINES,
        /** The elements of one list. */
        ARRAY,
        /** One, over several lines. */
        DOCUMENT,
        /** One after the other, over several lines, or several in a line. */
        DOCUMENTS;

        boolean isDocuments() {
            return this == DOCUMENT || this == DOCUMENTS;
        }
    }

    /** Whether files of both can be one table. */
    boolean compatibleWith(JsonDialect other) {
        return path.equals(other.path)
                && (layout == other.layout || (layout.isDocuments() && other.layout.isDocuments()))
                && (renamed.equals(other.renamed) || (namesAlike(other) && other.namesAlike(this)));
    }

    /** Whether no renamed column of this is another key's in the other, and no key of them another column. */
    private boolean namesAlike(JsonDialect other) {
        return renamed.entrySet().stream().allMatch(column -> {
            String key = column.getValue();
            String theirs = other.renamed.get(column.getKey());
            boolean otherKey = theirs == null
                    ? other.keys.stream().anyMatch(column.getKey()::equalsIgnoreCase)
                    : !theirs.equalsIgnoreCase(key);
            boolean otherColumn =
                    theirs == null && other.renamed.values().stream().anyMatch(key::equalsIgnoreCase);
            return !otherKey && !otherColumn;
        });
    }

    /** The dialect of a table of both, which are compatible. */
    JsonDialect merge(JsonDialect other) {
        Map<String, String> names = new LinkedHashMap<>(other.renamed);
        names.putAll(renamed);
        return new JsonDialect(
                layout == other.layout ? layout : Layout.DOCUMENTS,
                union(keys, other.keys),
                names,
                union(nestedKeys, other.nestedKeys),
                path);
    }

    private static List<String> union(List<String> a, List<String> b) {
        TreeSet<String> all = new TreeSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }
}
