package io.millrace.server.function;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list by name.
 *
 * @param nextMarker where the next page begins; null after the last
 */
record FunctionPages<T>(List<T> items, @Nullable String nextMarker) {
    // https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
    private static final int MAX_PAGE = 50;

    /** Cuts a page out of what follows a name. */
    interface Source<T> {
        List<T> after(String marker, int limit);
    }

    static <T> FunctionPages<T> of(
            @Nullable Integer maxItems, @Nullable String marker, Source<T> source, Function<T, String> name) {
        int size = maxItems == null ? MAX_PAGE : Math.min(MAX_PAGE, maxItems);
        List<T> found = source.after(marker == null ? "" : marker, size + 1);
        List<T> page = found.subList(0, Math.min(size, found.size()));
        return new FunctionPages<>(page, found.size() > size ? name.apply(page.get(page.size() - 1)) : null);
    }
}
