package io.millrace.catalog.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the page's items, in the list's order
 * @param nextToken the token of the next page, or null (as it goes to the wire) if there was no further item
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }
}
