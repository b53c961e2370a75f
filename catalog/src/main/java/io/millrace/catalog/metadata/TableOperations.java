package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.TableRows.Archive;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableResponse;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.CreateTableResponse;
import software.amazon.awssdk.services.glue.model.DeleteTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableResponse;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableResponse;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;
import software.amazon.awssdk.services.glue.model.PartitionIndex;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableAttributes;
import software.amazon.awssdk.services.glue.model.TableError;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableResponse;

/** Glue's operations on tables. Thread-safe. */
public final class TableOperations {
    /** Glue API, GetTables: MaxResults. */
    static final int GET_TABLES_MAX_RESULTS = 100;

    /** Glue API, BatchDeleteTable: TablesToDelete. */
    static final int BATCH_DELETE_TABLE_MAX_ENTRIES = 100;

    private final CatalogStore store;
    private final PageTokens tokens;
    private final InstantSource clock;
    private final OpenTableFormats formats;

    /** Operations on a store, without table formats that own their metadata. */
    public TableOperations(CatalogStore store, PageTokens tokens, InstantSource clock) {
        this(store, tokens, clock, OpenTableFormats.NONE);
    }

    /** Operations on a store. */
    public TableOperations(CatalogStore store, PageTokens tokens, InstantSource clock, OpenTableFormats formats) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
        this.formats = formats;
    }

    /** CreateTable. */
    public CreateTableResponse createTable(CreateTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.transactionId(), "TransactionId");
        if (request.tableInput() == null) {
            throw MetadataRequests.invalid("TableInput must not be null.");
        }
        String database = MetadataRequests.name(request.databaseName());
        if (request.name() != null
                && !request.name().equalsIgnoreCase(request.tableInput().name())) {
            throw MetadataRequests.invalid("Name and the Name of TableInput must be the same.");
        }
        if (request.openTableFormatInput() == null) {
            insert(database, request.tableInput(), request.partitionIndexes());
        } else {
            insertOpen(database, request);
        }
        return CreateTableResponse.builder().build();
    }

    private void insert(String database, TableInput input, List<PartitionIndex> indexes) {
        Table table = TableDefinitions.created(database, input, now());
        store.write(tx -> {
            MetadataRequests.loadDatabase(tx, database);
            if (!tx.tables().insert(table)) {
                throw MetadataRequests.alreadyExists("Table already exists.");
            }
            PartitionIndexOperations.add(tx, table, indexes);
            return table;
        });
    }

    /** The metadata is written first, so that a table never names what is not there. */
    private void insertOpen(String database, CreateTableRequest request) {
        TableInput input = request.tableInput();
        store.read(tx -> {
            MetadataRequests.loadDatabase(tx, database);
            if (tx.tables().find(database, MetadataRequests.name(input.name())).isPresent()) {
                throw MetadataRequests.alreadyExists("Table already exists.");
            }
            return true;
        });
        OpenTableFormats.Created created = formats.create(input, request.openTableFormatInput());
        try {
            insert(database, TableDefinitions.withMetadata(input, created.parameters()), request.partitionIndexes());
        } catch (CatalogException e) {
            // Only a refusal is certain: after a lost connection the table may be there, and needs its metadata.
            if (e.code().fault() == CatalogErrorCode.Fault.CLIENT) {
                created.discard();
            }
            throw e;
        }
    }

    /** GetTable, with {@code QueryAsOfTime} as it was then. */
    public GetTableResponse getTable(GetTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.transactionId(), "TransactionId");
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.name());
        Table found = read(request.queryAsOfTime(), tx -> MetadataRequests.loadTable(tx, database, name));
        return GetTableResponse.builder().table(found).build();
    }

    private <T> T read(@Nullable Instant asOf, Function<CatalogTransaction, T> work) {
        return asOf == null ? store.read(work) : store.readAt(asOf, work);
    }

    /** GetTables, by name, those whose whole name matches the expression; with {@code QueryAsOfTime} as they were then. */
    public GetTablesResponse getTables(GetTablesRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.transactionId(), "TransactionId");
        String database = MetadataRequests.name(request.databaseName());
        NamePattern pattern = NamePattern.parse("Expression", request.expression());
        int limit = MetadataRequests.pageSize(request.maxResults(), GET_TABLES_MAX_RESULTS);
        String scope = "GetTables/" + database + (request.queryAsOfTime() == null ? "" : "@" + request.queryAsOfTime());
        Page<Table> page = read(request.queryAsOfTime(), tx -> {
            MetadataRequests.loadDatabase(tx, database);
            return tokens.page(
                    scope,
                    request.nextToken(),
                    limit,
                    (key, count) -> matching(tx, database, pattern, key.isEmpty() ? "" : key.get(0), count),
                    table -> List.of(table.name()));
        });
        return GetTablesResponse.builder()
                .tableList(page.items().stream()
                        .map(table -> withAttributes(table, request))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static List<Table> matching(
            CatalogTransaction tx, String database, NamePattern pattern, String afterName, int limit) {
        List<Table> found = new ArrayList<>();
        List<Table> batch = tx.tables().list(database, afterName, GET_TABLES_MAX_RESULTS);
        while (!batch.isEmpty()) {
            for (Table table : batch) {
                if (pattern.matches(table.name())) {
                    found.add(table);
                    if (found.size() == limit) {
                        return found;
                    }
                }
            }
            batch = tx.tables().list(database, batch.get(batch.size() - 1).name(), GET_TABLES_MAX_RESULTS);
        }
        return found;
    }

    private static Table withAttributes(Table table, GetTablesRequest request) {
        if (request.attributesToGet().isEmpty()) {
            return table;
        }
        Table.Builder named = Table.builder().name(table.name()).databaseName(table.databaseName());
        if (request.attributesToGet().contains(TableAttributes.TABLE_TYPE)) {
            named.tableType(table.tableType());
        }
        return named.build();
    }

    /** UpdateTable: replaces the table, if {@code VersionId} is given only from that version (compare-and-swap). */
    public UpdateTableResponse updateTable(UpdateTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.transactionId(), "TransactionId");
        MetadataRequests.refuse(request.viewUpdateAction(), "ViewUpdateAction");
        MetadataRequests.refuse(request.updateOpenTableFormatInput(), "UpdateOpenTableFormatInput");
        if (request.tableInput() == null) {
            throw MetadataRequests.invalid("TableInput must not be null.");
        }
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.tableInput().name());
        if (request.name() != null && !MetadataRequests.name(request.name()).equals(name)) {
            throw MetadataRequests.invalid("The name of table " + request.name() + " cannot be changed.");
        }
        Archive archive = Boolean.TRUE.equals(request.skipArchive()) ? Archive.SKIP : Archive.KEEP;
        store.write(tx -> {
            Table current = MetadataRequests.loadTable(tx, database, name);
            Table next = TableDefinitions.replacing(current, request.tableInput(), now());
            requireKeysFitPartitions(tx, current, next);
            String expected = request.versionId() == null ? current.versionId() : request.versionId();
            if (!tx.tables().update(next, expected, archive)) {
                throw new CatalogException(
                        CatalogErrorCode.CONCURRENT_MODIFICATION,
                        "Update table failed due to concurrent modifications.");
            }
            ColumnStatisticsRows.dropMissing(tx, next);
            return next;
        });
        return UpdateTableResponse.builder().build();
    }

    private static void requireKeysFitPartitions(CatalogTransaction tx, Table current, Table next) {
        if (keyNames(current).size() == keyNames(next).size()) {
            return;
        }
        String database = current.databaseName();
        boolean hasPartitions = !tx.partitions()
                .list(database, current.name(), any -> true, List.of(), 1)
                .isEmpty();
        if (hasPartitions
                || !tx.partitionIndexes().list(database, current.name()).isEmpty()) {
            throw MetadataRequests.invalid(
                    "The number of partition keys of table %s cannot be changed from %d to %d while it has partition%s."
                            .formatted(
                                    current.name(),
                                    keyNames(current).size(),
                                    keyNames(next).size(),
                                    hasPartitions ? "s" : " indexes"));
        }
    }

    private static List<String> keyNames(Table table) {
        return table.partitionKeys().stream().map(Column::name).toList();
    }

    /** DeleteTable, with its versions and partitions. */
    public DeleteTableResponse deleteTable(DeleteTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.transactionId(), "TransactionId");
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.name());
        store.write(tx -> {
            MetadataRequests.loadTable(tx, database, name);
            return tx.tables().delete(database, name);
        });
        return DeleteTableResponse.builder().build();
    }

    /** BatchDeleteTable: deletes those that exist and names the others. */
    public BatchDeleteTableResponse batchDeleteTable(BatchDeleteTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.transactionId(), "TransactionId");
        MetadataRequests.requireAtMost(request.tablesToDelete(), BATCH_DELETE_TABLE_MAX_ENTRIES, "tablesToDelete");
        String database = MetadataRequests.name(request.databaseName());
        List<String> names =
                request.tablesToDelete().stream().map(MetadataRequests::name).toList();
        List<String> missing = store.write(tx -> {
            MetadataRequests.loadDatabase(tx, database);
            return names.stream()
                    .filter(name -> !tx.tables().delete(database, name))
                    .toList();
        });
        List<TableError> errors = missing.stream()
                .map(name -> TableError.builder()
                        .tableName(name)
                        .errorDetail(MetadataRequests.detail(MetadataRequests.notFound("Table " + name + " not found")))
                        .build())
                .toList();
        return BatchDeleteTableResponse.builder().errors(errors).build();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
