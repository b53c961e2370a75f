package io.millrace.etl.job;

import io.millrace.etl.job.LaneResult.WrittenFile;
import io.millrace.etl.lane.expression.NamedExpression;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Spark's own readers, expressions and Parquet writer: everything that the catalog can describe, row by row. */
final class SparkLane implements Lane {
    private static final String ROWS = "rows";

    /** Input for one file of a table without partition keys. */
    private static final long INPUT_BYTES_A_FILE = 1L << 30;

    private final SparkSession spark;

    SparkLane(SparkSession spark) {
        this.spark = spark;
    }

    @Override
    public LaneResult write(LaneTask task) {
        Observation read = new Observation("read");
        Observation kept = new Observation("kept");
        OutputColumns output =
                new OutputColumns(task.projection(), task.arguments().onError());
        Dataset<Row> rows = new SourceReader(spark, task.arguments().onError())
                .readObjects(task.source(), task.inputs())
                .observe(read, functions.count(functions.lit(1)).as(ROWS));
        Dataset<Row> wanted = output.filter(rows)
                .observe(kept, functions.count(functions.lit(1)).as(ROWS));
        write(output.select(wanted), task);
        List<String> files = task.output().files();
        long rowsRead = observed(read);
        return new LaneResult(
                rowsRead,
                rowsRead - observed(kept),
                0,
                countRows(task.output().location(), files),
                files.stream().map(SparkLane::file).toList());
    }

    private static WrittenFile file(String path) {
        int slash = path.lastIndexOf('/');
        return new WrittenFile(path.substring(0, Math.max(0, slash)), path.substring(slash + 1), OptionalLong.empty());
    }

    private static void write(Dataset<Row> rows, LaneTask task) {
        String[] keys =
                task.projection().keys().stream().map(NamedExpression::name).toArray(String[]::new);
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
        save(
                sorted.write()
                        .mode(SaveMode.Append)
                        .options(bloomFilters(task))
                        .option("compression", task.arguments().compression().sparkName())
                        .options(task.output().options())
                        .partitionBy(keys),
                task.output().location());
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

    private static void save(DataFrameWriter<Row> writer, String location) {
        try {
            parquet(writer, S3Paths.toHadoop(location).toString());
        } catch (IOException e) {
            throw new JobFailureException("Cannot write to " + location, e);
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
