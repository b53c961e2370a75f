package io.millrace.server.athena;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.metadata.NamePattern;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.server.resource.ServicePages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.athena.model.DataCatalogStatus;
import software.amazon.awssdk.services.athena.model.DataCatalogSummary;
import software.amazon.awssdk.services.athena.model.DataCatalogType;
import software.amazon.awssdk.services.athena.model.Database;
import software.amazon.awssdk.services.athena.model.GetDataCatalogRequest;
import software.amazon.awssdk.services.athena.model.GetDataCatalogResponse;
import software.amazon.awssdk.services.athena.model.GetDatabaseRequest;
import software.amazon.awssdk.services.athena.model.GetDatabaseResponse;
import software.amazon.awssdk.services.athena.model.GetTableMetadataRequest;
import software.amazon.awssdk.services.athena.model.GetTableMetadataResponse;
import software.amazon.awssdk.services.athena.model.ListDataCatalogsRequest;
import software.amazon.awssdk.services.athena.model.ListDataCatalogsResponse;
import software.amazon.awssdk.services.athena.model.ListDatabasesRequest;
import software.amazon.awssdk.services.athena.model.ListDatabasesResponse;
import software.amazon.awssdk.services.athena.model.ListTableMetadataRequest;
import software.amazon.awssdk.services.athena.model.ListTableMetadataResponse;
import software.amazon.awssdk.services.athena.model.TableMetadata;

/**
 * The catalog's databases and tables as Athena shows them to drivers. There is one data catalog, {@code AwsDataCatalog}. Callers see
 * what they may read in Glue. Thread-safe.
 */
public final class MetadataOperations {
    private static final String CATALOG = "AwsDataCatalog";
    private static final int READ_AHEAD = 200;

    private final CatalogStore store;
    private final DatabasePermissions databases;
    private final PermittedTables.Permissions tables;
    private final ServicePages pages;

    /** Says who may see which database. */
    @FunctionalInterface
    public interface DatabasePermissions {
        /** Why the principal may not see the database; empty if it may. */
        Optional<String> refusal(String principal, String database);
    }

    /** Operations over a catalog. */
    public MetadataOperations(
            CatalogStore store, DatabasePermissions databases, PermittedTables.Permissions tables, ServicePages pages) {
        this.store = store;
        this.databases = databases;
        this.tables = tables;
        this.pages = pages;
    }

    /** The list of one. */
    public ListDataCatalogsResponse listDataCatalogs(ListDataCatalogsRequest request) {
        return ListDataCatalogsResponse.builder()
                .dataCatalogsSummary(DataCatalogSummary.builder()
                        .catalogName(CATALOG)
                        .type(DataCatalogType.GLUE)
                        .status(DataCatalogStatus.CREATE_COMPLETE)
                        .build())
                .build();
    }

    /** The one data catalog. */
    public GetDataCatalogResponse getDataCatalog(GetDataCatalogRequest request) {
        requireCatalog(request.name());
        return GetDataCatalogResponse.builder()
                .dataCatalog(catalog ->
                        catalog.name(CATALOG).type(DataCatalogType.GLUE).status(DataCatalogStatus.CREATE_COMPLETE))
                .build();
    }

    /** A page of the databases that the caller may see. */
    public ListDatabasesResponse listDatabases(ListDatabasesRequest request) {
        requireCatalog(request.catalogName());
        String principal = principal();
        Page<Database> page = pages.page(
                "ListDatabases",
                request.nextToken(),
                WorkGroupOperations.limit(request.maxResults()),
                (after, limit) -> visible(
                        after,
                        limit,
                        from -> store.read(tx -> tx.databases().list(from, READ_AHEAD)).stream()
                                .map(AthenaMetadata::database)
                                .toList(),
                        Database::name,
                        database ->
                                databases.refusal(principal, database.name()).isEmpty()),
                Database::name);
        return ListDatabasesResponse.builder()
                .databaseList(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** One database. */
    public GetDatabaseResponse getDatabase(GetDatabaseRequest request) {
        requireCatalog(request.catalogName());
        String name = lower(request.databaseName());
        databases.refusal(principal(), name).ifPresent(MetadataOperations::deny);
        return GetDatabaseResponse.builder().database(database(name)).build();
    }

    /** A page of a database's tables that the caller may read and whose names match. */
    public ListTableMetadataResponse listTableMetadata(ListTableMetadataRequest request) {
        requireCatalog(request.catalogName());
        String database = lower(request.databaseName());
        String principal = principal();
        database(database);
        NamePattern pattern = pattern(request);
        Page<TableMetadata> page = pages.page(
                "ListTableMetadata/" + database + "/" + request.expression(),
                request.nextToken(),
                WorkGroupOperations.limit(request.maxResults()),
                (after, limit) -> visible(
                        after,
                        limit,
                        from -> store.read(tx -> tx.tables().list(database, from, READ_AHEAD)).stream()
                                .map(AthenaMetadata::table)
                                .toList(),
                        TableMetadata::name,
                        table -> pattern.matches(table.name())
                                && tables.refusal(principal, database, table.name())
                                        .isEmpty()),
                TableMetadata::name);
        return ListTableMetadataResponse.builder()
                .tableMetadataList(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static NamePattern pattern(ListTableMetadataRequest request) {
        try {
            return NamePattern.parse("Expression", request.expression());
        } catch (CatalogException e) {
            throw AthenaErrors.invalidRequest(String.valueOf(e.getMessage()));
        }
    }

    /** One table. */
    public GetTableMetadataResponse getTableMetadata(GetTableMetadataRequest request) {
        requireCatalog(request.catalogName());
        String database = lower(request.databaseName());
        String table = lower(request.tableName());
        tables.refusal(principal(), database, table).ifPresent(MetadataOperations::deny);
        return GetTableMetadataResponse.builder()
                .tableMetadata(store.read(tx -> tx.tables().find(database, table))
                        .map(AthenaMetadata::table)
                        .orElseThrow(() -> AthenaErrors.metadata(
                                "EntityNotFoundException: Table " + database + "." + table + " not found.")))
                .build();
    }

    private Database database(String name) {
        return store.read(tx -> tx.databases().find(name))
                .map(AthenaMetadata::database)
                .orElseThrow(() -> AthenaErrors.metadata("EntityNotFoundException: Database " + name + " not found."));
    }

    /** Up to {@code limit} items after a name that a filter lets through, read in portions. */
    private static <T> List<T> visible(
            String after,
            int limit,
            Function<String, List<T>> portions,
            Function<T, String> name,
            Predicate<T> filter) {
        List<T> found = new ArrayList<>();
        String from = after;
        List<T> portion;
        do {
            portion = portions.apply(from);
            portion.stream().filter(filter).limit(limit - found.size()).forEach(found::add);
            from = portion.isEmpty() ? from : name.apply(portion.get(portion.size() - 1));
        } while (portion.size() == READ_AHEAD && found.size() < limit);
        return found;
    }

    private static void deny(String reason) {
        throw AthenaErrors.metadata("AccessDeniedException: " + reason);
    }

    private static void requireCatalog(String name) {
        if (!name.equalsIgnoreCase(CATALOG)) {
            throw AthenaErrors.invalidRequest("DataCatalog " + name + " was not found; there is " + CATALOG + " alone");
        }
    }

    private static String principal() {
        return ChangeAuthor.current().principal();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
