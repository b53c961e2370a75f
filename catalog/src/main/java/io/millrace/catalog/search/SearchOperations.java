package io.millrace.catalog.search;

import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.store.CatalogStore;
import java.util.UUID;
import software.amazon.awssdk.services.glue.model.SearchTablesRequest;
import software.amazon.awssdk.services.glue.model.SearchTablesResponse;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Glue's SearchTables over all databases. Tables are read as a stream: memory holds one page of the result, whatever the
 * catalog's size, and a page costs one pass over the tables, or, unsorted, over those up to its end. Thread-safe.
 */
public final class SearchOperations {
    /** Glue API, SearchTables: MaxResults. */
    static final int SEARCH_TABLES_MAX_RESULTS = 1000;

    private static final int DEFAULT_PAGE = 100;

    private final CatalogStore store;
    private final PageTokens tokens;

    /** Operations on a store. */
    public SearchOperations(CatalogStore store, PageTokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** SearchTables: those that satisfy all filters and hold the text, in the order asked for, else by database and name. */
    public SearchTablesResponse searchTables(SearchTablesRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        int limit = request.maxResults() == null
                ? DEFAULT_PAGE
                : MetadataRequests.pageSize(request.maxResults(), SEARCH_TABLES_MAX_RESULTS);
        TableSearch search = TableSearch.of(request);
        Page<Table> page = store.read(tx -> tokens.page(
                scope(request),
                request.nextToken(),
                limit,
                (key, count) -> search.listAfter(tx, key, count),
                search::key));
        return SearchTablesResponse.builder()
                .tableList(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** A token serves the same search alone. */
    private static String scope(SearchTablesRequest request) {
        byte[] search = SdkJsonWriter.write(
                request.toBuilder().nextToken(null).maxResults(null).build());
        return "SearchTables/" + UUID.nameUUIDFromBytes(search);
    }
}
