package io.millrace.catalog.job;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Page tokens that hold the key after which the next page starts. */
public final class PageTokens {
    private PageTokens() {}

    /** The key in a token; {@code ""} for no token. */
    public static String decode(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return "";
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, "Invalid pagination token.", e);
        }
    }

    /** The token of the page after {@code rows}, of which one more than {@code pageSize} was asked for; null if there is none. */
    public static <T> @Nullable String next(List<T> rows, int pageSize, Function<T, String> key) {
        if (rows.size() <= pageSize) {
            return null;
        }
        byte[] last = key.apply(rows.get(pageSize - 1)).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last);
    }

    /** The first {@code pageSize} rows. */
    public static <T> List<T> page(List<T> rows, int pageSize) {
        return rows.subList(0, Math.min(rows.size(), pageSize));
    }
}
