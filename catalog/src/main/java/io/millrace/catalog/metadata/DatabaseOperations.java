package io.millrace.catalog.metadata;

import static io.millrace.catalog.metadata.MetadataRequests.CATALOG_ID;

import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.tag.CatalogTags;
import io.millrace.catalog.tag.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseResponse;
import software.amazon.awssdk.services.glue.model.DataLakePrincipal;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseAttributes;
import software.amazon.awssdk.services.glue.model.DatabaseInput;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;
import software.amazon.awssdk.services.glue.model.Permission;
import software.amazon.awssdk.services.glue.model.PrincipalPermissions;
import software.amazon.awssdk.services.glue.model.ResourceShareType;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseResponse;

/** Glue's operations on databases. Thread-safe. Deleting a database deletes its tables at once, where Glue does so by and by. */
public final class DatabaseOperations {
    /** Glue API, GetDatabases: MaxResults. */
    static final int GET_DATABASES_MAX_RESULTS = 100;

    // What Glue fills in for a database without permissions of its own (Lake Formation not in use).
    private static final PrincipalPermissions EVERYONE = PrincipalPermissions.builder()
            .principal(DataLakePrincipal.builder()
                    .dataLakePrincipalIdentifier("IAM_ALLOWED_PRINCIPALS")
                    .build())
            .permissions(Permission.ALL)
            .build();

    private final CatalogStore store;
    private final PageTokens tokens;
    private final InstantSource clock;

    /** Operations on a store. */
    public DatabaseOperations(CatalogStore store, PageTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** CreateDatabase. */
    public CreateDatabaseResponse createDatabase(CreateDatabaseRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        Database database = database(
                MetadataRequests.name(request.databaseInput().name()),
                request.databaseInput(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Map<String, String> tags = Tags.checked(request.tags());
        store.write(tx -> {
            if (!tx.databases().insert(database)) {
                throw MetadataRequests.alreadyExists("Database already exists.");
            }
            CatalogTags.write(tx, EntityPath.database(database.name()), tags);
            return database;
        });
        return CreateDatabaseResponse.builder().build();
    }

    /** GetDatabase. */
    public GetDatabaseResponse getDatabase(GetDatabaseRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String name = MetadataRequests.name(request.name());
        Database found = store.read(tx -> MetadataRequests.loadDatabase(tx, name));
        return GetDatabaseResponse.builder().database(found).build();
    }

    /** GetDatabases, by name. None is shared with this account or federated, so a list of those is empty. */
    public GetDatabasesResponse getDatabases(GetDatabasesRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        int limit = MetadataRequests.pageSize(request.maxResults(), GET_DATABASES_MAX_RESULTS);
        if (request.resourceShareType() == ResourceShareType.FOREIGN
                || request.resourceShareType() == ResourceShareType.FEDERATED) {
            return GetDatabasesResponse.builder().databaseList(List.of()).build();
        }
        Page<Database> page = store.read(tx -> tokens.page(
                "GetDatabases",
                request.nextToken(),
                limit,
                (key, count) -> tx.databases().list(key.isEmpty() ? "" : key.get(0), count),
                database -> List.of(database.name())));
        return GetDatabasesResponse.builder()
                .databaseList(page.items().stream()
                        .map(database -> withAttributes(database, request))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Database withAttributes(Database database, GetDatabasesRequest request) {
        if (request.attributesToGet().isEmpty()) {
            return database;
        }
        Database.Builder named = Database.builder().name(database.name());
        if (request.attributesToGet().contains(DatabaseAttributes.TARGET_DATABASE)) {
            named.targetDatabase(database.targetDatabase());
        }
        return named.build();
    }

    /** UpdateDatabase: replaces all but the name and the creation time. */
    public UpdateDatabaseResponse updateDatabase(UpdateDatabaseRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String name = MetadataRequests.name(request.name());
        if (!MetadataRequests.name(request.databaseInput().name()).equals(name)) {
            throw MetadataRequests.invalid("The name of database " + name + " cannot be changed.");
        }
        store.write(tx -> {
            Database current = MetadataRequests.loadDatabase(tx, name);
            return tx.databases().update(database(name, request.databaseInput(), current.createTime()));
        });
        return UpdateDatabaseResponse.builder().build();
    }

    /** DeleteDatabase, with its tables and their partitions. */
    public DeleteDatabaseResponse deleteDatabase(DeleteDatabaseRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String name = MetadataRequests.name(request.name());
        if (!store.write(tx -> tx.databases().delete(name))) {
            throw MetadataRequests.notFound("Database " + name + " not found.");
        }
        return DeleteDatabaseResponse.builder().build();
    }

    private static Database database(String name, DatabaseInput input, @Nullable Instant createTime) {
        MetadataRequests.refuse(input.federatedDatabase(), "FederatedDatabase");
        Database.Builder database = Database.builder()
                .name(name)
                .description(input.description())
                .locationUri(input.locationUri())
                .createTime(createTime)
                .targetDatabase(input.targetDatabase())
                .createTableDefaultPermissions(
                        input.hasCreateTableDefaultPermissions()
                                ? input.createTableDefaultPermissions()
                                : List.of(EVERYONE))
                .catalogId(CATALOG_ID);
        if (input.hasParameters()) {
            database.parameters(input.parameters());
        }
        return database.build();
    }
}
