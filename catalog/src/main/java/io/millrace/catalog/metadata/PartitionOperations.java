package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.expression.PartitionExpression;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.PartitionSegment;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Segment;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdatePartitionResponse;

/** Glue's operations on single partitions, and their list. Thread-safe. */
public final class PartitionOperations {
    /** Glue API, GetPartitions: MaxResults. */
    static final int GET_PARTITIONS_MAX_RESULTS = 1000;

    private final CatalogStore store;
    private final PageTokens tokens;
    private final InstantSource clock;

    /** Operations on a store. */
    public PartitionOperations(CatalogStore store, PageTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** CreatePartition. */
    public CreatePartitionResponse createPartition(CreatePartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        store.write(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            if (!tx.partitions().insert(PartitionDefinitions.created(table, request.partitionInput(), now))) {
                throw exists();
            }
            return table;
        });
        return CreatePartitionResponse.builder().build();
    }

    /** GetPartition. */
    public GetPartitionResponse getPartition(GetPartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        Partition found = store.read(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            PartitionDefinitions.requireValues(table, request.partitionValues());
            return load(tx, table, request.partitionValues());
        });
        return GetPartitionResponse.builder().partition(found).build();
    }

    /**
     * GetPartitions: those of one segment that satisfy the expression. In the order of their values, key by key, each as its type
     * sorts; or, where a partition index suits the expression better, with the index's keys first. With {@code QueryAsOfTime} as they
     * were then.
     */
    public GetPartitionsResponse getPartitions(GetPartitionsRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.transactionId(), "TransactionId");
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        int limit = MetadataRequests.pageSize(request.maxResults(), GET_PARTITIONS_MAX_RESULTS);
        PartitionSegment segment = segment(request.segment());
        Page<Partition> page = read(request.queryAsOfTime(), tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            PartitionExpression expression = PartitionExpression.parse(request.expression(), table.partitionKeys());
            return new PartitionPages(tokens, table)
                    .page(tx.partitions(), expression, segment, request.nextToken(), limit);
        });
        List<Partition> partitions = Boolean.TRUE.equals(request.excludeColumnSchema())
                ? page.items().stream()
                        .map(PartitionDefinitions::withoutColumns)
                        .toList()
                : page.items();
        return GetPartitionsResponse.builder()
                .partitions(partitions)
                .nextToken(page.nextToken())
                .build();
    }

    private <T> T read(@Nullable Instant asOf, Function<CatalogTransaction, T> work) {
        return asOf == null ? store.read(work) : store.readAt(asOf, work);
    }

    private static PartitionSegment segment(@Nullable Segment segment) {
        if (segment == null) {
            return PartitionSegment.WHOLE;
        }
        if (segment.segmentNumber() < 0 || segment.segmentNumber() >= segment.totalSegments()) {
            throw MetadataRequests.invalid("SegmentNumber %d must be less than TotalSegments %d."
                    .formatted(segment.segmentNumber(), segment.totalSegments()));
        }
        return new PartitionSegment(segment.segmentNumber(), segment.totalSegments());
    }

    /** UpdatePartition: replaces all but the creation time; the values may change. */
    public UpdatePartitionResponse updatePartition(UpdatePartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        store.write(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            update(tx, table, request.partitionValueList(), request.partitionInput());
            return table;
        });
        return UpdatePartitionResponse.builder().build();
    }

    /** DeletePartition. */
    public DeletePartitionResponse deletePartition(DeletePartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        store.write(tx -> {
            delete(tx, MetadataRequests.loadTable(tx, database, tableName), request.partitionValues());
            return tableName;
        });
        return DeletePartitionResponse.builder().build();
    }

    static void update(CatalogTransaction tx, Table table, List<String> values, PartitionInput input) {
        PartitionDefinitions.requireValues(table, values);
        Partition current = load(tx, table, values);
        Partition next = PartitionDefinitions.created(table, input, current.creationTime());
        if (!next.values().equals(values)
                && tx.partitions()
                        .find(table.databaseName(), table.name(), next.values())
                        .isPresent()) {
            throw exists();
        }
        tx.partitions().update(values, next);
    }

    static void delete(CatalogTransaction tx, Table table, List<String> values) {
        PartitionDefinitions.requireValues(table, values);
        if (!tx.partitions().delete(table.databaseName(), table.name(), values)) {
            throw notFound();
        }
    }

    static CatalogException exists() {
        return MetadataRequests.alreadyExists("Partition already exists.");
    }

    private static Partition load(CatalogTransaction tx, Table table, List<String> values) {
        return tx.partitions()
                .find(table.databaseName(), table.name(), values)
                .orElseThrow(PartitionOperations::notFound);
    }

    private static CatalogException notFound() {
        return MetadataRequests.notFound("Cannot find partition.");
    }
}
