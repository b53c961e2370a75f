package io.millrace.server.job;

import io.millrace.catalog.job.JobOperations;
import io.millrace.catalog.job.JobRunLifecycle;
import io.millrace.catalog.job.JobRunObserver;
import io.millrace.catalog.job.JobRunOperations;
import io.millrace.catalog.job.jdbc.JdbcJobStore;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunRequest;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

/** What a server has of jobs, on a data folder: also a program of its own, which starts a run and waits to be killed. */
final class TestingJobServer implements AutoCloseable {
    final SqliteDatabase database;
    final ProcessJobRunLauncher launcher;
    final JobOperations jobs;
    final JobRunOperations runs;
    final JobRunLogs logs;
    final JobProcessRows processes;

    TestingJobServer(Path data, JobRunObserver observer, int maxParallelRuns) throws IOException, URISyntaxException {
        database = SqliteDatabase.open(data.resolve("millrace.db"));
        database.migrate("io/millrace/server/migration", "server_schema_history");
        Path classPathFile = Files.writeString(data.resolve("job.classpath"), classPath() + "\n");
        JobRunnerSettings settings = new JobRunnerSettings(
                data.resolve("runs"),
                Path.of(System.getProperty("java.home")),
                classPathFile,
                RunEnvironment.always(Map.of("AWS_SECRET_ACCESS_KEY", "s3cret!", "AWS_REGION", "us-east-1")),
                Duration.ofMillis(500),
                maxParallelRuns,
                64 << 10);
        launcher = new ProcessJobRunLauncher(
                settings,
                TestingWorker::command,
                (bucket, key, target) -> {
                    throw new IOException("Cannot read s3://%s/%s: no such object".formatted(bucket, key));
                },
                database.jdbi());
        JdbcJobStore store = new JdbcJobStore(database.jdbi());
        JobRunLifecycle lifecycle = new JobRunLifecycle(store, launcher, observer, InstantSource.system());
        launcher.killOrphans();
        lifecycle.recover();
        jobs = new JobOperations(store, PageTokens.withChecksum(), InstantSource.system());
        runs = new JobRunOperations(store, PageTokens.withChecksum(), lifecycle);
        logs = new JobRunLogs(settings.runsFolder());
        processes = new JobProcessRows(database.jdbi());
    }

    String start(String what) {
        return start(what, "s3://artifacts/script.scala", Map.of());
    }

    String start(String what, String script, Map<String, String> arguments) {
        String name = what + "/../" + script;
        jobs.createJob(CreateJobRequest.builder()
                .name(name)
                .role("etl")
                .command(command -> command.name("glueetl").scriptLocation(script))
                .executionProperty(property -> property.maxConcurrentRuns(5))
                .defaultArguments(what.isEmpty() ? Map.of() : Map.of("--class", what))
                .build());
        return runs.startJobRun(StartJobRunRequest.builder()
                        .jobName(name)
                        .arguments(arguments)
                        .build())
                .jobRunId();
    }

    JobRun run(String what, String runId) {
        return run(what, "s3://artifacts/script.scala", runId);
    }

    JobRun run(String what, String script, String runId) {
        return runs.getJobRun(GetJobRunRequest.builder()
                        .jobName(what + "/../" + script)
                        .runId(runId)
                        .build())
                .jobRun();
    }

    @Override
    public void close() {
        launcher.close();
        database.close();
    }

    private static String classPath() throws URISyntaxException {
        return Path.of(TestingWorker.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    public static void main(String[] args) throws Exception {
        TestingJobServer server = new TestingJobServer(Path.of(args[0]), (job, run, state) -> {}, 2);
        System.out.println("run " + server.start("linger"));
        new CountDownLatch(1).await();
    }
}
