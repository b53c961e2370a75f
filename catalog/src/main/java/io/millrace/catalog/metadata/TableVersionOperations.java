package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableVersionResponse;
import software.amazon.awssdk.services.glue.model.DeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableVersionResponse;
import software.amazon.awssdk.services.glue.model.GetTableVersionRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionResponse;
import software.amazon.awssdk.services.glue.model.GetTableVersionsRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionsResponse;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableVersion;
import software.amazon.awssdk.services.glue.model.TableVersionError;

/** Glue's operations on the versions of tables; the current version is one of them, and cannot be deleted. Thread-safe. */
public final class TableVersionOperations {
    /** Glue API, GetTableVersions: MaxResults. */
    static final int GET_TABLE_VERSIONS_MAX_RESULTS = 100;

    /** Glue API, BatchDeleteTableVersion: VersionIds. */
    static final int BATCH_DELETE_TABLE_VERSION_MAX_ENTRIES = 100;

    private final CatalogStore store;
    private final PageTokens tokens;

    /** Operations on a store. */
    public TableVersionOperations(CatalogStore store, PageTokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** GetTableVersion, the current one if none is named. */
    public GetTableVersionResponse getTableVersion(GetTableVersionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.tableName());
        long before = request.versionId() == null ? Long.MAX_VALUE : parse(request.versionId()) + 1;
        TableVersion found = store.read(tx -> {
            MetadataRequests.loadTable(tx, database, name);
            return tx.tables().listVersions(database, name, before, 1).stream()
                    .filter(version -> before == Long.MAX_VALUE || parse(version.versionId()) == before - 1)
                    .findFirst()
                    .orElseThrow(() -> versionNotFound());
        });
        return GetTableVersionResponse.builder().tableVersion(found).build();
    }

    /** GetTableVersions, the newest first. */
    public GetTableVersionsResponse getTableVersions(GetTableVersionsRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.tableName());
        int limit = MetadataRequests.pageSize(request.maxResults(), GET_TABLE_VERSIONS_MAX_RESULTS);
        Page<TableVersion> page = store.read(tx -> {
            MetadataRequests.loadTable(tx, database, name);
            return tokens.page(
                    "GetTableVersions/" + database + "/" + name,
                    request.nextToken(),
                    limit,
                    (key, count) -> tx.tables()
                            .listVersions(
                                    database, name, key.isEmpty() ? Long.MAX_VALUE : Long.parseLong(key.get(0)), count),
                    version -> List.of(version.versionId()));
        });
        return GetTableVersionsResponse.builder()
                .tableVersions(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** DeleteTableVersion. */
    public DeleteTableVersionResponse deleteTableVersion(DeleteTableVersionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.tableName());
        store.write(tx -> {
            delete(tx, MetadataRequests.loadTable(tx, database, name), request.versionId());
            return name;
        });
        return DeleteTableVersionResponse.builder().build();
    }

    /** BatchDeleteTableVersion: deletes those that it can and names the others. */
    public BatchDeleteTableVersionResponse batchDeleteTableVersion(BatchDeleteTableVersionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.requireAtMost(request.versionIds(), BATCH_DELETE_TABLE_VERSION_MAX_ENTRIES, "versionIds");
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.tableName());
        List<TableVersionError> errors = store.write(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, name);
            List<TableVersionError> failed = new ArrayList<>();
            for (String version : request.versionIds()) {
                try {
                    delete(tx, table, version);
                } catch (CatalogException e) {
                    failed.add(TableVersionError.builder()
                            .tableName(name)
                            .versionId(version)
                            .errorDetail(MetadataRequests.detail(e))
                            .build());
                }
            }
            return failed;
        });
        return BatchDeleteTableVersionResponse.builder().errors(errors).build();
    }

    private static void delete(CatalogTransaction tx, Table table, @Nullable String version) {
        String parsed = String.valueOf(parse(version));
        if (parsed.equals(table.versionId())) {
            throw MetadataRequests.invalid("Cannot delete the current version " + parsed + " of the table.");
        }
        if (!tx.tables().deleteVersion(table.databaseName(), table.name(), parsed)) {
            throw versionNotFound();
        }
    }

    private static CatalogException versionNotFound() {
        return MetadataRequests.notFound("Table version not found.");
    }

    private static long parse(@Nullable String version) {
        try {
            return Math.max(-1, Math.min(Long.parseLong(String.valueOf(version)), Long.MAX_VALUE - 2));
        } catch (NumberFormatException e) {
            throw MetadataRequests.invalid("Invalid VersionId: it must be a number.");
        }
    }
}
