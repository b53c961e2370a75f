package io.millrace.server.demo;

import io.millrace.catalog.storage.S3Settings;
import io.millrace.ci.livetest.ComparisonResult;
import io.millrace.server.MillraceHome;
import io.millrace.server.demo.Demo.Approval;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.JobRun;

/** A demo's pipeline from the commit to the approval or the end. What an earlier demo on the same folder has begun is taken up. */
final class DemoDelivery {
    private final DemoClients clients;
    private final DemoProgress progress;
    private final DemoOptions options;
    private final MillraceHome home;
    private final DeliveryRepository repository;

    DemoDelivery(DemoClients clients, DemoProgress progress, DemoOptions options, MillraceHome home) {
        this.clients = clients;
        this.progress = progress;
        this.options = options;
        this.home = home;
        this.repository = new DeliveryRepository(
                options.dataFolder().resolve("demo-" + DeliveryPipeline.REPOSITORY),
                options.dataFolder().resolve("repositories").resolve(DeliveryPipeline.REPOSITORY + ".git"));
    }

    /** The execution that an earlier demo has begun; or one of what is committed now. */
    DemoExecution begin(SortedMap<String, Path> inputs, S3Settings storage) {
        DeliveryPipeline stack = new DeliveryPipeline(clients.stacks(), clients.secrets());
        Optional<String> old = stack.name();
        Optional<DemoExecution> running =
                old.flatMap(name -> DemoExecution.running(clients.pipelines(), name, progress));
        if (running.isPresent()) {
            progress.say("  An execution of an earlier demo goes on:");
            return running.get();
        }
        if (old.isEmpty()) {
            // A demo without a pipeline on this folder has made a test stage of its own.
            new DemoStack(clients.stacks(), DemoStage.STACK).delete();
        }
        String last = old.flatMap(name -> DemoExecution.newest(clients.pipelines(), name))
                .orElse("");
        Optional<String> head = repository.head();
        String commit = progress.during("commit the stage with its trips, and push", () -> {
            repository.fill(home, inputs.isEmpty() ? DemoUpload.makeUp(options) : inputs);
            return repository.push("Deliver the taxi stage");
        });
        String name = progress.during("stand the pipeline up from its template", () -> stack.deploy(home, storage));
        return old.isPresent() && head.equals(Optional.of(commit))
                ? DemoExecution.start(clients.pipelines(), name, progress)
                : DemoExecution.after(last, clients.pipelines(), name, progress);
    }

    /** Follows the execution to where the demo ends. */
    DemoResult run(DemoExecution begun, Approval approval, Instant started) {
        Instant ready = Instant.now();
        DemoExecution execution = begun;
        DemoExecution.Stop stop = execution.follow();
        if (stop != DemoExecution.Stop.APPROVAL && execution.isTakenUp()) {
            // It was beyond its approval, or its server's death has failed it: there is no test stage to look at.
            progress.say("  It ended; a new one:");
            execution = execution.again();
            stop = execution.follow();
        }
        if (stop != DemoExecution.Stop.APPROVAL) {
            throw new IllegalStateException("The pipeline " + stop.text() + ". "
                    + execution.view().failure().orElse("No action failed.") + " The logs of builds are in "
                    + options.dataFolder().resolve("builds") + ".");
        }
        DemoResult result = compare(started, ready);
        if (approval == Approval.GIVE && result.match()) {
            execution.approve();
            stop = execution.follow();
            if (stop != DemoExecution.Stop.SUCCEEDED) {
                throw new IllegalStateException("The pipeline " + stop.text() + " after its approval. "
                        + execution.view().failure().orElse("No action failed."));
            }
        }
        return result.with(execution.view());
    }

    private DemoResult compare(Instant started, Instant ready) {
        DemoComparison comparison = new DemoComparison(clients);
        Instant begun = Instant.now();
        ComparisonResult compared = progress.during("query and compare the test stage's tables", comparison::run);
        Instant end = Instant.now();
        return comparison.result(
                compared,
                new DemoResult.Seconds(
                        Demo.seconds(Duration.between(started, ready)),
                        Demo.seconds(lastCrawl(DemoStage.RAW_CRAWLER).plus(lastCrawl(DemoStage.LAKE_CRAWLER))),
                        Demo.seconds(lastRun()),
                        Demo.seconds(Duration.between(begun, end)),
                        Demo.seconds(Duration.between(started, end))));
    }

    private Duration lastCrawl(String crawler) {
        CrawlerHistory last = clients.glue()
                .listCrawls(request -> request.crawlerName(crawler).maxResults(1))
                .crawls()
                .get(0);
        return Duration.between(last.startTime(), last.endTime());
    }

    private Duration lastRun() {
        JobRun last = clients.glue()
                .getJobRuns(request -> request.jobName(DemoStage.JOB).maxResults(1))
                .jobRuns()
                .get(0);
        return Duration.between(last.startedOn(), last.completedOn());
    }
}
