package io.millrace.etl.job;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.etl.TestingS3;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.run.RunSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A store with the buckets {@code raw} and {@code lake}, a Spark session, and runs of the job in them. */
final class TestingLake implements AutoCloseable {
    private final TestingS3 store;
    private final S3Client s3;
    private final SparkSession spark;

    private TestingLake(TestingS3 store) {
        this.store = store;
        this.s3 = S3Clients.create(store.settings());
        this.spark = SparkSessions.start("TestingLake", store.settings());
    }

    static TestingLake start(Path folder) throws IOException, ReflectiveOperationException {
        TestingLake lake = new TestingLake(TestingS3.start(folder));
        lake.s3.createBucket(request -> request.bucket("raw"));
        lake.s3.createBucket(request -> request.bucket("lake"));
        return lake;
    }

    SparkSession spark() {
        return spark;
    }

    S3Client s3() {
        return s3;
    }

    void upload(String key, Path file) {
        s3.putObject(request -> request.bucket("raw").key(key), RequestBody.fromFile(file));
    }

    void upload(String key, String content) {
        upload(key, content.getBytes(StandardCharsets.UTF_8));
    }

    void upload(String key, byte[] content) {
        s3.putObject(request -> request.bucket("raw").key(key), RequestBody.fromBytes(content));
    }

    static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Runs the job from table {@code raw.<name>} to {@code lake.<name>} at {@code s3://lake/<name>/}. */
    RunSummary run(InMemoryCatalog catalog, String name, String... more) {
        return runTo(catalog, name, "s3://lake/" + name + "/", more);
    }

    /** The same to another place. */
    RunSummary runTo(InMemoryCatalog catalog, String name, String target, String... more) {
        TableName source = new TableName("raw", name);
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database=" + source.database(),
                "--source-table=" + source.name(),
                "--target-path=" + target,
                "--target-database=lake",
                "--target-table=" + name));
        arguments.addAll(List.of(more));
        RawToParquet job =
                new RawToParquet(catalog, catalog, catalog.batches(), (owner, run) -> false, InstantSource.system());
        RunPlan plan = job.plan(JobArguments.parse(arguments));
        return job.run(
                plan.lane().open(spark, InstantSource.system()),
                spark.sessionState().newHadoopConf(),
                plan);
    }

    /** The objects below {@code s3://lake/<name>/}, without folder markers. */
    List<String> objects(String name) {
        return s3.listObjectsV2Paginator(request -> request.bucket("lake").prefix(name + "/")).contents().stream()
                .map(S3Object::key)
                .filter(key -> !key.endsWith("/"))
                .map(key -> key.substring(name.length() + 1))
                .toList();
    }

    /** Uploads that were begun and neither completed nor aborted. */
    int unfinishedUploads() {
        return s3.listMultipartUploads(request -> request.bucket("lake"))
                .uploads()
                .size();
    }

    /** Queries the result as view {@code lake}. */
    List<Row> query(String name, String sql) {
        spark.read().parquet("s3a://lake/" + name + "/").createOrReplaceTempView("lake");
        return spark.sql(sql).collectAsList();
    }

    @Override
    public void close() throws IOException, ReflectiveOperationException {
        spark.stop();
        // Hadoop keeps file systems by bucket name, and the next store has another port.
        FileSystem.closeAll();
        s3.close();
        store.close();
    }
}
