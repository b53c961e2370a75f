package io.millrace.cloudformation.api;

import io.millrace.cloudformation.stack.StackException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the token of the next part; null after the last
 */
record Page<T>(List<T> items, @Nullable String next) {
    /** The part that a token points at: its position, counted from the list's begin. */
    static <T> Page<T> of(List<T> all, @Nullable String token, int size) {
        int from = 0;
        if (token != null) {
            if (!token.matches("[0-9]{1,9}")) {
                throw StackException.invalid("NextToken is not one that this server gave");
            }
            from = Math.min(Integer.parseInt(token), all.size());
        }
        int to = Math.min(all.size(), from + size);
        return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }
}
