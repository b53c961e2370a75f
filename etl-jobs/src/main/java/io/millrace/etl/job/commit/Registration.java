package io.millrace.etl.job.commit;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.BatchParameters;
import io.millrace.etl.job.catalog.PartitionWrites;
import io.millrace.etl.job.catalog.TableState;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.lane.expression.NamedExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/**
 * What the catalog must say of the target so that a batch counts, as writes for one transaction. Partition keys are registered as {@code string}, as Glue's crawlers do, so that a later crawl changes nothing.
 */
public final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final String INPUT_FORMAT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    private static final String OUTPUT_FORMAT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    private static final String SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private static final Map<String, String> PARAMETERS = parameters();

    private final TargetCatalog catalog;
    private final TableName name;
    private final Projection projection;
    private final String location;

    public Registration(TargetCatalog catalog, TableName name, Projection projection, String location) {
        this.catalog = catalog;
        this.name = name;
        this.projection = projection;
        this.location = location;
    }

    private static Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("EXTERNAL", "TRUE");
        parameters.put("classification", "parquet");
        parameters.put("compressionType", "none");
        parameters.put("typeOfData", "file");
        return parameters;
    }

    /**
     * Refuses, before anything is written, a target that the catalog knows as something else.
     *
     * @throws JobFailureException for another place, other partition keys, or, where rows stay, a column of another type
     */
    public void checkTarget(WriteMode mode) {
        catalog.findTable(name.database(), name.name()).ifPresent(table -> {
            checkTarget(table);
            if (mode != WriteMode.OVERWRITE) {
                checkTypes(table);
            }
        });
    }

    private void checkTarget(Table table) {
        if (TableState.isIceberg(table)) {
            throw new JobFailureException(
                    "Target table %s is an Iceberg table; give --table-format iceberg, or choose another name"
                            .formatted(name));
        }
        String known =
                table.storageDescriptor() == null || table.storageDescriptor().location() == null
                        ? "no location"
                        : S3Paths.folder(table.storageDescriptor().location());
        if (!known.equals(location)) {
            throw new JobFailureException("Target table %s exists with %s, not %s; drop it or choose another name"
                    .formatted(name, known, location));
        }
        List<String> keys = table.partitionKeys().stream().map(Column::name).toList();
        if (!keys.equals(keyNames())) {
            throw new JobFailureException(
                    "Target table %s exists with partition keys %s, not %s; drop it or choose another name"
                            .formatted(name, keys, keyNames()));
        }
    }

    private void checkTypes(Table table) {
        Map<String, String> known = new HashMap<>();
        table.storageDescriptor().columns().forEach(column -> known.put(column.name(), column.type()));
        for (Column column : projectedColumns()) {
            String type = known.getOrDefault(column.name(), column.type());
            if (!type.equals(column.type())) {
                throw new JobFailureException(
                        "Target table %s has column %s as %s, but the run would write %s beside it; cast the column in --mappings or overwrite the table"
                                .formatted(name, column.name(), type, column.type()));
            }
        }
    }

    private List<String> keyNames() {
        return projection.keys().stream().map(NamedExpression::name).toList();
    }

    /**
     * The writes that let a batch's objects appear without being rows. A table that does not exist yet is made, without rows: somebody
     * else who made it in the meantime would show them.
     */
    public List<GlueRequest> begin(Optional<Table> current, String batch) {
        if (current.isEmpty()) {
            Map<String, String> parameters = BatchParameters.of(PARAMETERS)
                    .with(BatchObjects.HIDDEN, Set.of(batch))
                    .toMap();
            return List.of(CreateTableRequest.builder()
                    .databaseName(name.database())
                    .tableInput(table(parameters, projectedColumns()).build())
                    .build());
        }
        return List.of(update(
                current.get(),
                BatchParameters.of(current.get().parameters())
                        .with(BatchObjects.HIDDEN, Set.of(batch))
                        .input(current.get())));
    }

    /** The write that keeps a batch's objects from ever being rows, and says that they are to be removed. */
    static List<GlueRequest> giveUp(TableName name, Table current, String batch) {
        return List.of(UpdateTableRequest.builder()
                .databaseName(name.database())
                .tableInput(BatchParameters.of(current.parameters())
                        .with(BatchObjects.HIDDEN, Set.of(batch))
                        .with(BatchObjects.REMOVED, Set.of(batch))
                        .input(current))
                .versionId(current.versionId())
                .skipArchive(true)
                .build());
    }

    private UpdateTableRequest update(Table current, TableInput wanted) {
        return UpdateTableRequest.builder()
                .databaseName(name.database())
                .tableInput(wanted)
                .versionId(current.versionId())
                .skipArchive(true)
                .build();
    }

    /**
     * What a batch's commit shows.
     *
     * @param folders that it wrote into, relative to the target
     * @param foldersBefore that had objects before it began
     * @param dropped batches that a reset took back
     */
    public record Commit(
            String batch, WriteMode mode, Set<String> folders, Set<String> foldersBefore, List<String> dropped) {
        public Commit {
            folders = Set.copyOf(folders);
            foldersBefore = Set.copyOf(foldersBefore);
            dropped = List.copyOf(dropped);
        }
    }

    /** The writes that make the batch's objects rows of the table, and others none. @throws JobFailureException if the table is gone or does not fit any more */
    public List<GlueRequest> commit(TableState state, Commit commit) {
        Table current = state.table()
                .orElseThrow(() -> new JobFailureException(
                        "Table %s was removed while the run wrote it; run the job again".formatted(name)));
        checkTarget(current);
        BatchParameters parameters = BatchParameters.of(current.parameters())
                .without(BatchObjects.HIDDEN, Set.of(commit.batch()))
                .with(BatchObjects.HIDDEN, Set.copyOf(commit.dropped()))
                .with(BatchObjects.REMOVED, Set.copyOf(commit.dropped()));
        if (projection.keys().isEmpty()) {
            count(parameters, commit, !commit.foldersBefore().isEmpty());
        }
        List<Column> columns = columns(current, commit.mode());
        TableInput wanted = table(parameters.toMap(), columns)
                .description(current.description())
                .owner(current.owner())
                .build();
        List<GlueRequest> writes = new ArrayList<>();
        writes.add(update(current, wanted));
        if (!projection.keys().isEmpty()) {
            writes.addAll(partitions(state.partitions(), commit, columns));
        }
        return writes;
    }

    /** Lets the batch count; in a folder that had something before, alone or beside it. */
    private static void count(BatchParameters parameters, Commit commit, boolean hadSomething) {
        if (commit.mode() == WriteMode.APPEND) {
            parameters.alsoCounts(commit.batch());
        } else if (hadSomething) {
            parameters.onlyCounts(commit.batch());
        }
    }

    private List<GlueRequest> partitions(List<Partition> existing, Commit commit, List<Column> columns) {
        Map<List<String>, Partition> known = new HashMap<>();
        existing.forEach(partition -> known.put(partition.values(), partition));
        List<PartitionInput> added = new ArrayList<>();
        List<PartitionInput> changed = new ArrayList<>();
        for (String folder : new TreeSet<>(commit.folders())) {
            List<String> values = values(folder);
            Partition old = known.remove(values);
            BatchParameters parameters = BatchParameters.of(old == null ? Map.of() : old.parameters());
            count(parameters, commit, old != null || commit.foldersBefore().contains(folder));
            PartitionInput wanted = partition(folder, values, parameters, columns);
            if (old == null) {
                added.add(wanted);
            } else {
                checkPlace(old, wanted, commit.mode());
                if (!old.parameters().equals(wanted.parameters())
                        || differs(old.storageDescriptor(), wanted.storageDescriptor())) {
                    changed.add(wanted);
                }
            }
        }
        if (commit.mode() == WriteMode.OVERWRITE) {
            // Without rows first; they go when their objects are gone.
            known.values().stream()
                    .map(partition -> BatchParameters.of(partition.parameters())
                            .onlyCounts(commit.batch())
                            .input(partition))
                    .forEach(changed::add);
        }
        LOG.info("Table {}: {} partitions added, {} changed", name, added.size(), changed.size());
        return PartitionWrites.of(name, added, changed);
    }

    private void checkPlace(Partition old, PartitionInput wanted, WriteMode mode) {
        String place =
                old.storageDescriptor() == null || old.storageDescriptor().location() == null
                        ? "no location"
                        : S3Paths.folder(old.storageDescriptor().location());
        if (mode == WriteMode.APPEND && !place.equals(wanted.storageDescriptor().location())) {
            throw new JobFailureException(
                    "Partition %s of table %s lies at %s, not at %s; drop it or move its files there"
                            .formatted(
                                    old.values(),
                                    name,
                                    place,
                                    wanted.storageDescriptor().location()));
        }
    }

    private static List<String> values(String folder) {
        return Arrays.stream(folder.split("/"))
                .map(segment -> segment.substring(segment.indexOf('=') + 1))
                .map(ExternalCatalogUtils::unescapePathName)
                .toList();
    }

    private PartitionInput partition(
            String folder, List<String> values, BatchParameters parameters, List<Column> columns) {
        Map<String, String> all = new LinkedHashMap<>(parameters.toMap());
        all.putAll(PARAMETERS);
        return PartitionInput.builder()
                .values(values)
                .parameters(all)
                .storageDescriptor(storage(location + folder + "/", columns))
                .build();
    }

    private TableInput.Builder table(Map<String, String> parameters, List<Column> columns) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.putAll(PARAMETERS);
        return TableInput.builder()
                .name(name.name())
                .tableType("EXTERNAL_TABLE")
                .parameters(all)
                .storageDescriptor(storage(location, columns))
                .partitionKeys(
                        keyNames().stream().map(key -> column(key, "string")).toList());
    }

    private List<Column> projectedColumns() {
        return projection.columns().stream()
                .map(output -> column(output.name(), output.type().toString()))
                .toList();
    }

    /** Where rows stay their columns stay, and new ones come behind them. */
    private List<Column> columns(Table current, WriteMode mode) {
        List<Column> columns = new ArrayList<>();
        if (mode != WriteMode.OVERWRITE) {
            columns.addAll(current.storageDescriptor().columns());
        }
        Set<String> names = new HashSet<>(columns.stream().map(Column::name).toList());
        projectedColumns().stream()
                .filter(column -> !names.contains(column.name()))
                .forEach(columns::add);
        return columns;
    }

    private StorageDescriptor storage(String folder, List<Column> columns) {
        return StorageDescriptor.builder()
                .columns(columns)
                .location(folder)
                .inputFormat(INPUT_FORMAT)
                .outputFormat(OUTPUT_FORMAT)
                .serdeInfo(serde -> serde.serializationLibrary(SERDE).parameters(Map.of("serialization.format", "1")))
                .compressed(false)
                .numberOfBuckets(-1)
                .storedAsSubDirectories(false)
                .parameters(PARAMETERS)
                .build();
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    /** A crawler may have added parameters of its own; they are no difference. */
    private static boolean differs(StorageDescriptor current, StorageDescriptor wanted) {
        return current == null
                || current.location() == null
                || !S3Paths.folder(current.location()).equals(wanted.location())
                || current.serdeInfo() == null
                || !SERDE.equals(current.serdeInfo().serializationLibrary())
                || !signatures(current.columns()).equals(signatures(wanted.columns()));
    }

    private static List<String> signatures(Collection<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + ":" + column.type())
                .toList();
    }
}
