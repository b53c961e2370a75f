package io.millrace.server.identity.role;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is sorted by a name; the marker is the name that the last page ended with.
 *
 * @param items of this page
 * @param marker what the next page's request says; null if this was the last
 */
record IamPage<T>(List<T> items, @Nullable String marker) {
    /** When a request does not say (IAM API reference, MaxItems). */
    private static final int DEFAULT_ITEMS = 100;

    static <T> IamPage<T> of(
            List<T> all, Function<T, String> name, @Nullable String after, @Nullable Integer maxItems) {
        int size = maxItems == null ? DEFAULT_ITEMS : maxItems;
        List<T> rest = all.stream()
                .filter(item -> after == null || name.apply(item).compareTo(after) > 0)
                .toList();
        boolean more = rest.size() > size;
        List<T> items = more ? rest.subList(0, size) : rest;
        return new IamPage<>(items, more ? name.apply(items.get(items.size() - 1)) : null);
    }

    boolean isTruncated() {
        return marker != null;
    }
}
