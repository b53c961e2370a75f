package io.millrace.etl.job;

import io.millrace.etl.job.JobArguments.TableName;
import io.millrace.etl.lane.expression.NamedExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * Makes the catalog say what is in the target's folder. What is right already is not written again, so that a rerun makes no new
 * table version. Partition keys are registered as {@code string}, as Glue's crawlers do, so that a later crawl changes nothing.
 */
final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final String INPUT_FORMAT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    private static final String OUTPUT_FORMAT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    private static final String SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private static final Map<String, String> PARAMETERS = parameters();

    private final TargetCatalog catalog;
    private final TableName name;
    private final Projection projection;
    private final String location;

    Registration(TargetCatalog catalog, TableName name, Projection projection, String location) {
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

    /** Refuses, before anything is written, a target that the catalog knows as something else. */
    void checkTarget() {
        catalog.findTable(name.database(), name.name()).ifPresent(table -> {
            String known = table.storageDescriptor() == null
                            || table.storageDescriptor().location() == null
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
        });
    }

    private List<String> keyNames() {
        return projection.keys().stream().map(NamedExpression::name).toList();
    }

    /** Registers the table and the partitions of the folders, and forgets all other partitions. */
    void register(Set<String> folders) {
        catalog.ensureDatabase(name.database());
        Optional<Table> current = catalog.findTable(name.database(), name.name());
        TableInput wanted = table(current);
        if (current.isEmpty()) {
            catalog.createTable(name.database(), wanted);
        } else if (differs(current.get(), wanted)) {
            catalog.updateTable(name.database(), current.get(), wanted);
        }
        if (!projection.keys().isEmpty()) {
            registerPartitions(folders);
        }
    }

    private void registerPartitions(Set<String> folders) {
        Map<List<String>, Partition> known = new HashMap<>();
        catalog.listPartitions(name.database(), name.name())
                .forEach(partition -> known.put(partition.values(), partition));
        List<PartitionInput> added = new ArrayList<>();
        List<PartitionInput> changed = new ArrayList<>();
        for (String folder : folders) {
            PartitionInput wanted = partition(folder);
            Partition existing = known.remove(wanted.values());
            if (existing == null) {
                added.add(wanted);
            } else if (differs(existing.storageDescriptor(), wanted.storageDescriptor())) {
                changed.add(wanted);
            }
        }
        catalog.createPartitions(name.database(), name.name(), added);
        catalog.updatePartitions(name.database(), name.name(), changed);
        catalog.deletePartitions(name.database(), name.name(), new ArrayList<>(known.keySet()));
        LOG.info(
                "Table {}: {} partitions added, {} changed, {} removed",
                name,
                added.size(),
                changed.size(),
                known.size());
    }

    private TableInput table(Optional<Table> current) {
        Map<String, String> parameters = new LinkedHashMap<>();
        current.ifPresent(table -> parameters.putAll(table.parameters()));
        parameters.putAll(PARAMETERS);
        TableInput.Builder input = TableInput.builder()
                .name(name.name())
                .tableType("EXTERNAL_TABLE")
                .parameters(parameters)
                .storageDescriptor(storage(location))
                .partitionKeys(
                        keyNames().stream().map(key -> column(key, "string")).toList());
        current.ifPresent(table -> input.description(table.description()).owner(table.owner()));
        return input.build();
    }

    private PartitionInput partition(String folder) {
        return PartitionInput.builder()
                .values(Arrays.stream(folder.split("/"))
                        .map(segment -> segment.substring(segment.indexOf('=') + 1))
                        .map(ExternalCatalogUtils::unescapePathName)
                        .toList())
                .parameters(PARAMETERS)
                .storageDescriptor(storage(location + folder + "/"))
                .build();
    }

    private StorageDescriptor storage(String folder) {
        return StorageDescriptor.builder()
                .columns(projection.columns().stream()
                        .map(output -> column(output.name(), output.type().toString()))
                        .toList())
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

    private static boolean differs(Table current, TableInput wanted) {
        return differs(current.storageDescriptor(), wanted.storageDescriptor())
                || !"EXTERNAL_TABLE".equals(current.tableType())
                || !signatures(current.partitionKeys()).equals(signatures(wanted.partitionKeys()))
                || !current.parameters().entrySet().containsAll(PARAMETERS.entrySet());
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
