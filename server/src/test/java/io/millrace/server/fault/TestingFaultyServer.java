package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.storage.S3Settings.Credentials;
import io.millrace.server.TestingServer;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.config.StorageConfig;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A whole server whose object store is behind a {@link TestingFaultProxy}, and the steps of a pipeline by name: the files
 * {@code s3://raw/<name>/} are crawled into table {@code raw.<name>}, which the job writes to {@code s3://lake/<name>/} and
 * registers as table {@code lake_<name>.<name>}. The test's own S3 calls do not go through the proxy. Shared by many threads.
 */
final class TestingFaultyServer implements AutoCloseable {
    /** Long, because several Spark processes may share two cores. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** The store's. */
    static final Credentials KEY = new Credentials("AKIATESTING", "testing-secret");

    private static final String REGION = ServerConfig.DEFAULT_REGION;
    private static final String ROLE = "arn:aws:iam::000000000000:role/testing";

    private final URI storeEndpoint;
    private final TestingFaultProxy proxy;
    private final URI endpoint;
    private final AdministratorKey key;
    private final List<Closeable> parts;
    private final S3Client s3;
    private final GlueClient glue;
    private final AthenaClient athena;

    /** @param parts are closed in this order */
    private TestingFaultyServer(
            URI storeEndpoint, TestingFaultProxy proxy, URI endpoint, AdministratorKey key, List<Closeable> parts) {
        this.storeEndpoint = storeEndpoint;
        this.proxy = proxy;
        this.endpoint = endpoint;
        this.key = key;
        this.parts = parts;
        this.s3 = S3Clients.create(storage());
        this.glue = configure(GlueClient.builder()).build();
        this.athena = configure(AthenaClient.builder()).build();
        List.of("raw", "lake", "results").forEach(bucket -> s3.createBucket(create -> create.bucket(bucket)));
        glue.createDatabase(create -> create.databaseInput(input -> input.name("raw")));
    }

    private <B extends AwsClientBuilder<B, ?>> B configure(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())));
    }

    /** Server and store in processes of their own. They are closed with this. */
    static TestingFaultyServer of(TestingProcesses processes) throws IOException {
        TestingFaultProxy proxy = TestingFaultProxy.before(processes.storeEndpoint());
        processes.start(proxy.endpoint());
        return new TestingFaultyServer(
                processes.storeEndpoint(),
                proxy,
                processes.endpoint(),
                processes.administratorKey(),
                List.of(processes::close, proxy::close));
    }

    static TestingFaultyServer start(Path folder) throws IOException {
        EmbeddedObjectStore store = EmbeddedObjectStore.start(EmbeddedStoreSettings.of(
                Path.of(System.getProperty("millrace.home")), folder.resolve("store"), 0, KEY));
        TestingFaultProxy proxy =
                TestingFaultProxy.before(store.settings().endpoint().orElseThrow());
        ServerConfig local = ServerConfig.local(folder.resolve("data"));
        S3Settings behindProxy = new S3Settings(Optional.of(proxy.endpoint()), local.region(), Optional.of(KEY));
        TestingServer server = TestingServer.start(new ServerConfig(
                local.dataFolder(),
                local.bindAddress(),
                0,
                local.region(),
                new StorageConfig(Optional.of(behindProxy), 0),
                Optional.of("s3://results/"),
                List.of(),
                local.observability(),
                local.security(),
                local.catalog()));
        return new TestingFaultyServer(
                store.settings().endpoint().orElseThrow(),
                proxy,
                server.server().endpoint(),
                server.server().administratorKey(),
                List.of(server::close, proxy::close, store::close));
    }

    /** What a job's process needs to work with this server and store through proxies. */
    Map<String, String> environment(TestingFaultProxy catalogProxy) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_ENDPOINT_URL_GLUE", catalogProxy.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
        environment.put("AWS_REGION", REGION);
        environment.put("MILLRACE_S3_ENDPOINT", proxy.endpoint().toString());
        environment.put("MILLRACE_S3_REGION", REGION);
        environment.put("MILLRACE_S3_ACCESS_KEY_ID", KEY.accessKeyId());
        environment.put("MILLRACE_S3_SECRET_ACCESS_KEY", KEY.secretAccessKey());
        return environment;
    }

    AdministratorKey administratorKey() {
        return key;
    }

    /** The store without the proxy. */
    S3Settings storage() {
        return new S3Settings(Optional.of(storeEndpoint), REGION, Optional.of(KEY));
    }

    URI endpoint() {
        return endpoint;
    }

    GlueClient glue() {
        return glue;
    }

    TestingFaultProxy proxy() {
        return proxy;
    }

    void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] content) {
        s3.putObject(put -> put.bucket("raw").key(key), RequestBody.fromBytes(content));
    }

    void delete(String key) {
        s3.deleteObject(delete -> delete.bucket("raw").key(key));
    }

    /** Crawls the files; the crawler is made the first time. */
    LastCrawlInfo crawl(String name) {
        if (!glue.listCrawlers(list -> {}).crawlerNames().contains(name)) {
            S3Target target = S3Target.builder().path("s3://raw/" + name + "/").build();
            glue.createCrawler(create ->
                    create.name(name).role(ROLE).databaseName("raw").targets(targets -> targets.s3Targets(target)));
        }
        glue.startCrawler(start -> start.name(name));
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> glue.getCrawler(get -> get.name(name)).crawler(),
                        crawler -> crawler.state() == CrawlerState.READY)
                .lastCrawl();
    }

    void crawlSucceeds(String name) {
        LastCrawlInfo last = crawl(name);
        assertThat(last.status()).as(last.errorMessage()).isEqualTo(LastCrawlStatus.SUCCEEDED);
    }

    /** Expects the crawl to fail without a table, and returns the reason. */
    String crawlFails(String name) {
        Optional<Table> before = findTable("raw", name);
        LastCrawlInfo last = crawl(name);
        assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(findTable("raw", name)).isEqualTo(before);
        return withoutTrace(last.errorMessage());
    }

    /** Runs the job to its end; the job is made the first time. */
    JobRun run(String name, String... more) {
        if (!glue.listJobs(list -> {}).jobNames().contains(name)) {
            createJob(name, more);
        }
        return runWith(name, Map.of());
    }

    /** Runs a job that there is, with arguments of this run. */
    JobRun runWith(String name, Map<String, String> arguments) {
        String id = glue.startJobRun(start -> start.jobName(name).arguments(arguments))
                .jobRunId();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> glue.getJobRun(get -> get.jobName(name).runId(id)).jobRun(),
                        run -> run.completedOn() != null);
    }

    private void createJob(String name, String... more) {
        Map<String, String> source = new LinkedHashMap<>();
        source.put("--source-database", "raw");
        source.put("--source-table", name);
        createJob(name, source, more);
    }

    /** Makes a job of a query, which {@link #run} runs. */
    void createQueryJob(String name, String sql, String... more) {
        createJob(name, Map.of("--sql", sql), more);
    }

    private void createJob(String name, Map<String, String> source, String... more) {
        Map<String, String> arguments = new LinkedHashMap<>(source);
        arguments.put("--class", "io.millrace.etl.job.RawToParquetJob");
        arguments.put("--target-path", "s3://lake/" + name + "/");
        arguments.put("--target-database", "lake_" + name);
        arguments.put("--target-table", name);
        for (int i = 0; i < more.length; i += 2) {
            arguments.put(more[i], more[i + 1]);
        }
        glue.createJob(create -> create.name(name)
                .role(ROLE)
                .command(command -> command.name("glueetl").scriptLocation("s3://lake/jobs/RawToParquetJob.scala"))
                .defaultArguments(arguments));
    }

    void runSucceeds(String name, String... more) {
        JobRun run = run(name, more);
        assertThat(run.jobRunState()).as(run.errorMessage()).isEqualTo(JobRunState.SUCCEEDED);
    }

    /** Expects the run to fail with nothing registered, written or left half uploaded; returns the reason. */
    String runFails(String name, String... more) {
        String reason = runFailsOverAnEarlierResult(name, more);
        assertThat(glue.getDatabases(get -> {}).databaseList())
                .noneMatch(database -> database.name().equals("lake_" + name));
        assertThat(lakeObjects(name)).isEmpty();
        return reason;
    }

    /** Expects the run to fail with nothing left half uploaded; returns the reason. */
    String runFailsOverAnEarlierResult(String name, String... more) {
        JobRun run = run(name, more);
        assertThat(run.jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(s3.listMultipartUploads(list -> list.bucket("lake")).uploads())
                .noneMatch(upload -> upload.key().startsWith(name + "/"));
        return withoutTrace(run.errorMessage());
    }

    private static String withoutTrace(String reason) {
        assertThat(reason).doesNotContain("\tat ").doesNotContain("Exception in thread");
        System.out.println("reason: " + reason);
        return reason;
    }

    /** The objects of the job's target, without folder markers. */
    List<String> lakeObjects(String name) {
        return s3.listObjectsV2Paginator(list -> list.bucket("lake").prefix(name + "/")).contents().stream()
                .map(S3Object::key)
                .filter(key -> !key.endsWith("/"))
                .toList();
    }

    Optional<Table> findTable(String database, String name) {
        try {
            return Optional.of(
                    glue.getTable(get -> get.databaseName(database).name(name)).table());
        } catch (EntityNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The only value of a query's result. */
    String queryValue(String sql) {
        QueryExecution execution = query(sql);
        assertThat(execution.status().state())
                .as(execution.status().stateChangeReason())
                .isEqualTo(QueryExecutionState.SUCCEEDED);
        return athena.getQueryResults(get -> get.queryExecutionId(execution.queryExecutionId()))
                .resultSet()
                .rows()
                .get(1)
                .data()
                .get(0)
                .varCharValue();
    }

    /** The first column of a query's result. */
    List<String> queryColumn(String sql) {
        QueryExecution execution = query(sql);
        assertThat(execution.status().state())
                .as(execution.status().stateChangeReason())
                .isEqualTo(QueryExecutionState.SUCCEEDED);
        return athena.getQueryResultsPaginator(get -> get.queryExecutionId(execution.queryExecutionId())).stream()
                .flatMap(page -> page.resultSet().rows().stream())
                .skip(1)
                .map(row -> row.data().get(0).varCharValue())
                .toList();
    }

    /** Expects the query to fail, and returns the reason. */
    String queryFails(String sql) {
        QueryExecution execution = query(sql);
        assertThat(execution.status().state()).isEqualTo(QueryExecutionState.FAILED);
        return withoutTrace(execution.status().stateChangeReason());
    }

    private QueryExecution query(String sql) {
        String id = athena.startQueryExecution(start -> start.queryString(sql)).queryExecutionId();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> athena.getQueryExecution(get -> get.queryExecutionId(id))
                                .queryExecution(),
                        execution -> execution.status().completionDateTime() != null);
    }

    @Override
    public void close() throws IOException {
        athena.close();
        glue.close();
        s3.close();
        for (Closeable part : parts) {
            part.close();
        }
    }
}
