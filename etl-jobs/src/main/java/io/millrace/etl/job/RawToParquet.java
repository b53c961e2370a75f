package io.millrace.etl.job;

import io.millrace.etl.lane.expression.NamedExpression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: read, write invisibly, commit, check, register, and only then remove what the run did not write again. Where it
 * breaks off, each partition is as it was or as it shall be, and the next run repairs the rest (docs/decisions/0050).
 */
final class RawToParquet {
    private static final Logger LOG = LoggerFactory.getLogger(RawToParquet.class);
    private static final String ROWS = "rows";

    private final SourceCatalog sourceCatalog;
    private final TargetCatalog targetCatalog;
    private final InstantSource clock;

    RawToParquet(SourceCatalog sourceCatalog, TargetCatalog targetCatalog, InstantSource clock) {
        this.sourceCatalog = sourceCatalog;
        this.targetCatalog = targetCatalog;
        this.clock = clock;
    }

    /**
     * What a run did.
     *
     * @param rowsIn read from the source
     * @param rowsOut found in the committed files
     * @param files committed, which is also the number of partitions of a partitioned table
     */
    record Summary(long rowsIn, long rowsOut, int files, Duration duration) {}

    /** What a run is about to do. Everything is checked that needs no Spark and no object store. */
    record Plan(JobArguments arguments, SourceTable source, Projection projection) {}

    /** Looks the source up and resolves the arguments. @throws JobFailureException if the job cannot be done */
    Plan plan(JobArguments arguments) {
        var table = sourceCatalog.loadTable(
                arguments.source().database(), arguments.source().name());
        var partitions = table.partitionKeys().isEmpty()
                ? List.<software.amazon.awssdk.services.glue.model.Partition>of()
                : sourceCatalog.listPartitions(
                        arguments.source().database(), arguments.source().name());
        SourceTable source = SourceTable.of(table, partitions);
        Plan plan = new Plan(arguments, source, Projection.resolve(source, arguments));
        String target = arguments.targetPath();
        String root = S3Paths.folder(table.storageDescriptor().location());
        if (root.startsWith(target) || target.startsWith(root)) {
            throw new JobFailureException("Source %s and target %s must not lie in each other".formatted(root, target));
        }
        registration(plan).checkTarget();
        return plan;
    }

    private Registration registration(Plan plan) {
        return new Registration(
                targetCatalog,
                plan.arguments().target(),
                plan.projection(),
                plan.arguments().targetPath());
    }

    /** Does it. @throws JobFailureException if it cannot be done; the failures of Spark come as they are */
    Summary run(SparkSession spark, Plan plan) {
        Instant start = clock.instant();
        var hadoop = spark.sessionState().newHadoopConf();
        List<String> keys =
                plan.projection().keys().stream().map(NamedExpression::name).toList();
        TargetFolder target = new TargetFolder(plan.arguments().targetPath(), keys, hadoop);
        Set<String> before = target.listFolders();
        var folders = new SourceFiles(hadoop).foldersWithData(plan.source());
        Observation read = new Observation("read");
        OutputColumns output =
                new OutputColumns(plan.projection(), plan.arguments().onError());
        Dataset<Row> rows = output.filter(
                        new SourceReader(spark, plan.arguments().onError()).read(plan.source(), folders))
                .observe(read, functions.count(functions.lit(1)).as(ROWS));
        Set<String> written = write(output.select(rows), keys, plan.arguments(), target);
        long rowsIn = observed(read);
        long rowsOut = countRows(spark, target, written);
        if (rowsIn != rowsOut) {
            throw new JobFailureException("Read %d rows of %s, but %s holds %d after the commit; nothing was registered"
                    .formatted(rowsIn, plan.source().name(), target.location(), rowsOut));
        }
        registration(plan).register(written);
        before.removeAll(written);
        target.deleteFiles(before);
        Summary summary = new Summary(rowsIn, rowsOut, written.size(), Duration.between(start, clock.instant()));
        LOG.info(
                "Table {}: {} rows in, {} rows out, {} files, {} ms",
                plan.arguments().target(),
                rowsIn,
                rowsOut,
                written.size(),
                summary.duration().toMillis());
        return summary;
    }

    private static Set<String> write(
            Dataset<Row> rows, List<String> keys, JobArguments arguments, TargetFolder target) {
        Path report = temporaryFile();
        try {
            Column[] columns =
                    keys.stream().map(Names::quoted).map(functions::col).toArray(Column[]::new);
            // One task for each partition, so that each has one file, of a name that a rerun repeats.
            Dataset<Row> arranged = keys.isEmpty() ? rows.repartition(1) : rows.repartition(columns);
            save(
                    arranged.write()
                            .mode(SaveMode.Append)
                            .option("compression", arguments.compression().sparkName())
                            .option(RepeatableNamesProtocol.REPORT_OPTION, report.toString())
                            .partitionBy(keys.toArray(String[]::new)),
                    target);
            return new TreeSet<>(Files.readAllLines(report));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + report, e);
        } finally {
            delete(report);
        }
    }

    private static void save(DataFrameWriter<Row> writer, TargetFolder target) {
        try {
            parquet(writer, S3Paths.toHadoop(target.location()).toString());
        } catch (IOException e) {
            throw new JobFailureException("Cannot write to " + target.location(), e);
        }
    }

    // Spark is written in Scala and throws what it does not declare, such as what S3A says of a store that refuses.
    private static void parquet(DataFrameWriter<Row> writer, String path) throws IOException {
        writer.parquet(path);
    }

    private static long observed(Observation read) {
        try {
            return ((Number) Objects.requireNonNull(read.getAsJava().get(ROWS))).longValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobFailureException("Interrupted while waiting for the count of the rows", e);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("millrace-commit", ".txt");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a temporary file", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}", file, e);
        }
    }

    /** Counts what readers will find; Parquet answers from the files' footers. */
    private static long countRows(SparkSession spark, TargetFolder target, Set<String> folders) {
        if (folders.isEmpty()) {
            return 0;
        }
        String[] files =
                folders.stream().map(folder -> target.file(folder).toString()).toArray(String[]::new);
        return spark.read()
                .option("recursiveFileLookup", "true")
                .option("__globPaths__", "false")
                .schema("`none` int")
                .parquet(files)
                .count();
    }
}
