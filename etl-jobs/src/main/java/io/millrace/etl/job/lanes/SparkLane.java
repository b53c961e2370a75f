package io.millrace.etl.job.lanes;

import io.millrace.catalog.layout.PartitionNames;
import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.commit.BatchOutput;
import io.millrace.etl.job.commit.Quarantine;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.failure.TaskFailures;
import io.millrace.etl.job.lanes.LaneResult.WrittenFile;
import io.millrace.etl.job.query.SqlQuery;
import io.millrace.etl.job.rows.CheckedRows;
import io.millrace.etl.job.rows.SourceRows;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.lane.expression.NamedExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Spark's expressions and Parquet writer, row by row, for everything that the catalog can describe. Text is read by the columnar lane's parser. */
public final class SparkLane implements Lane {
    /** Input for one file of a table without partition keys. */
    private static final long INPUT_BYTES_A_FILE = 1L << 30;

    private final SparkSession spark;
    private final Optional<Dataset<Row>> query;

    public SparkLane(SparkSession spark) {
        this(spark, Optional.empty());
    }

    private SparkLane(SparkSession spark, Optional<Dataset<Row>> query) {
        this.spark = spark;
        this.query = query;
    }

    /** A lane that writes the rows of a query, whatever the inputs are. */
    public static SparkLane of(SparkSession spark, SqlQuery.Checked query) {
        return new SparkLane(spark, Optional.of(query.rows()));
    }

    @Override
    public LaneResult write(LaneTask task) {
        try {
            return written(task);
        } catch (SparkException | RuntimeException e) {
            Optional<String> reason = query.isPresent() ? SqlQuery.reason(e) : Optional.empty();
            if (reason.isPresent()) {
                throw new JobFailureException("The query of '--sql' failed: " + reason.get(), e);
            }
            throw TaskFailures.explained(e);
        }
    }

    // Spark is written in Scala and throws what it does not declare.
    private LaneResult written(LaneTask task) throws SparkException {
        CheckedRows rows = query.isPresent()
                ? CheckedRows.of(SourceRows.ofQuery(query.get()), task.projection())
                : CheckedRows.of(spark, task.source(), task.inputs(), task.projection(), task.arguments());
        write(rows, task);
        List<String> files = task.output().files();
        CheckedRows.Counts counts = rows.counts();
        task.arguments().maxErrors().check(task.source().name(), counts.rejected(), counts.read());
        if (counts.rejected() > 0) {
            quarantine(rows, counts.rejected(), task);
        }
        return new LaneResult(
                counts.read(),
                counts.read() - counts.rejected() - counts.kept(),
                counts.rejected(),
                countRows(task.output().location(), files),
                files.stream().map(SparkLane::file).toList());
    }

    /** The input is read once more, for its bad rows alone: there are few runs that have any, and Spark writes into one folder at a time. */
    private void quarantine(CheckedRows rows, long expected, LaneTask task) {
        String location = Quarantine.location(task.arguments(), task.output().location())
                .orElseThrow(() -> new IllegalStateException("Rows were rejected, and there is no quarantine"));
        long written;
        try (BatchOutput beside = task.output().beside(location)) {
            rows.rejected()
                    .coalesce(1)
                    .write()
                    .mode(SaveMode.Append)
                    .option("compression", task.arguments().compression().sparkName())
                    .options(beside.options())
                    .parquet(S3Paths.toHadoop(location).toString());
            written = countRows(location, beside.files());
        }
        if (written != expected) {
            throw new JobFailureException(
                    "%d rows of table %s do not fit it, but %d did when they were read once more; its files were changed meanwhile, run the job again"
                            .formatted(expected, task.source().name(), written));
        }
    }

    private static WrittenFile file(String path) {
        int slash = path.lastIndexOf('/');
        return new WrittenFile(path.substring(0, Math.max(0, slash)), path.substring(slash + 1), OptionalLong.empty());
    }

    private void write(CheckedRows checked, LaneTask task) {
        String[] keys =
                task.projection().keys().stream().map(NamedExpression::name).toArray(String[]::new);
        Dataset<Row> rows = oneNullAFolder(checked.output(), keys);
        // One task for each partition: otherwise each task would leave a small file in each partition.
        Dataset<Row> arranged = keys.length == 0
                ? rows.repartition(files(task))
                : rows.repartition(List.of(keys).stream()
                        .map(Names::quoted)
                        .map(functions::col)
                        .toArray(Column[]::new));
        List<String> order = task.arguments().layout().sortBy();
        Dataset<Row> sorted = order.isEmpty()
                ? arranged
                : arranged.sortWithinPartitions(Stream.concat(Stream.of(keys), order.stream())
                        .map(Names::quoted)
                        .map(functions::col)
                        .toArray(Column[]::new));
        DataFrameWriter<Row> writer = sorted.write()
                .mode(SaveMode.Append)
                .options(bloomFilters(task))
                .option("compression", task.arguments().compression().sparkName())
                .options(task.output().options())
                .partitionBy(keys);
        OptionalLong limit = new RowsAFile(spark, task.arguments()).limit(checked.sample(), keys);
        if (limit.isPresent()) {
            writer.option("maxRecordsPerFile", limit.getAsLong());
        }
        writer.parquet(S3Paths.toHadoop(task.output().location()).toString());
    }

    /** The text that a folder's name has for null is null: as two values of one name, Spark would begin the folder's file a second time. */
    private static Dataset<Row> oneNullAFolder(Dataset<Row> rows, String[] keys) {
        Dataset<Row> result = rows;
        for (String key : keys) {
            if (rows.schema().apply(key).dataType().equals(DataTypes.StringType)) {
                Column value = functions.col(Names.quoted(key));
                Column none = functions.lit(null).cast(DataTypes.StringType);
                result = result.withColumn(
                        key,
                        functions
                                .when(value.equalTo(functions.lit(PartitionNames.NULL_VALUE)), none)
                                .otherwise(value));
            }
        }
        return result;
    }

    /** parquet-java's options, which Spark hands through. */
    private static Map<String, String> bloomFilters(LaneTask task) {
        return task.arguments().layout().bloomFilters().stream()
                .collect(Collectors.toMap(column -> "parquet.bloom.filter.enabled#" + column, column -> "true"));
    }

    private static int files(LaneTask task) {
        long bytes =
                task.inputs().stream().mapToLong(input -> input.object().size()).sum();
        return Math.toIntExact(1 + bytes / INPUT_BYTES_A_FILE);
    }

    /** Counts what readers will find; Parquet answers from the files' footers. */
    private long countRows(String location, List<String> files) {
        if (files.isEmpty()) {
            return 0;
        }
        return spark.read()
                .option("__globPaths__", "false")
                .option("recursiveFileLookup", "true")
                .schema("`none` int")
                .parquet(files.stream()
                        .map(file -> S3Paths.toHadoop(location + file).toString())
                        .toArray(String[]::new))
                .count();
    }
}
