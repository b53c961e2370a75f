package io.millrace.etl.job;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.GlueBatches;
import io.millrace.etl.batch.PlainGlueBatches;
import io.millrace.etl.job.arguments.BatchArguments;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.catalog.GlueCatalog;
import io.millrace.etl.job.iceberg.RawToIceberg;
import io.millrace.etl.job.lanes.Lane;
import io.millrace.etl.job.lanes.SparkLane;
import io.millrace.etl.job.query.SqlQuery;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.storage.JobEnvironment;
import io.millrace.etl.job.storage.JobLakes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * The Spark job that turns a catalog table of CSV, JSON lines or Parquet files into a partitioned Parquet table. Its arguments
 * are in Glue's style:
 * <ul>
 *   <li>{@code --source-database}, {@code --source-table}: the table to read
 *   <li>{@code --target-path}: {@code s3://bucket/prefix/}, which belongs to this job alone
 *   <li>{@code --target-database}, {@code --target-table}: the table to register
 *   <li>{@code --partition-keys} (optional): {@code year,month} or {@code year=year(pickup_datetime),…}, see {@code PartitionKey}
 *   <li>{@code --mappings} (optional): see {@code Mapping}
 *   <li>{@code --sql}: a query in Spark SQL over tables of the catalog, instead of {@code --source-table}, see {@link SqlQuery}
 *   <li>{@code --select}, {@code --where} (optional): columns and rows in SQL, instead of {@code --mappings}
 *   <li>{@code --compression} (optional): snappy, gzip, zstd or none
 *   <li>{@code --sort-by}, {@code --bloom-filter}, {@code --target-file-size} (optional): see {@code FileLayout}
 *   <li>{@code --on-error} (optional): fail, quarantine or null, see {@link JobArguments.OnError}
 *   <li>{@code --max-errors} (optional): how many rows may go into quarantine, {@code 100} or {@code 0.5%}
 *   <li>{@code --lane} (optional): auto, columnar or spark, see {@code LaneChoice}
 *   <li>{@code --table-format} (optional): parquet (default) or iceberg, see {@code TargetFormat}
 *   <li>{@code --merge-keys}: the columns that say which row is which, for {@code --write-mode merge}
 * </ul>
 * A run is a batch: its rows appear all at once or not at all, and each input counts once (docs/decisions/0149). What becomes of the rows that are
 * there says {@code --write-mode}: overwrite (default), overwrite-partitions, append or (Iceberg) merge; which inputs are taken, Glue's {@code
 * --job-bookmark-option}, and what is done about inputs that were written anew, {@code --rewritten-files}; see {@link BatchArguments}.
 */
public final class RawToParquetJob {
    private static final Logger LOG = LoggerFactory.getLogger(RawToParquetJob.class);

    private RawToParquetJob() {}

    /** Runs the job in this process. @throws JobFailureException with what the user should know */
    public static void main(String[] arguments) {
        run(List.of(arguments), target -> startSpark("RawToParquetJob " + target), SparkSession::stop);
    }

    /** Starts a session with the settings that jobs need, for the object store that the process's environment names. */
    public static SparkSession startSpark(String name) {
        return SparkSessions.start(name, JobEnvironment.storage(JobEnvironment.ofProcess()));
    }

    /**
     * Runs the job in a session that {@link #startSpark} made and that goes on, for drivers that stay warm.
     *
     * @throws JobFailureException with what the user should know
     */
    public static void run(SparkSession spark, List<String> arguments) {
        run(arguments, target -> spark, same -> {});
    }

    /** The session is opened when all is known to be right that needs none. */
    private static void run(List<String> arguments, Function<String, SparkSession> open, Consumer<SparkSession> close) {
        JobArguments parsed = JobArguments.parse(arguments);
        try (SdkHttpClient http = ApacheHttpClient.create();
                GlueClient glue = GlueClient.builder().httpClient(http).build()) {
            GlueCatalog catalog = new GlueCatalog(glue, new JobLakes());
            BatchCatalog batches = batches(parsed, glue, http);
            RawToParquet job = new RawToParquet(catalog, catalog, batches, catalog, InstantSource.system());
            Optional<RunPlan> ofTable = parsed.sql().isPresent() ? Optional.empty() : Optional.of(job.plan(parsed));
            SparkSession spark = open.apply(parsed.target().toString());
            try {
                RunPlan plan = ofTable.orElseGet(() -> job.plan(parsed, SqlQuery.check(spark, catalog, parsed)));
                if (parsed.format().isIceberg()) {
                    new RawToIceberg(catalog, batches, catalog, InstantSource.system()).run(spark, plan);
                } else {
                    job.run(
                            plan.query()
                                    .<Lane>map(query -> SparkLane.of(spark, query))
                                    .orElseGet(() -> plan.lane().open(spark, InstantSource.system())),
                            spark.sessionState().newHadoopConf(),
                            plan);
                }
            } finally {
                close.accept(spark);
            }
        }
    }

    /** What AWS's own catalog lacks, a run without bookmarks can do without (docs/decisions/0182). */
    private static BatchCatalog batches(JobArguments arguments, GlueClient glue, SdkHttpClient http) {
        BatchCatalog batches = new GlueBatches(glue, http);
        if (arguments.batch().bookmark() == BatchArguments.Bookmark.DISABLE
                && PlainGlueBatches.isNeeded(batches, arguments.batch().key(arguments.target()))) {
            LOG.info("The catalog is not Millrace's: the run's catalog changes are no single transaction");
            return new PlainGlueBatches(glue, arguments.batch().runId());
        }
        return batches;
    }
}
