package io.millrace.server;

import io.millrace.catalog.bookmark.BatchOperations;
import io.millrace.catalog.bookmark.JobBookmarkOperations;
import io.millrace.catalog.crawl.CrawlObserver;
import io.millrace.catalog.crawl.CrawlOutcome;
import io.millrace.catalog.job.JobOperations;
import io.millrace.catalog.job.JobRunIds;
import io.millrace.catalog.job.JobRunLifecycle;
import io.millrace.catalog.job.JobRunOperations;
import io.millrace.catalog.job.JobRunStates;
import io.millrace.catalog.job.JobTags;
import io.millrace.catalog.job.jdbc.JdbcJobStore;
import io.millrace.catalog.metadata.DatabaseOperations;
import io.millrace.catalog.metadata.PartitionBatchOperations;
import io.millrace.catalog.metadata.PartitionIndexOperations;
import io.millrace.catalog.metadata.PartitionOperations;
import io.millrace.catalog.metadata.TableOperations;
import io.millrace.catalog.metadata.TableVersionOperations;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.registry.SchemaRegistryOperations;
import io.millrace.catalog.trigger.CrawlerSchedules.CrawlerSchedule;
import io.millrace.catalog.trigger.TriggerEngine;
import io.millrace.catalog.trigger.TriggerOperations;
import io.millrace.catalog.trigger.TriggerTags;
import io.millrace.catalog.trigger.TriggerTargets;
import io.millrace.catalog.trigger.WorkflowOperations;
import io.millrace.catalog.trigger.WorkflowRunOperations;
import io.millrace.catalog.trigger.WorkflowTags;
import io.millrace.catalog.trigger.jdbc.JdbcTriggerStore;
import io.millrace.etl.worker.WorkerCommand;
import io.millrace.server.iceberg.IcebergTables;
import io.millrace.server.identity.PageSeal;
import io.millrace.server.job.JobRunnerSettings;
import io.millrace.server.job.ProcessJobRunLauncher;
import io.millrace.server.job.S3JarSource;
import io.millrace.server.metrics.CrawlMeter;
import io.millrace.server.service.BookmarkFamily;
import io.millrace.server.service.GlueOperations;
import io.millrace.server.service.WorkflowFamily;
import io.millrace.server.work.DaemonThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunRequest;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.GetJobRunsRequest;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.StopCrawlerRequest;

/** Puts Glue together: what ends a crawl or a run fires triggers, and triggers start crawls and runs. */
final class GlueAssembly {
    private final ServerContext context;
    private final StateChanges changes;
    private final PageTokens tokens;
    private final TriggerEngine triggers;
    private final ScheduledExecutorService ticker;
    private final JdbcTriggerStore triggerStore;
    private final CrawlAssembly crawlers;
    private final JdbcJobStore jobStore;
    private final JobRunLifecycle runs;
    private final JobRunOperations runOperations;
    private final ProcessJobRunLauncher launcher;

    /**
     * Glue over a server's store.
     *
     * @param meter measures the crawls
     * @param changes is told of the ends of crawls and runs
     */
    GlueAssembly(ServerContext context, CrawlMeter meter, StateChanges changes) {
        this.context = context;
        this.changes = changes;
        this.tokens = new PageTokens(PageSeal.under(context.masterKey()));
        this.triggerStore = new JdbcTriggerStore(context.jdbi());
        this.ticker = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("triggers"));
        context.parts().add(ticker::shutdownNow);
        this.triggers = new TriggerEngine(triggerStore, new Targets(), this::schedules, context.clock(), ticker);
        this.crawlers = new CrawlAssembly(context, tokens, new CrawlEnds(meter));
        this.launcher = context.parts()
                .add(new ProcessJobRunLauncher(
                        jobRunnerSettings(), this::workerCommand, new S3JarSource(context.s3()), context.jdbi()));
        // Closed before what it starts: the end of a run that the server stops must not start a thing more.
        context.parts().add(triggers);
        this.jobStore = new JdbcJobStore(context.jdbi());
        this.runs = new JobRunLifecycle(jobStore, launcher, this::jobRunEnded, context.clock());
        this.runOperations = new JobRunOperations(jobStore, tokens, runs);
    }

    private void jobRunEnded(String jobName, String runId, JobRunState state) {
        triggers.jobRunEnded(jobName, runId, state);
        changes.jobRunEnded(jobStore, jobName, runId, state);
    }

    private List<CrawlerSchedule> schedules() {
        return crawlers.schedules();
    }

    /** Looks for the archive at every run, as a build may write it while the server runs. */
    private List<String> workerCommand(Path javaHome, String classPath, String mainClass, List<String> arguments) {
        return WorkerCommand.of(
                javaHome, classPath, mainClass, arguments, context.home().jobClassSharing());
    }

    private JobRunnerSettings jobRunnerSettings() {
        return JobRunnerSettings.of(
                context.folder().runs(),
                Path.of(System.getProperty("java.home")),
                context.home().jobClassPathFile(),
                context.children()::ofJobRun);
    }

    /** Ends what a dead server left running. Once, before the first call is let in. */
    void recover() {
        // The triggers' own thread does it, so that what an end fires is started only after all that was left has
        // ended.
        try {
            ticker.submit(() -> {
                        launcher.killOrphans();
                        crawlers.recover();
                        runs.recover();
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot end what the last server left: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }

    /** Starts the triggers and the crawlers' events. Once, when the services answer, because what they start calls them. */
    void start() {
        triggers.start();
        crawlers.start();
    }

    /** Fires no trigger any more and ends all job runs. Closing the parts later does nothing more to them. */
    void stop() {
        triggers.close();
        launcher.close();
    }

    CrawlAssembly crawlers() {
        return crawlers;
    }

    JobRunOperations runs() {
        return runOperations;
    }

    GlueOperations operations() {
        return new GlueOperations(
                new DatabaseOperations(context.catalog(), tokens, context.clock()),
                new TableOperations(context.catalog(), tokens, context.clock(), new IcebergTables(context.s3())),
                new TableVersionOperations(context.catalog(), tokens),
                new PartitionOperations(context.catalog(), tokens, context.clock()),
                new PartitionBatchOperations(context.catalog(), context.clock()),
                new PartitionIndexOperations(context.catalog(), tokens),
                crawlers.operations(),
                new JobOperations(jobStore, tokens, context.clock()),
                runOperations,
                new TriggerOperations(triggerStore, tokens, triggers, context.clock()),
                new WorkflowFamily(
                        new WorkflowOperations(triggerStore, tokens, context.clock()),
                        new WorkflowRunOperations(triggerStore, tokens, triggers)),
                SchemaRegistryOperations.of(
                        context.catalog(),
                        tokens,
                        context.clock(),
                        context.config().region()),
                new EntityAssembly(context, tokens)
                        .operations(Map.of(
                                "crawler", crawlers.tags(),
                                "job", new JobTags(jobStore),
                                "trigger", new TriggerTags(triggerStore),
                                "workflow", new WorkflowTags(triggerStore))),
                new BookmarkFamily(
                        new BatchOperations(context.catalog(), context.clock()),
                        new JobBookmarkOperations(context.catalog())),
                context.catalog());
    }

    /** What triggers start. It is asked only after the whole assembly stands. */
    private final class Targets implements TriggerTargets {
        @Override
        public void startCrawler(String name) {
            crawlers.startCrawl(name);
        }

        @Override
        public void stopCrawler(String name) {
            crawlers.operations()
                    .crawlers()
                    .stopCrawler(StopCrawlerRequest.builder().name(name).build());
        }

        @Override
        public void stopJobRun(String jobName, String runId) {
            List<String> attempts =
                    runOperations
                            .getJobRuns(
                                    GetJobRunsRequest.builder().jobName(jobName).build())
                            .jobRuns()
                            .stream()
                            .filter(run -> JobRunIds.firstAttempt(run.id()).equals(runId))
                            .filter(run -> JobRunStates.isStoppable(run.jobRunState()))
                            .map(JobRun::id)
                            .toList();
            runOperations.batchStopJobRun(BatchStopJobRunRequest.builder()
                    .jobName(jobName)
                    .jobRunIds(attempts)
                    .build());
        }

        @Override
        public String startJob(
                String firing,
                String jobName,
                Map<String, String> arguments,
                @Nullable Integer timeoutMinutes,
                String triggerName) {
            return runOperations.startTriggeredRun(firing, jobName, arguments, timeoutMinutes, triggerName);
        }
    }

    /** What follows from a crawl's end. */
    private final class CrawlEnds implements CrawlObserver {
        private final CrawlMeter meter;

        CrawlEnds(CrawlMeter meter) {
            this.meter = meter;
        }

        @Override
        public void crawlEnded(String crawlerName, LastCrawlStatus status) {
            triggers.crawlEnded(crawlerName, CrawlState.fromValue(status.toString()));
            changes.crawlEnded(crawlers.operations(), crawlerName, status);
        }

        @Override
        public void crawlMeasured(CrawlOutcome outcome, Duration elapsed) {
            meter.crawlMeasured(outcome, elapsed);
        }
    }
}
