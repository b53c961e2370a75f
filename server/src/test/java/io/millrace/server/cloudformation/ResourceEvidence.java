package io.millrace.server.cloudformation;

import static io.millrace.server.cloudformation.ITResourceHandlers.GENERATED;
import static io.millrace.server.cloudformation.ITResourceHandlers.SETTINGS;
import static io.millrace.server.cloudformation.ITResourceHandlers.athena;
import static io.millrace.server.cloudformation.ITResourceHandlers.client;
import static io.millrace.server.cloudformation.ITResourceHandlers.events;
import static io.millrace.server.cloudformation.ITResourceHandlers.iam;
import static io.millrace.server.cloudformation.ITResourceHandlers.scheduler;
import static io.millrace.server.cloudformation.ITResourceHandlers.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cloudformation.resource.s3.BucketSettings.FunctionNotification;
import io.millrace.server.function.TestingJar;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What the services say after the update. */
record ResourceEvidence(String id) {
    void check(String type) {
        switch (type) {
            case "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy" -> checkIam(type);
            case "AWS::Glue::Database" ->
                assertThat(server.glue()
                                .getDatabase(request -> request.name(id))
                                .database()
                                .description())
                        .isEqualTo("after");
            case "AWS::Glue::Table" -> checkTable();
            case "AWS::Glue::Partition" ->
                assertThat(server.glue()
                                .getPartition(request -> request.databaseName("base")
                                        .tableName("days")
                                        .partitionValues("2026-01-01"))
                                .partition()
                                .storageDescriptor()
                                .location())
                        .isEqualTo("s3://lake/days/2/");
            case "AWS::Glue::Connection" ->
                assertThat(server.glue()
                                .getConnection(request -> request.name(id))
                                .connection()
                                .connectionPropertiesAsStrings())
                        .containsEntry("JDBC_CONNECTION_URL", "jdbc:postgresql://db/y");
            case "AWS::Glue::Classifier" ->
                assertThat(server.glue()
                                .getClassifier(request -> request.name(id))
                                .classifier()
                                .csvClassifier()
                                .delimiter())
                        .isEqualTo(";");
            case "AWS::Glue::Crawler" -> checkCrawler();
            case "AWS::Glue::Job" -> checkJob();
            case "AWS::Glue::Trigger" -> checkTrigger();
            case "AWS::Glue::Workflow" -> checkWorkflow();
            case "AWS::Athena::WorkGroup" -> checkWorkGroup();
            case "AWS::Lambda::Function" -> checkFunction();
            case "AWS::Lambda::Permission" ->
                assertThat(server.lambda()
                                .getPolicy(request -> request.functionName("base"))
                                .policy())
                        .contains("\"Sid\":\"" + GENERATED + "\"", "\"AWS:SourceArn\":\"arn:aws:s3:::raw\"");
            case "AWS::S3::Bucket" -> checkBucket();
            case "AWS::Events::Rule" -> checkRule();
            case "AWS::Scheduler::Schedule" -> checkSchedule();
            case "AWS::Logs::LogGroup", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy" -> checkTopicOrLog(type);
            case "AWS::SSM::Parameter" -> checkParameter();
            case "AWS::SecretsManager::Secret" -> checkSecret();
            case "AWS::CodeBuild::Project" -> checkProject();
            case "AWS::CodePipeline::Pipeline" -> checkPipeline();
            case "AWS::CloudWatch::Alarm" -> checkAlarm();
            default -> throw new AssertionError("Say what the service should know of " + type);
        }
    }

    private void checkIam(String type) {
        switch (type) {
            case "AWS::IAM::Role" ->
                assertThat(iam.getRole(request -> request.roleName(id)).role().description())
                        .isEqualTo("after");
            case "AWS::IAM::Policy" ->
                assertThat(iam.getRolePolicy(request -> request.roleName("base").policyName("read"))
                                .policyDocument())
                        .contains("GetDatabase");
            case "AWS::IAM::ManagedPolicy" ->
                assertThat(iam.getPolicyVersion(request -> request.policyArn(id)
                                        .versionId(iam.getPolicy(policy -> policy.policyArn(id))
                                                .policy()
                                                .defaultVersionId()))
                                .policyVersion()
                                .document())
                        .contains("GetDatabase");
            default -> throw new AssertionError(type);
        }
    }

    private void checkWorkflow() {
        var workflow = server.glue().getWorkflow(request -> request.name(id)).workflow();
        assertThat(workflow.description()).isEqualTo("after");
        assertThat(workflow.maxConcurrentRuns()).isNull();
        assertThat(workflow.defaultRunProperties()).containsEntry("size", "5");
        assertThat(server.glue()
                        .getTags(request -> request.resourceArn("arn:aws:glue:us-east-1:000000000000:workflow/" + id))
                        .tags())
                .containsEntry("own", "after");
    }

    private void checkWorkGroup() {
        var group = athena.getWorkGroup(request -> request.workGroup(id)).workGroup();
        assertThat(group.stateAsString()).isEqualTo("DISABLED");
        assertThat(group.configuration().resultConfiguration().outputLocation()).isEqualTo("s3://results/after/");
        assertThat(group.configuration().bytesScannedCutoffPerQuery()).isNull();
        assertThat(athena.listTagsForResource(
                                request -> request.resourceARN("arn:aws:athena:us-east-1:000000000000:workgroup/" + id))
                        .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("own=after", "stack-tag=after");
    }

    private void checkTable() {
        var table = server.glue()
                .getTable(request -> request.databaseName("base").name("rides"))
                .table();
        assertThat(table.description()).isEqualTo("after");
        assertThat(table.storageDescriptor().columns().get(0).type()).isEqualTo("string");
    }

    private void checkCrawler() {
        var crawler = server.glue().getCrawler(request -> request.name(id)).crawler();
        assertThat(crawler.description()).isEqualTo("after");
        assertThat(crawler.schedule()).isNull();
        assertThat(crawler.targets().s3Targets().get(0).exclusions()).containsExactly("**/_*");
        assertThat(crawler.targets().deltaTargets().get(0).createNativeDeltaTable())
                .isTrue();
        assertThat(crawler.targets().icebergTargets().get(0).maximumTraversalDepth())
                .isEqualTo(3);
        assertThat(crawler.targets().hudiTargets().get(0).paths()).containsExactly("s3://lake/hudi/");
        assertThat(tags("crawler")).isEqualTo(Map.of("own", "after", "new", "tag", "stack-tag", "after"));
    }

    private Map<String, String> tags(String kind) {
        return server.glue()
                .getTags(request -> request.resourceArn("arn:aws:glue:us-east-1:000000000000:" + kind + "/" + id))
                .tags();
    }

    private void checkJob() {
        var job = server.glue().getJob(request -> request.jobName(id)).job();
        assertThat(job.timeout()).isEqualTo(5);
        assertThat(job.defaultArguments()).isEqualTo(Map.of("--class", "a.C"));
        assertThat(job.executionProperty().maxConcurrentRuns()).isEqualTo(2);
        assertThat(tags("job")).isEqualTo(Map.of("stack-tag", "after"));
    }

    private void checkTrigger() {
        var trigger = server.glue().getTrigger(request -> request.name(id)).trigger();
        assertThat(trigger.schedule()).isEqualTo("cron(0 2 * * ? *)");
        assertThat(trigger.state()).isEqualTo(TriggerState.DEACTIVATED);
        assertThat(trigger.description()).isEqualTo("after");
    }

    private void checkFunction() {
        var function = server.lambda().getFunction(request -> request.functionName(id));
        assertThat(function.configuration().timeout()).isEqualTo(9);
        assertThat(function.configuration().memorySize()).isEqualTo(256);
        assertThat(function.configuration().environment().variables()).isEmpty();
        assertThat(function.configuration().codeSize())
                .isEqualTo(TestingJar.handlers("two").asByteArray().length);
        assertThat(function.tags()).isEqualTo(Map.of("own", "after", "stack-tag", "after"));
    }

    private void checkRule() {
        assertThat(events.describeRule(request -> request.name(id)).description())
                .isEqualTo("after");
        assertThat(events.listTargetsByRule(request -> request.rule(id)).targets())
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.id()).isEqualTo("two");
                    assertThat(target.retryPolicy().maximumRetryAttempts()).isEqualTo(2);
                });
        assertThat(events.listTagsForResource(
                                request -> request.resourceARN("arn:aws:events:us-east-1:000000000000:rule/" + id))
                        .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("own=before", "stack-tag=after");
    }

    private void checkTopicOrLog(String type) {
        if (type.equals("AWS::Logs::LogGroup")) {
            CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder());
            assertThat(logs.describeLogGroups(request -> request.logGroupNamePrefix(id))
                            .logGroups())
                    .singleElement()
                    .satisfies(group -> assertThat(group.retentionInDays()).isEqualTo(30));
            assertThat(logs.listTagsForResource(request ->
                                    request.resourceArn("arn:aws:logs:us-east-1:000000000000:log-group:" + id))
                            .tags())
                    .isEqualTo(Map.of("own", "after", "stack-tag", "after"));
            return;
        }
        SnsClient topics = client(SnsClient.builder());
        Map<String, String> attributes =
                topics.getTopicAttributes(request -> request.topicArn(id)).attributes();
        if (type.equals("AWS::SNS::Topic")) {
            assertThat(attributes).containsEntry("DisplayName", "after");
            assertThat(topics.listTagsForResource(request -> request.resourceArn(id))
                            .tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .containsExactlyInAnyOrder("own=after", "stack-tag=after");
        } else {
            assertThat(attributes.get("Policy")).contains("2008-10-17");
        }
    }

    private void checkParameter() {
        SsmClient ssm = client(SsmClient.builder());
        assertThat(ssm.getParameter(request -> request.name(id)).parameter().value())
                .isEqualTo("after");
        assertThat(ssm.listTagsForResource(
                                request -> request.resourceType("Parameter").resourceId(id))
                        .tagList())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("own=after", "stack-tag=after");
    }

    private void checkSecret() {
        SecretsManagerClient secrets = client(SecretsManagerClient.builder());
        assertThat(secrets.getSecretValue(request -> request.secretId(id)).secretString())
                .matches("\\{\"user\":\"etl\",\"password\":\"[A-Za-z0-9]{40}\"}");
        assertThat(secrets.describeSecret(request -> request.secretId(id)).description())
                .isEqualTo("after");
    }

    private void checkProject() {
        CodeBuildClient builds = client(CodeBuildClient.builder());
        assertThat(builds.batchGetProjects(request -> request.names(id)).projects())
                .singleElement()
                .satisfies(project -> {
                    assertThat(project.description()).isEmpty();
                    assertThat(project.timeoutInMinutes()).isEqualTo(20);
                    assertThat(project.environment().environmentVariables()).hasSize(1);
                    assertThat(project.tags())
                            .extracting(tag -> tag.key() + "=" + tag.value())
                            .containsExactlyInAnyOrder("own=after", "stack-tag=after");
                });
    }

    private void checkPipeline() {
        CodePipelineClient pipelines = client(CodePipelineClient.builder());
        var pipeline = pipelines.getPipeline(request -> request.name(id)).pipeline();
        assertThat(pipeline.executionModeAsString()).isEqualTo("SUPERSEDED");
        assertThat(pipeline.version()).isGreaterThan(1);
        assertThat(pipeline.stages().get(0).actions().get(0).configuration())
                .containsEntry("PollForSourceChanges", "false");
        assertThat(pipelines
                        .listTagsForResource(
                                request -> request.resourceArn("arn:aws:codepipeline:us-east-1:000000000000:" + id))
                        .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("own=before", "stack-tag=after");
    }

    private void checkAlarm() {
        CloudWatchClient watch = client(CloudWatchClient.builder());
        var alarm = watch.describeAlarms(request -> request.alarmNames(id))
                .metricAlarms()
                .get(0);
        assertThat(alarm.alarmDescription()).isEqualTo("after");
        assertThat(alarm.threshold()).isEqualTo(2.5);
        assertThat(alarm.alarmActions()).isEmpty();
        assertThat(alarm.dimensions()).hasSize(1);
        assertThat(watch.listTagsForResource(request -> request.resourceARN(alarm.alarmArn()))
                        .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("own=after", "stack-tag=after");
    }

    private void checkSchedule() {
        var schedule = scheduler.getSchedule(request -> request.name(id));
        assertThat(schedule.scheduleExpression()).isEqualTo("rate(2 days)");
        assertThat(schedule.description()).isEqualTo("after");
    }

    private void checkBucket() {
        assertThat(SETTINGS.find(id)).hasValueSatisfying(settings -> {
            assertThat(settings.tags()).isEqualTo(Map.of("own", "before", "stack-tag", "after"));
            assertThat(settings.notifications())
                    .containsExactly(new FunctionNotification(
                            "arn:aws:lambda:us-east-1:000000000000:function:base", "data/", ""));
        });
    }
}
