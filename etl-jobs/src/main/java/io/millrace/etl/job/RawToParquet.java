package io.millrace.etl.job;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchCatalog.Outcome;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.arguments.BatchArguments.Bookmark;
import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.catalog.RunStates;
import io.millrace.etl.job.catalog.SourceCatalog;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.commit.BatchOutput;
import io.millrace.etl.job.commit.Leftovers;
import io.millrace.etl.job.commit.PendingBatches;
import io.millrace.etl.job.commit.Quarantine;
import io.millrace.etl.job.commit.Registration;
import io.millrace.etl.job.commit.RunBatch;
import io.millrace.etl.job.commit.TargetFolder;
import io.millrace.etl.job.commit.TargetFolder.TargetObject;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.iceberg.IcebergTarget;
import io.millrace.etl.job.lanes.Lane;
import io.millrace.etl.job.lanes.LaneChoice;
import io.millrace.etl.job.lanes.LaneResult;
import io.millrace.etl.job.lanes.LaneResult.WrittenFile;
import io.millrace.etl.job.lanes.LaneTask;
import io.millrace.etl.job.lanes.WrittenRows;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.query.SqlQuery;
import io.millrace.etl.job.run.RunInputs;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.run.RunSummary;
import io.millrace.etl.job.source.SourceFiles;
import io.millrace.etl.job.source.SourceListing;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Folder;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.job.text.TextFiles;
import io.millrace.etl.lane.expression.NamedExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.GlueRequest;

/**
 * One run: deal with what earlier runs left, take the inputs, write invisibly, begin the batch, let its objects appear hidden, check them, commit
 * inputs and partitions in one transaction, and only then remove what was replaced (docs/decisions/0149, 0162). Wherever it breaks off, the
 * table's rows are those from before or those from after, and the next run repairs the rest.
 */
final class RawToParquet {
    private static final Logger LOG = LoggerFactory.getLogger(RawToParquet.class);
    private static final LaneResult NOTHING = new LaneResult(0, 0, 0, 0, List.of());

    private final SourceCatalog sourceCatalog;
    private final TargetCatalog targetCatalog;
    private final BatchCatalog batches;
    private final RunStates runs;
    private final InstantSource clock;

    RawToParquet(
            SourceCatalog sourceCatalog,
            TargetCatalog targetCatalog,
            BatchCatalog batches,
            RunStates runs,
            InstantSource clock) {
        this.sourceCatalog = sourceCatalog;
        this.targetCatalog = targetCatalog;
        this.batches = batches;
        this.runs = runs;
        this.clock = clock;
    }

    /** Looks the source up and resolves the arguments. @throws JobFailureException if the job cannot be done */
    RunPlan plan(JobArguments arguments) {
        SourceListing listing = new SourceListing(sourceCatalog, arguments.source());
        SourceTable source = listing.table();
        checkBookmark(source, arguments);
        TextFiles.checkUnknownColumns(arguments.unknownColumns(), source);
        return plan(arguments, source, List.of(listing.location()), Optional.empty());
    }

    /** The same of a query, which has been checked in a session. */
    RunPlan plan(JobArguments arguments, SqlQuery.Checked query) {
        if (arguments.format().isIceberg()) {
            throw new JobFailureException(
                    "The rows of '--sql' are written as Parquet tables; leave --table-format iceberg out");
        }
        return plan(arguments, query.source(), query.locations(), Optional.of(query));
    }

    private RunPlan plan(
            JobArguments arguments, SourceTable source, List<String> locations, Optional<SqlQuery.Checked> query) {
        Projection projection = Projection.resolve(source, arguments);
        arguments
                .layout()
                .check(projection.columns().stream().map(NamedExpression::name).toList());
        RunPlan plan = new RunPlan(arguments, source, projection, LaneChoice.of(arguments, source, projection), query);
        LOG.info("Table {}: {}", arguments.target(), plan.lane());
        checkApart(arguments, source, locations);
        checkReplaced(plan);
        if (arguments.format().isIceberg()) {
            IcebergTarget.check(plan, targetCatalog);
            return plan;
        }
        registration(plan).checkTarget(plan.mode());
        if (arguments.onError() == OnError.QUARANTINE) {
            new Quarantine(targetCatalog, arguments).check();
        }
        return plan;
    }

    /** A run that wrote into what it reads would take its own rows for input, or remove what it has read. */
    private static void checkApart(JobArguments arguments, SourceTable source, List<String> locations) {
        String target = arguments.targetPath();
        Optional<String> quarantine = Quarantine.location(arguments, target);
        Stream.concat(locations.stream(), source.folders().stream().map(Folder::location))
                .map(S3Paths::folder)
                .forEach(root -> {
                    if (S3Paths.overlap(root, target)) {
                        throw new JobFailureException(
                                "Source %s and target %s must not lie in each other".formatted(root, target));
                    }
                    if (quarantine
                            .filter(beside -> S3Paths.overlap(root, beside))
                            .isPresent()) {
                        throw new JobFailureException(
                                "Source %s and %s, where rows go that do not fit, must not lie in each other; give --on-error fail or null, or another target"
                                        .formatted(root, quarantine.get()));
                    }
                });
    }

    /** Without partitions all of the table is replaced, by what is new alone. */
    private static void checkReplaced(RunPlan plan) {
        JobArguments arguments = plan.arguments();
        if (plan.mode() == WriteMode.OVERWRITE_PARTITIONS
                && plan.keys().isEmpty()
                && arguments.batch().bookmark() != Bookmark.DISABLE) {
            throw new JobFailureException(
                    "Table %s has no partitions: with a job bookmark '--write-mode overwrite-partitions' would remove all that was read before; give --partition-keys, take append, or disable the bookmark"
                            .formatted(arguments.target()));
        }
    }

    private Registration registration(RunPlan plan) {
        return new Registration(
                targetCatalog,
                plan.arguments().target(),
                plan.projection(),
                plan.arguments().targetPath());
    }

    /** Does it. @throws JobFailureException if it cannot be done; the failures of Spark come as they are */
    RunSummary run(Lane lane, Configuration hadoop, RunPlan plan) {
        Instant start = clock.instant();
        JobArguments arguments = plan.arguments();
        TargetFolder target = new TargetFolder(arguments.targetPath(), hadoop);
        BookmarkState state = new PendingBatches(
                        batches,
                        targetCatalog,
                        arguments.target(),
                        arguments.batch().key(arguments.target()))
                .resolve(runs, arguments.batch().runId());
        Leftovers leftovers = new Leftovers(targetCatalog, arguments.target(), target);
        leftovers.clean();
        Quarantine quarantine = new Quarantine(targetCatalog, arguments);
        quarantine.clean(hadoop);
        List<SourceObject> inputs = new RunInputs(batches, arguments).choose(inputs(plan, new SourceFiles(hadoop)));
        if (inputs.isEmpty() && arguments.batch().bookmark() != Bookmark.DISABLE) {
            LOG.info(
                    "Table {}: nothing new in {}",
                    arguments.target(),
                    plan.source().name());
            return new RunSummary(0, 0, 0, 0, Optional.empty(), Duration.between(start, clock.instant()));
        }
        Set<String> before = foldersBefore(plan, target);
        RunBatch batch = RunBatch.of(
                batches,
                targetCatalog,
                arguments,
                state,
                plan.projection() + arguments.sql().orElse(""),
                objects(inputs));
        RunSummary summary;
        boolean committed = false;
        try {
            summary = write(lane, plan, inputs, target, before, batch, start);
            committed = true;
        } finally {
            // Not a catch: Spark throws what it does not declare.
            if (!committed) {
                cleanUp(batch, target, leftovers);
            }
        }
        leftovers.clean();
        quarantine.clean(hadoop);
        return summary;
    }

    /** A snapshot was taken with the plan. */
    private List<SourceObject> inputs(RunPlan plan, SourceFiles files) {
        if (plan.query().isPresent()) {
            return plan.query().get().inputs();
        }
        return plan.source().snapshot().isPresent()
                ? files.objects(plan.source())
                : new SourceListing(sourceCatalog, plan.arguments().source()).objects(files);
    }

    /** Such formats write files anew when rows change: by files, rows would come twice, and deleted ones stay. */
    private static void checkBookmark(SourceTable source, JobArguments arguments) {
        if (source.snapshot().isPresent() && arguments.batch().bookmark() != Bookmark.DISABLE) {
            throw new JobFailureException(
                    "Table %s is a table of %s, whose files are rewritten when rows change, so that a bookmark would take rows twice; run the job with --job-bookmark-option job-bookmark-disable and --write-mode overwrite"
                            .formatted(source.name(), source.snapshot().get().format()));
        }
    }

    private static List<InputObject> objects(List<SourceObject> inputs) {
        return inputs.stream().map(SourceObject::object).toList();
    }

    /** Whatever replaces objects must know that all of them are its own; what adds need not look. */
    private Set<String> foldersBefore(RunPlan plan, TargetFolder target) {
        if (plan.mode() == WriteMode.APPEND) {
            target.checkReachable();
            return Set.of();
        }
        List<TargetObject> objects = target.list();
        target.checkBelongsToJob(objects, plan.keys());
        return objects.stream().map(TargetObject::folder).collect(Collectors.toSet());
    }

    private RunSummary write(
            Lane lane,
            RunPlan plan,
            List<SourceObject> inputs,
            TargetFolder target,
            Set<String> before,
            RunBatch batch,
            Instant start) {
        Registration registration = registration(plan);
        JobArguments arguments = plan.arguments();
        Optional<Quarantine> quarantine = arguments.onError() == OnError.QUARANTINE
                ? Optional.of(new Quarantine(targetCatalog, arguments))
                : Optional.empty();
        Set<String> folders = new HashSet<>(before);
        List<InputObject> recorded = arguments.batch().isRemembered() ? objects(inputs) : List.of();
        Runnable begin = () -> {
            targetCatalog.ensureDatabase(arguments.target().database());
            batch.begin(recorded, state -> {
                if (state.table().isPresent()) {
                    // Others may have written rows since the folder was listed.
                    folders.add("");
                }
                return both(
                        registration.begin(state.table(), batch.id()),
                        quarantine.map(beside -> beside.begin(batch.id())));
            });
        };
        LaneResult result = NOTHING;
        try (BatchOutput output = BatchOutput.open(target.location(), batch.id(), begin)) {
            boolean reads = !inputs.isEmpty() || plan.query().isPresent();
            if (reads && arguments.batch().bookmark() != Bookmark.SET_TO_NOW) {
                result = lane.write(new LaneTask(plan.source(), plan.projection(), inputs, arguments, output));
            }
        }
        begin.run();
        new WrittenRows(plan.source().name(), target).check(result);
        Set<String> written = result.files().stream().map(WrittenFile::folder).collect(Collectors.toSet());
        Registration.Commit commit =
                new Registration.Commit(batch.id(), plan.mode(), written, folders, batch.dropped());
        Outcome outcome = new Outcome(
                result.rowsRead(),
                result.rowsWritten(),
                result.rowsRejected(),
                result.files().size());
        batch.commit(
                outcome,
                state -> both(registration.commit(state, commit), quarantine.map(beside -> beside.commit(commit))));
        return summary(plan, result, batch, start);
    }

    private static List<GlueRequest> both(List<GlueRequest> table, Optional<List<GlueRequest>> beside) {
        return Stream.concat(table.stream(), beside.orElse(List.of()).stream()).toList();
    }

    private RunSummary summary(RunPlan plan, LaneResult result, RunBatch batch, Instant start) {
        RunSummary summary = new RunSummary(
                result.rowsRead(),
                result.rowsWritten(),
                result.rowsRejected(),
                result.files().size(),
                Optional.of(batch.id()),
                Duration.between(start, clock.instant()));
        LOG.info(
                "Table {}: batch {}, {} rows in, {} rows out, {} filtered, {} rejected, {} files, {} ms",
                plan.arguments().target(),
                batch.id(),
                result.rowsRead(),
                result.rowsWritten(),
                result.rowsFiltered(),
                result.rowsRejected(),
                result.files().size(),
                summary.duration().toMillis());
        return summary;
    }

    /** Best effort: what cannot be removed now is hidden, and removed by the next run. */
    private static void cleanUp(RunBatch batch, TargetFolder target, Leftovers leftovers) {
        try {
            target.abortUploads(Set.of(batch.id()));
            batch.giveUp(leftovers);
        } catch (RuntimeException e) {
            LOG.warn("Batch {} is left to the next run", batch.id(), e);
        }
    }
}
