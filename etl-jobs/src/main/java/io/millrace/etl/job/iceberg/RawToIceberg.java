package io.millrace.etl.job.iceberg;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchCatalog.Outcome;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.arguments.BatchArguments;
import io.millrace.etl.job.arguments.BatchArguments.Bookmark;
import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.catalog.RunStates;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.commit.RunBatch;
import io.millrace.etl.job.iceberg.IcebergWriter.Written;
import io.millrace.etl.job.run.RunInputs;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.run.RunSummary;
import io.millrace.etl.job.source.SourceFiles;
import io.millrace.etl.job.source.SourceObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run into an Iceberg table: settle what an earlier run left, take the inputs, begin the batch, commit its rows through Iceberg with the
 * batch's name in the snapshot, then commit the bookmark (docs/decisions/0179). Iceberg's commit makes the rows visible; who dies after it
 * has the bookmark committed by the next run, which finds the name.
 */
public final class RawToIceberg {
    private static final Logger LOG = LoggerFactory.getLogger(RawToIceberg.class);

    private final TargetCatalog catalog;
    private final BatchCatalog batches;
    private final RunStates runs;
    private final InstantSource clock;

    public RawToIceberg(TargetCatalog catalog, BatchCatalog batches, RunStates runs, InstantSource clock) {
        this.catalog = catalog;
        this.batches = batches;
        this.runs = runs;
        this.clock = clock;
    }

    /** Does it. @throws JobFailureException if it cannot be done; the failures of Spark and Iceberg come as they are */
    public RunSummary run(SparkSession spark, RunPlan plan) {
        try (IcebergTarget target = IcebergTarget.open(plan.arguments())) {
            return run(spark, plan, target);
        }
    }

    private RunSummary run(SparkSession spark, RunPlan plan, IcebergTarget target) {
        Instant start = clock.instant();
        JobArguments arguments = plan.arguments();
        BatchArguments of = arguments.batch();
        IcebergBatches left =
                new IcebergBatches(batches, of.key(arguments.target()), arguments.target(), target, clock);
        BookmarkState state = left.resolve(runs, of.runId());
        List<SourceObject> inputs = new RunInputs(batches, arguments)
                .choose(new SourceFiles(spark.sessionState().newHadoopConf()).objects(plan.source()));
        if (inputs.isEmpty() && (of.bookmark() != Bookmark.DISABLE || plan.mode() != WriteMode.OVERWRITE)) {
            LOG.info(
                    "Table {}: nothing new in {}",
                    arguments.target(),
                    plan.source().name());
            return new RunSummary(0, 0, 0, 0, Optional.empty(), Duration.between(start, clock.instant()));
        }
        List<InputObject> objects = inputs.stream().map(SourceObject::object).toList();
        RunBatch batch = RunBatch.of(
                batches, catalog, arguments, state, plan.projection().toString(), objects);
        boolean committed = false;
        try {
            Written written = write(spark, plan, target, inputs, objects, batch);
            committed = true;
            return summary(plan, written, batch, Duration.between(start, clock.instant()));
        } finally {
            // Not a catch: Spark throws what it does not declare.
            if (!committed) {
                settle(left, batch);
            }
        }
    }

    private Written write(
            SparkSession spark,
            RunPlan plan,
            IcebergTarget target,
            List<SourceObject> inputs,
            List<InputObject> objects,
            RunBatch batch) {
        JobArguments arguments = plan.arguments();
        catalog.ensureDatabase(arguments.target().database());
        List<String> dropped = batch.dropped();
        List<InputObject> recorded = arguments.batch().bookmark() == Bookmark.ENABLE ? objects : List.of();
        Written written = new Written(0, 0, 0);
        if (inputs.isEmpty()) {
            batch.begin(recorded, table -> List.of());
            target.find()
                    .ifPresent(table -> IcebergWriter.clear(
                            table, arguments.batch().key(arguments.target()).job(), batch.id()));
        } else {
            IcebergWriter writer = new IcebergWriter(spark, plan, inputs);
            target.ensure(writer.rows().schema(), plan.keys(), arguments.compression());
            batch.begin(recorded, table -> List.of());
            Table table = target.prepare(writer.rows().schema(), plan.keys());
            if (plan.mode() == WriteMode.APPEND || plan.mode() == WriteMode.OVERWRITE_PARTITIONS) {
                new IcebergTakenBack(table, arguments.target()).remove(dropped);
            }
            written = writer.write(target.register(spark), table, batch.id());
        }
        batch.commit(new Outcome(written.rowsRead(), written.rowsOut(), 0, written.files()), table -> List.of());
        return written;
    }

    private static RunSummary summary(RunPlan plan, Written written, RunBatch batch, Duration duration) {
        LOG.info(
                "Table {}: batch {}, {} rows in, {} rows out, {} files, {} ms",
                plan.arguments().target(),
                batch.id(),
                written.rowsRead(),
                written.rowsOut(),
                written.files(),
                duration.toMillis());
        return new RunSummary(
                written.rowsRead(), written.rowsOut(), 0, written.files(), Optional.of(batch.id()), duration);
    }

    /** Best effort: what cannot be settled now is settled by the next run. */
    private static void settle(IcebergBatches left, RunBatch batch) {
        try {
            left.settleOwn(batch.id());
        } catch (RuntimeException e) {
            LOG.warn("Batch {} is left to the next run", batch.id(), e);
        }
    }
}
