package io.millrace.server.demo;

import io.millrace.ci.livetest.ComparisonResult;
import io.millrace.server.MillraceHome;
import io.millrace.server.MillraceServer;
import io.millrace.server.config.ServerConfig;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run of the whole pipeline: a server, the test stage's resources, an upload whose event runs crawl, job and crawl, and a
 * comparison of both tables. Everything after the server's start goes over the wire.
 */
public final class Demo implements AutoCloseable {
    private final DemoOptions options;
    private final MillraceHome home;
    private final DemoProgress progress;
    private final SortedMap<String, Path> inputs;
    private final Instant started;
    private final MillraceServer server;
    private final DemoClients clients;

    private Demo(
            DemoOptions options,
            MillraceHome home,
            DemoProgress progress,
            SortedMap<String, Path> inputs,
            MillraceServer server) {
        this.options = options;
        this.home = home;
        this.progress = progress;
        this.inputs = inputs;
        this.started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        this.server = server;
        this.clients = new DemoClients(server);
    }

    /**
     * Starts a server on free ports for the demo.
     *
     * @param messages where the progress goes
     * @throws IllegalArgumentException if an input is not there
     */
    public static Demo start(DemoOptions options, MillraceHome home, PrintStream messages) {
        // The launcher knows: a JVM from 22 on has a console even where there is no terminal.
        boolean terminal = Boolean.getBoolean("millrace.terminal");
        DemoProgress progress = terminal ? DemoProgress.onTerminal(messages) : DemoProgress.inLines(messages);
        SortedMap<String, Path> inputs =
                options.inputs().isEmpty() ? new TreeMap<>() : DemoInput.find(options.inputs());
        ServerConfig config = ServerConfig.local(options.dataFolder());
        progress.say("Millrace demo in " + options.dataFolder());
        MillraceServer server = progress.during("start the server", () -> MillraceServer.start(config, home));
        return new Demo(options, home, progress, inputs, server);
    }

    /** Runs the pipeline and compares the tables. Fails with the reason of the step that failed. */
    public DemoResult run() {
        progress.during("stand the test stage up from its template", () -> {
            new DemoStage(clients.stacks(), clients.s3()).create(home);
            return true;
        });
        Instant ready = Instant.now();
        DemoUpload upload = new DemoUpload(clients.s3());
        Instant uploaded = progress.during("upload " + inputText(), () -> upload.replaceAll(inputs, options));
        DemoChain chain = new DemoChain(clients.glue(), progress);
        DemoChain.Passed rawCrawl = progress.during(
                "event, Lambda handler, crawl of the raw files",
                () -> chain.awaitCrawl(DemoStage.RAW_CRAWLER, uploaded));
        RawTrips.load(clients.glue());
        DemoChain.Passed job =
                progress.during("Spark job to Parquet", () -> chain.awaitJobRun(DemoStage.JOB, rawCrawl.began()));
        DemoChain.Passed lakeCrawl =
                progress.during("crawl of the lake", () -> chain.awaitCrawl(DemoStage.LAKE_CRAWLER, job.began()));
        DemoComparison comparison = new DemoComparison(clients);
        ComparisonResult compared = progress.during("query and compare both tables", comparison::run);
        Instant end = Instant.now();
        DemoResult.Seconds seconds = new DemoResult.Seconds(
                seconds(started, ready),
                seconds(Duration.between(uploaded, rawCrawl.ended())
                        .plus(Duration.between(job.ended(), lakeCrawl.ended()))),
                seconds(rawCrawl.ended(), job.ended()),
                seconds(lakeCrawl.ended(), end),
                seconds(started, end));
        return comparison.result(compared, seconds);
    }

    /**
     * Runs a pipeline over a repository that it makes, up to its approval, or to its end with {@link Approval#GIVE}. Goes on with what an
     * earlier demo on the same folder has begun.
     *
     * @throws IllegalStateException if the pipeline fails before the approval, with the action and its reason
     */
    public DemoResult runPipeline(Approval approval) {
        DemoDelivery delivery = new DemoDelivery(clients, progress, options, home);
        DemoExecution execution = delivery.begin(inputs, server.storageSettings());
        return delivery.run(execution, approval, started);
    }

    /** What is done where the pipeline waits for an approval. */
    public enum Approval {
        /** The demo ends; the pipeline goes on waiting. */
        AWAIT,
        /** It is approved, and followed to its end. */
        GIVE
    }

    private String inputText() {
        return inputs.isEmpty() ? options.rows() + " made-up trips" : inputs.size() + " files";
    }

    private static double seconds(Instant from, Instant to) {
        return seconds(Duration.between(from, to));
    }

    static double seconds(Duration duration) {
        return Math.round(duration.toMillis() / 10.0) / 100.0;
    }

    /** The address of every service. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** The address of the object store. */
    public URI storageEndpoint() {
        return server.storageEndpoint();
    }

    @Override
    public void close() {
        progress.mute();
        clients.close();
        server.close();
    }
}
