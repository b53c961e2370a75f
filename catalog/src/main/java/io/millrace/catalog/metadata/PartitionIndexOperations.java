package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.PartitionIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreatePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionIndexResponse;
import software.amazon.awssdk.services.glue.model.DeletePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionIndexResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionIndexesRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionIndexesResponse;
import software.amazon.awssdk.services.glue.model.KeySchemaElement;
import software.amazon.awssdk.services.glue.model.PartitionIndexDescriptor;
import software.amazon.awssdk.services.glue.model.PartitionIndexStatus;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Glue's operations on partition indexes. An index is built before the call returns, in one transaction, so it is always ACTIVE.
 * Thread-safe.
 */
public final class PartitionIndexOperations {
    /** Glue developer guide, "Creating partition indexes": a maximum of 3 indexes on a table. */
    static final int MAX_INDEXES_PER_TABLE = 3;

    /** More than a table can have. */
    private static final int PAGE_SIZE = 100;

    private final CatalogStore store;
    private final PageTokens tokens;

    /** Operations on a store. */
    public PartitionIndexOperations(CatalogStore store, PageTokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** CreatePartitionIndex. */
    public CreatePartitionIndexResponse createPartitionIndex(CreatePartitionIndexRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        store.write(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            add(tx, table, List.of(request.partitionIndex()));
            return table;
        });
        return CreatePartitionIndexResponse.builder().build();
    }

    /** Adds indexes to a table, all or none. */
    static void add(
            CatalogTransaction tx,
            Table table,
            List<software.amazon.awssdk.services.glue.model.PartitionIndex> indexes) {
        for (var index : indexes) {
            List<PartitionIndex> existing = tx.partitionIndexes().list(table.databaseName(), table.name());
            if (existing.size() >= MAX_INDEXES_PER_TABLE) {
                throw new CatalogException(
                        CatalogErrorCode.RESOURCE_NUMBER_LIMIT_EXCEEDED,
                        "Table %s has %d partition indexes, the most that a table can have."
                                .formatted(table.name(), MAX_INDEXES_PER_TABLE));
            }
            PartitionIndex added =
                    new PartitionIndex(MetadataRequests.name(index.indexName()), positions(table, index));
            if (existing.stream().anyMatch(other -> other.positions().equals(added.positions()))) {
                throw MetadataRequests.alreadyExists("An index with the same keys exists.");
            }
            if (!tx.partitionIndexes().insert(table.databaseName(), table.name(), added)) {
                throw MetadataRequests.alreadyExists("Index with name " + added.name() + " already exists.");
            }
        }
    }

    private static List<Integer> positions(
            Table table, software.amazon.awssdk.services.glue.model.PartitionIndex index) {
        List<Column> keys = table.partitionKeys();
        List<Integer> positions = new ArrayList<>();
        for (String key : index.keys()) {
            int position = IntStream.range(0, keys.size())
                    .filter(i -> keys.get(i).name().equalsIgnoreCase(key))
                    .findFirst()
                    .orElseThrow(() -> MetadataRequests.invalid("Key %s of index %s is not a partition key of table %s."
                            .formatted(key, index.indexName(), table.name())));
            if (positions.contains(position)) {
                throw MetadataRequests.invalid("Key %s is twice in index %s.".formatted(key, index.indexName()));
            }
            positions.add(position);
        }
        if (positions.isEmpty()) {
            throw MetadataRequests.invalid("Index " + index.indexName() + " has no keys.");
        }
        return positions;
    }

    /** DeletePartitionIndex. */
    public DeletePartitionIndexResponse deletePartitionIndex(DeletePartitionIndexRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        String index = MetadataRequests.name(request.indexName());
        store.write(tx -> {
            MetadataRequests.loadTable(tx, database, tableName);
            if (!tx.partitionIndexes().delete(database, tableName, index)) {
                throw MetadataRequests.notFound("Index with name " + index + " not found.");
            }
            return index;
        });
        return DeletePartitionIndexResponse.builder().build();
    }

    /** GetPartitionIndexes, by name. */
    public GetPartitionIndexesResponse getPartitionIndexes(GetPartitionIndexesRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        Page<PartitionIndexDescriptor> page = store.read(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            List<PartitionIndex> indexes = tx.partitionIndexes().list(database, tableName);
            return tokens.page(
                    "GetPartitionIndexes/" + database + "/" + tableName,
                    request.nextToken(),
                    PAGE_SIZE,
                    (key, limit) -> indexes.stream()
                            .filter(index -> key.isEmpty() || index.name().compareTo(key.get(0)) > 0)
                            .map(index -> described(table, index))
                            .toList(),
                    index -> List.of(index.indexName()));
        });
        return GetPartitionIndexesResponse.builder()
                .partitionIndexDescriptorList(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static PartitionIndexDescriptor described(Table table, PartitionIndex index) {
        return PartitionIndexDescriptor.builder()
                .indexName(index.name())
                .keys(index.positions().stream()
                        .map(position -> table.partitionKeys().get(position))
                        .map(key -> KeySchemaElement.builder()
                                .name(key.name())
                                .type(key.type() == null ? "string" : key.type())
                                .build())
                        .toList())
                .indexStatus(PartitionIndexStatus.ACTIVE)
                .build();
    }
}
