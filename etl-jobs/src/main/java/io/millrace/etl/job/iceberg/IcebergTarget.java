package io.millrace.etl.job.iceberg;

import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.Compression;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.TableState;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.lane.expression.NamedExpression;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.aws.glue.GlueCatalog;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** The target as an Iceberg table: making it, checking it and finding batches in its history, with Iceberg's own catalog for Glue. */
public final class IcebergTarget implements AutoCloseable {
    /** Names the batch in the summary of the snapshot that holds its rows. */
    static final String BATCH = "millrace.batch";

    /** Names the job that wrote it, there too. */
    static final String JOB = "millrace.job";

    private static final Logger LOG = LoggerFactory.getLogger(IcebergTarget.class);

    /** The catalog's name in Spark. */
    private static final String SPARK_CATALOG = "millrace_lake";

    private final TableName name;
    private final String location;
    private final Catalog catalog;

    /** @param catalog closed with this, if it can be */
    IcebergTarget(TableName name, String location, Catalog catalog) {
        this.name = name;
        this.location = location;
        this.catalog = catalog;
    }

    /** Opens the catalog, which asks nothing yet. */
    static IcebergTarget open(JobArguments arguments) {
        String location = arguments.targetPath().replaceFirst("/+$", "");
        GlueCatalog catalog = new IcebergBatchCatalog();
        catalog.initialize(SPARK_CATALOG, settings(location));
        return new IcebergTarget(arguments.target(), location, catalog);
    }

    /** Endpoint, region and key of the catalog come from the environment through the SDK. */
    private static Map<String, String> settings(String warehouse) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("warehouse", warehouse);
        settings.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        settings.put("s3.client-factory-impl", IcebergS3Clients.class.getName());
        // Its other client, of Apache, is of a version that nothing else here has.
        settings.put("http-client.type", "urlconnection");
        // Glue's names may have hyphens, which Iceberg's stricter check refuses.
        settings.put("glue.skip-name-validation", "true");
        settings.put("cache-enabled", "false");
        return settings;
    }

    /**
     * Refuses, before anything is written, what cannot be done.
     *
     * @throws JobFailureException for a target of another kind or place, and arguments that an Iceberg table does not follow
     */
    public static void check(RunPlan plan, TargetCatalog catalog) {
        JobArguments arguments = plan.arguments();
        if (!arguments.targetPath().startsWith("s3://")) {
            throw new JobFailureException("Iceberg tables lie in the object store, but '--target-path' is "
                    + arguments.targetPath() + "; give s3://bucket/prefix/");
        }
        if (!arguments.layout().sortBy().isEmpty()
                || !arguments.layout().bloomFilters().isEmpty()) {
            throw new JobFailureException(
                    "'--sort-by' and '--bloom-filter' are for Parquet tables; an Iceberg table says it itself, in its sort order and its properties");
        }
        List<String> columns = Stream.concat(plan.projection().columns().stream(), plan.projection().keys().stream())
                .map(NamedExpression::name)
                .toList();
        for (String key : arguments.format().mergeKeys()) {
            if (!columns.contains(key)) {
                throw new JobFailureException(
                        "Argument '--merge-keys' names column %s, but the rows have %s".formatted(key, columns));
            }
        }
        TableName name = arguments.target();
        catalog.findTable(name.database(), name.name()).ifPresent(table -> checkExisting(name, table, arguments));
    }

    private static void checkExisting(
            TableName name, software.amazon.awssdk.services.glue.model.Table table, JobArguments arguments) {
        if (!TableState.isIceberg(table)) {
            throw new JobFailureException(
                    "Target table %s exists and is not an Iceberg table; drop it or choose another name"
                            .formatted(name));
        }
        String location = Optional.ofNullable(table.storageDescriptor())
                .map(StorageDescriptor::location)
                .map(S3Paths::folder)
                .orElse("no location");
        if (!location.equals(arguments.targetPath())) {
            throw new JobFailureException("Target table %s exists with %s, not %s; drop it or choose another name"
                    .formatted(name, location, arguments.targetPath()));
        }
    }

    /** Lets Spark know the catalog. @return the table's name in Spark */
    String register(SparkSession spark) {
        String prefix = "spark.sql.catalog." + SPARK_CATALOG;
        spark.conf().set(prefix, SparkCatalog.class.getName());
        spark.conf().set(prefix + ".catalog-impl", IcebergBatchCatalog.class.getName());
        settings(location).forEach((key, value) -> spark.conf().set(prefix + "." + key, value));
        return "%s.%s.%s".formatted(SPARK_CATALOG, Names.quoted(name.database()), Names.quoted(name.name()));
    }

    /** The table as it is now, if it exists. */
    Optional<Table> find() {
        try {
            return Optional.of(catalog.loadTable(identifier()));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    private TableIdentifier identifier() {
        return TableIdentifier.of(name.database(), name.name());
    }

    /** The snapshot that holds a batch, if it is in the table's history. */
    static Optional<Snapshot> snapshot(Table table, String batch) {
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .filter(snapshot -> batch.equals(snapshot.summary().get(BATCH)))
                .findFirst();
    }

    /**
     * Makes the table, without rows, if there is none. Before the batch begins: whoever gives a batch up says so in the table, which must be there then.
     *
     * @param rows what will be written, partition keys included
     */
    void ensure(StructType rows, List<String> keys, Compression compression) {
        if (find().isEmpty()) {
            try {
                create(schema(rows), keys, compression);
            } catch (AlreadyExistsException e) {
                LOG.info("Table {} was made by another run just now", name, e);
            }
        }
    }

    /**
     * The table, ready for the rows: its columns are widened and new ones added where that loses nothing.
     *
     * @throws JobFailureException if the table has other keys, or columns that the rows do not fit
     */
    Table prepare(StructType rows, List<String> keys) {
        Table table = find().orElseThrow(() ->
                new JobFailureException("Table %s was dropped while the run wrote it; run it again".formatted(name)));
        checkKeys(table, keys);
        widen(table, schema(rows));
        return table;
    }

    private Schema schema(StructType rows) {
        try {
            // All columns may be null, whatever the plan knows of this run's rows.
            return SparkSchemaUtil.convert(rows.asNullable());
        } catch (UnsupportedOperationException e) {
            throw new JobFailureException(
                    "Table %s cannot be an Iceberg table: %s; cast the column in --mappings or --select"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    private void create(Schema schema, List<String> keys, Compression compression) {
        PartitionSpec.Builder partitions = PartitionSpec.builderFor(schema);
        keys.forEach(partitions::identity);
        catalog.buildTable(identifier(), schema)
                .withPartitionSpec(partitions.build())
                .withLocation(location)
                .withProperty(TableProperties.FORMAT_VERSION, "2")
                // Rows that change are rewritten with their file: not every reader knows delete files.
                .withProperty(TableProperties.MERGE_MODE, "copy-on-write")
                .withProperty(TableProperties.UPDATE_MODE, "copy-on-write")
                .withProperty(TableProperties.DELETE_MODE, "copy-on-write")
                .withProperty(TableProperties.PARQUET_COMPRESSION, compression.sparkName())
                .create();
    }

    private void checkKeys(Table table, List<String> keys) {
        List<String> known = table.spec().fields().stream()
                .map(field -> field.transform().isIdentity()
                        ? table.schema().findColumnName(field.sourceId())
                        : "%s(%s)".formatted(field.transform(), table.schema().findColumnName(field.sourceId())))
                .toList();
        if (!known.equals(keys)) {
            throw new JobFailureException(
                    "Target table %s exists with partitions by %s, not by %s; drop it or choose another name"
                            .formatted(name, known, keys));
        }
    }

    private void widen(Table table, Schema schema) {
        try {
            UpdateSchema update = table.updateSchema().unionByNameWith(schema);
            if (!update.apply().sameSchema(table.schema())) {
                update.commit();
                table.refresh();
            }
        } catch (IllegalArgumentException | IllegalStateException | ValidationException e) {
            throw new JobFailureException(
                    "Target table %s has columns that the rows do not fit: %s; cast them in --mappings or --select, or choose another table"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            if (catalog instanceof Closeable closeable) {
                closeable.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
