package io.millrace.etl.job;

import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.storage.S3aSettings;
import io.millrace.etl.job.commit.BatchCommitProtocol;
import io.millrace.etl.job.storage.ContentCodec;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark sessions for ETL: UTC, timestamps without zone, ANSI casts, no web interface, and the committers of S3A. */
final class SparkSessions {
    private static final int SHUFFLE_PARTITIONS_PER_CORE = 2;

    private SparkSessions() {}

    /** Starts a session; the caller stops it. System properties that begin with {@code spark.} win over what is set here. */
    static SparkSession start(String name, S3Settings storage) {
        SparkConf conf = new SparkConf().setAppName(name);
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.driver.host", "127.0.0.1");
        conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing(
                "spark.sql.shuffle.partitions",
                Integer.toString(
                        SHUFFLE_PARTITIONS_PER_CORE * Runtime.getRuntime().availableProcessors()));
        // Otherwise Spark makes a folder in the working directory.
        conf.setIfMissing(
                "spark.sql.warehouse.dir",
                Path.of(System.getProperty("java.io.tmpdir"), "spark-warehouse")
                        .toUri()
                        .toString());
        sql(conf);
        committers(conf);
        conf.set("spark.hadoop." + ContentCodec.SETTING, ContentCodec.classes());
        S3aSettings.properties(storage).forEach((key, value) -> conf.set("spark.hadoop." + key, value));
        return SparkSession.builder().config(conf).getOrCreate();
    }

    private static void sql(SparkConf conf) {
        conf.set("spark.sql.session.timeZone", "UTC");
        conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ");
        conf.set("spark.sql.ansi.enabled", "true");
        conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        // One task writes a partition of the target; nothing may split or join the shuffle's partitions.
        conf.set("spark.sql.adaptive.enabled", "false");
        // With pruning Spark does not see that a row has too many fields.
        conf.set("spark.sql.csv.parser.columnPruning.enabled", "false");
        // Of fields with a number in the schema that is asked for: those of Iceberg's and Delta's files.
        conf.set("spark.sql.parquet.fieldId.read.enabled", "true");
        conf.set("spark.sql.files.ignoreMissingFiles", "false");
        conf.set("spark.sql.files.ignoreCorruptFiles", "false");
    }

    private static void committers(SparkConf conf) {
        conf.set("spark.sql.sources.commitProtocolClass", BatchCommitProtocol.class.getName());
        conf.set(
                "spark.sql.parquet.output.committer.class",
                "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");
        // The list of files at the table's root is for people who debug committers; crawlers and other readers trip
        // over it.
        conf.set("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        // Otherwise the end of one job's commit aborts the uploads of all others below the same folder.
        conf.set("spark.hadoop.fs.s3a.committer.abort.pending.uploads", "false");
    }
}
