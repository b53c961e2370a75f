package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.CatalogTransaction;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.Table;

/** What the operations on the catalog share: names, limits, look-ups that fail as Glue's do. */
public final class MetadataRequests {
    /** The one catalog, named like the one account. */
    public static final String CATALOG_ID = "000000000000";

    static final String CREATED_BY = "arn:aws:iam::" + CATALOG_ID + ":root";

    private MetadataRequests() {}

    /** The name as the catalog keeps it. */
    public static String name(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw invalid("Name must not be null or empty.");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /** Refuses the id of another catalog. @throws CatalogException EntityNotFoundException */
    public static void requireOwnCatalog(@Nullable String catalogId) {
        if (catalogId != null && !catalogId.equals(CATALOG_ID)) {
            throw new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, "Catalog " + catalogId + " not found.");
        }
    }

    /** Refuses a member that would change the outcome if it were ignored. */
    public static void refuse(@Nullable Object member, String memberName) {
        if (member != null) {
            throw invalid("Operation not supported: " + memberName + " is not supported.");
        }
    }

    /** Refuses a list that is too long, with the words of AWS's validation. */
    public static void requireAtMost(List<?> list, int limit, String member) {
        if (list.size() > limit) {
            throw invalid(("1 validation error detected: Value at '%s' failed to satisfy constraint: "
                            + "Member must have length less than or equal to %d")
                    .formatted(member, limit));
        }
    }

    /** The size of a page: what is asked for, or the limit. */
    public static int pageSize(@Nullable Integer maxResults, int limit) {
        if (maxResults == null) {
            return limit;
        }
        if (maxResults < 1 || maxResults > limit) {
            throw invalid(("1 validation error detected: Value '%d' at 'maxResults' failed to satisfy constraint: "
                            + "Member must have value between 1 and %d")
                    .formatted(maxResults, limit));
        }
        return maxResults;
    }

    /** The database. @throws CatalogException EntityNotFoundException if there is none */
    public static Database loadDatabase(CatalogTransaction tx, String name) {
        return tx.databases().find(name).orElseThrow(() -> notFound("Database " + name + " not found."));
    }

    /** The table. @throws CatalogException EntityNotFoundException if there is none, or no such database */
    public static Table loadTable(CatalogTransaction tx, String database, String name) {
        return tx.tables().find(database, name).orElseGet(() -> {
            loadDatabase(tx, database);
            throw notFound("Table " + name + " not found.");
        });
    }

    /** An InvalidInputException. */
    public static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }

    /** An EntityNotFoundException. */
    public static CatalogException notFound(String message) {
        return new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, message);
    }

    /** An AlreadyExistsException. */
    public static CatalogException alreadyExists(String message) {
        return new CatalogException(CatalogErrorCode.ALREADY_EXISTS, message);
    }

    /** The error of one item of a batch. */
    public static ErrorDetail detail(CatalogException error) {
        return ErrorDetail.builder()
                .errorCode(error.code().wireName())
                .errorMessage(error.getMessage())
                .build();
    }
}
