package io.millrace.etl.job.lanes;

import io.millrace.etl.job.arguments.FileLayout;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.failure.JobFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/**
 * How many rows make a file of {@code --target-file-size}. Spark's writer ends a file by its rows and never by its bytes; so the first rows are written into a
 * file of the driver's own, whose bytes are counted.
 */
final class RowsAFile {
    static final int SAMPLE_ROWS = 100_000;

    /** So many tell how long a row is, and with that how many fit into the driver. */
    private static final int FIRST_ROWS = 16;

    private static final long SAMPLE_BYTES = 128L << 20;

    private final SparkSession spark;
    private final FileLayout layout;
    private final JobArguments.Compression compression;

    RowsAFile(SparkSession spark, JobArguments arguments) {
        this.spark = spark;
        this.layout = arguments.layout();
        this.compression = arguments.compression();
    }

    /** The most rows of a file; empty where nobody asked for a size, or all rows are too few for it. */
    OptionalLong limit(Dataset<Row> rows, String[] keys) {
        if (layout.targetFileBytes() == FileLayout.DEFAULT_TARGET_FILE_BYTES) {
            return OptionalLong.empty();
        }
        Dataset<Row> sample = rows.drop(keys).limit(FIRST_ROWS);
        InternalRow[] values = collected(sample);
        if (values.length == 0) {
            return OptionalLong.empty();
        }
        int most = values.length;
        if (values.length == FIRST_ROWS) {
            most = (int) Math.min(SAMPLE_ROWS, SAMPLE_BYTES * FIRST_ROWS / plainBytes(values));
        }
        if (most > values.length) {
            sample = rows.drop(keys).limit(most);
            values = collected(sample);
        }
        try {
            long bytes = bytes(sample.schema(), values);
            boolean all = values.length < Math.max(most, FIRST_ROWS) && bytes <= layout.targetFileBytes();
            double share = (double) layout.targetFileBytes() / bytes;
            return all ? OptionalLong.empty() : OptionalLong.of(Math.max(1, (long) (share * values.length)));
        } catch (IOException e) {
            throw new JobFailureException(
                    "Cannot write a sample of the rows into the driver's folder for temporary files: " + e.getMessage(),
                    e);
        }
    }

    private static InternalRow[] collected(Dataset<Row> rows) {
        return rows.queryExecution().executedPlan().executeCollect();
    }

    private static long plainBytes(InternalRow[] rows) {
        long bytes = 1;
        for (InternalRow row : rows) {
            bytes += row instanceof UnsafeRow known ? known.getSizeInBytes() : Long.BYTES;
        }
        return bytes;
    }

    private long bytes(StructType schema, InternalRow[] rows) throws IOException {
        Path folder = Files.createTempDirectory("millrace-sample");
        Path file = folder.resolve("sample.parquet");
        try {
            Job job = Job.getInstance(spark.sessionState().newHadoopConf());
            var options = new Map.Map1<>("compression", compression.sparkName());
            var factory = new ParquetFileFormat().prepareWrite(spark, job, options, schema);
            OutputWriter writer = factory.newInstance(
                    file.toUri().toString(),
                    schema,
                    new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID()));
            for (InternalRow row : rows) {
                writer.write(row);
            }
            writer.close();
            return Files.size(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder.resolve(".sample.parquet.crc"));
            Files.deleteIfExists(folder);
        }
    }
}
