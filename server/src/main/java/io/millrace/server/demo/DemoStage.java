package io.millrace.server.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.glue.model.JobCommand;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.JobUpdate;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.Predicate;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/**
 * The resources of the demo's test stage, made through the same SDK calls that make them on AWS. Making them again on a folder
 * that has them brings them up to date.
 */
final class DemoStage {
    static final String RAW_BUCKET = "millrace-test-raw";
    static final String LAKE_BUCKET = "millrace-test-lake";
    static final String RESULT_BUCKET = "millrace-test-results";
    static final String RAW_PREFIX = "data/";
    static final String LAKE_PREFIX = "datalake/";
    static final String RAW_DATABASE = "nycitytaxi_test";
    static final String RAW_TABLE = "data";
    static final String LAKE_DATABASE = "nytaxiparquet_test";
    static final String LAKE_TABLE = "datalake";
    static final String RAW_CRAWLER = "nycitytaxi-test-raw";
    static final String LAKE_CRAWLER = "nytaxiparquet-test-lake";
    static final String JOB = "nycitytaxi-test-etl";
    static final String START_TRIGGER = "nycitytaxi-test-start";
    static final String FUNCTION = "nycitytaxi-test-raw-object";

    private static final String ARTIFACT_BUCKET = "millrace-test-artifacts";
    private static final String ROLE = "arn:aws:iam::000000000000:role/millrace-test";
    private static final int FUNCTION_TIMEOUT_SECONDS = 120;

    private final GlueClient glue;
    private final LambdaClient lambda;
    private final S3Client s3;

    DemoStage(GlueClient glue, LambdaClient lambda, S3Client s3) {
        this.glue = glue;
        this.lambda = lambda;
        this.s3 = s3;
    }

    void create(Path functionJar) {
        List.of(RAW_BUCKET, LAKE_BUCKET, RESULT_BUCKET, ARTIFACT_BUCKET).forEach(this::createBucket);
        List.of(RAW_DATABASE, LAKE_DATABASE).forEach(this::createDatabase);
        createCrawler(RAW_CRAWLER, RAW_DATABASE, "s3://" + RAW_BUCKET + "/" + RAW_PREFIX);
        createCrawler(LAKE_CRAWLER, LAKE_DATABASE, "s3://" + LAKE_BUCKET + "/" + LAKE_PREFIX);
        createJob();
        createStartTrigger();
        createTrigger(
                "nycitytaxi-test-raw-crawled",
                Condition.builder()
                        .logicalOperator(LogicalOperator.EQUALS)
                        .crawlerName(RAW_CRAWLER)
                        .crawlState(CrawlState.SUCCEEDED)
                        .build(),
                Action.builder().jobName(JOB).build());
        createTrigger(
                "nycitytaxi-test-lake-written",
                Condition.builder()
                        .logicalOperator(LogicalOperator.EQUALS)
                        .jobName(JOB)
                        .state(JobRunState.SUCCEEDED)
                        .build(),
                Action.builder().crawlerName(LAKE_CRAWLER).build());
        createFunction(functionJar);
    }

    private void createBucket(String bucket) {
        try {
            s3.createBucket(request -> request.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException e) {
            // made by an earlier demo on this folder
        }
    }

    private void createDatabase(String name) {
        try {
            glue.createDatabase(request -> request.databaseInput(input -> input.name(name)));
        } catch (AlreadyExistsException e) {
            // made by an earlier demo on this folder
        }
    }

    private void createCrawler(String name, String database, String path) {
        CrawlerTargets targets = CrawlerTargets.builder()
                .s3Targets(S3Target.builder().path(path).build())
                .build();
        try {
            glue.createCrawler(request ->
                    request.name(name).role(ROLE).databaseName(database).targets(targets));
        } catch (AlreadyExistsException e) {
            // Made by an earlier demo on this folder. It may crawl already what that one left, and then takes no
            // update.
            if (!crawls(name, database, path)) {
                glue.updateCrawler(request ->
                        request.name(name).role(ROLE).databaseName(database).targets(targets));
            }
        }
    }

    private boolean crawls(String name, String database, String path) {
        Crawler crawler = glue.getCrawler(request -> request.name(name)).crawler();
        return database.equals(crawler.databaseName())
                && crawler.targets().s3Targets().stream()
                        .map(S3Target::path)
                        .toList()
                        .equals(List.of(path));
    }

    private void createJob() {
        JobCommand command = JobCommand.builder()
                .name("glueetl")
                .scriptLocation("s3://" + ARTIFACT_BUCKET + "/jobs/RawToParquetJob.scala")
                .build();
        Map<String, String> arguments = Map.of(
                "--class",
                "io.millrace.etl.job.RawToParquetJob",
                "--source-database",
                RAW_DATABASE,
                "--source-table",
                RAW_TABLE,
                "--target-path",
                "s3://" + LAKE_BUCKET + "/" + LAKE_PREFIX,
                "--target-database",
                LAKE_DATABASE,
                "--target-table",
                LAKE_TABLE,
                "--partition-keys",
                "year,month",
                "--compression",
                "snappy");
        try {
            glue.createJob(request -> request.name(JOB)
                    .role(ROLE)
                    .command(command)
                    .glueVersion("5.0")
                    .defaultArguments(arguments));
        } catch (AlreadyExistsException | IdempotentParameterMismatchException e) {
            JobUpdate update = JobUpdate.builder()
                    .role(ROLE)
                    .command(command)
                    .glueVersion("5.0")
                    .defaultArguments(arguments)
                    .build();
            glue.updateJob(request -> request.jobName(JOB).jobUpdate(update));
        }
    }

    /** What begins the chain: on AWS a conditional trigger sees only crawls and runs that another trigger started. */
    private void createStartTrigger() {
        Action action = Action.builder().crawlerName(RAW_CRAWLER).build();
        try {
            glue.createTrigger(request ->
                    request.name(START_TRIGGER).type(TriggerType.ON_DEMAND).actions(action));
        } catch (AlreadyExistsException | IdempotentParameterMismatchException e) {
            glue.updateTrigger(request -> request.name(START_TRIGGER).triggerUpdate(update -> update.actions(action)));
        }
    }

    private void createTrigger(String name, Condition condition, Action action) {
        Predicate predicate = Predicate.builder().conditions(condition).build();
        try {
            glue.createTrigger(request -> request.name(name)
                    .type(TriggerType.CONDITIONAL)
                    .predicate(predicate)
                    .actions(action)
                    .startOnCreation(true));
        } catch (AlreadyExistsException | IdempotentParameterMismatchException e) {
            glue.updateTrigger(request -> request.name(name)
                    .triggerUpdate(update -> update.predicate(predicate).actions(action)));
        }
    }

    private void createFunction(Path jar) {
        String key = "functions/" + jar.getFileName();
        s3.putObject(request -> request.bucket(ARTIFACT_BUCKET).key(key), RequestBody.fromFile(jar));
        try {
            lambda.createFunction(request -> request.functionName(FUNCTION)
                    .runtime(Runtime.JAVA17)
                    .handler("io.millrace.lambda.RawObjectHandler::handleRequest")
                    .role(ROLE)
                    .timeout(FUNCTION_TIMEOUT_SECONDS)
                    .memorySize(512)
                    .environment(environment -> environment.variables(Map.of("TRIGGER_NAME", START_TRIGGER)))
                    .code(FunctionCode.builder()
                            .s3Bucket(ARTIFACT_BUCKET)
                            .s3Key(key)
                            .build()));
        } catch (ResourceConflictException e) {
            lambda.updateFunctionCode(request ->
                    request.functionName(FUNCTION).s3Bucket(ARTIFACT_BUCKET).s3Key(key));
        }
    }
}
