package io.millrace.server.resource;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.server.wire.ServiceException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of one service, with that service's error for a token that is none of the list's. Thread-safe. */
public final class ServicePages {
    private final PageTokens tokens;
    private final String invalidToken;

    /** @param invalidToken the service's error name for a wrong token */
    public ServicePages(PageTokens tokens, String invalidToken) {
        this.tokens = tokens;
        this.invalidToken = invalidToken;
    }

    /**
     * Gives one page of a list that is sorted by a name.
     *
     * @param scope names the list and its filters
     * @param source reads up to so many items whose names come after a name
     * @param name an item's name in the order of the list
     */
    public <T> Page<T> page(
            String scope,
            @Nullable String token,
            int limit,
            BiFunction<String, Integer, List<T>> source,
            Function<T, String> name) {
        try {
            return tokens.page(
                    scope,
                    token,
                    limit,
                    (key, most) -> source.apply(key.isEmpty() ? "" : key.get(0), most),
                    item -> List.of(name.apply(item)));
        } catch (CatalogException e) {
            throw new ServiceException(invalidToken, 400, "The token is not one of this list.");
        }
    }
}
