package io.millrace.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.StackIdentity;
import io.millrace.server.TestingServer;
import io.millrace.server.cli.stack.DeployCommand;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.function.TestingJar;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.MetadataException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** Every resource type that can be deployed, on a whole server: what the engine relies on, and what the services then say. */
class ITResourceHandlers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final String GENERATED = "stack-Resource-RANDOM";

    @TempDir
    static Path folder;

    static final TestingBucketSettings SETTINGS = new TestingBucketSettings();
    static TestingServer server;
    static S3Client s3;
    static ResourceHandlers handlers;
    static EventBridgeClient events;
    static SchedulerClient scheduler;
    static IamClient iam;
    static AthenaClient athena;

    @BeforeAll
    static void start() {
        server = TestingServer.start(folder);
        s3 = server.s3();
        handlers = DeployableTypes.at(
                        server.server().endpoint(), server.server().region(), credentials())
                .handlers(s3, SETTINGS);
        events = client(EventBridgeClient.builder());
        scheduler = client(SchedulerClient.builder());
        iam = client(IamClient.builder());
        athena = client(AthenaClient.builder());
        iam.createRole(request -> request.roleName("base").assumeRolePolicyDocument("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"""));
        client(SnsClient.builder()).createTopic(request -> request.name("base"));
        s3.createBucket(request -> request.bucket("code"));
        for (String name : List.of("one", "two")) {
            byte[] jar = TestingJar.handlers(name).asByteArray();
            s3.putObject(request -> request.bucket("code").key(name + ".jar"), RequestBody.fromBytes(jar));
        }
        server.glue().createDatabase(request -> request.databaseInput(input -> input.name("base")));
        server.glue()
                .createTable(request -> request.databaseName("base")
                        .tableInput(input -> input.name("days")
                                .partitionKeys(column("day", "string"))
                                .storageDescriptor(storage -> storage.columns(column("id", "bigint")))));
        server.lambda()
                .createFunction(request -> request.functionName("base")
                        .runtime("java17")
                        .handler("io.millrace.server.function.TestingHandlers$Echo")
                        .role("arn:aws:iam::000000000000:role/function")
                        .code(code -> code.s3Bucket("code").s3Key("one.jar")));
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static AwsCredentialsProvider credentials() {
        AdministratorKey key = server.server().administratorKey();
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    static <C, B extends AwsClientBuilder<B, C>> C client(B builder) {
        return builder.endpointOverride(server.server().endpoint())
                .region(Region.of(server.server().region()))
                .credentialsProvider(credentials())
                .build();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static ResourceRequest request(ObjectNode properties, String tag) {
        return new ResourceRequest(
                new StackIdentity("stack", "arn:aws:cloudformation:::stack/stack/1", "000000000000", "us-east-1"),
                "Resource",
                properties,
                Map.of("stack-tag", tag),
                "token-token-token-token-token-token",
                GENERATED);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.server.cloudformation.ResourceCase#all")
    void createsChangesAndDeletesAsTheEngineExpects(ResourceCase resource) {
        ResourceHandler handler = resource.handler();
        ResourceRequest create = request(resource.properties(), "before");
        String planned = handler.plannedId(create).orElseThrow();
        assertThat(planned).isEqualTo(resource.json().path("planned").asText());
        assertThat(handler.exists(planned)).isFalse();

        Resource made = handler.create(create);
        assertThat(made.physicalId()).isEqualTo(planned);
        if (resource.json().path("refIsArn").asBoolean()) {
            assertThat(made.ref()).startsWith("arn:aws:").contains(planned);
        } else {
            assertThat(made.ref()).isEqualTo(resource.json().path("ref").asText(planned));
        }
        assertThat(made.attributes().keySet()).isEqualTo(handler.supported().attributes());
        assertThat(handler.exists(planned)).isTrue();
        assertThat(handler.create(create)).as("a repetition finds its own work").isEqualTo(made);

        ResourceRequest update = request(resource.changed(), "after");
        Resource changed = handler.update(update, made, resource.properties());
        assertThat(changed.physicalId()).isEqualTo(made.physicalId());
        assertThat(changed.ref()).isEqualTo(made.ref());
        new ResourceEvidence(planned).check(resource.toString());

        handler.delete(update, made);
        assertThat(handler.exists(planned)).isFalse();
        handler.delete(update, made);
    }

    @Test
    void hasACaseForEachType() throws IOException {
        Set<String> tested = new HashSet<>();
        ResourceCase.all().forEach(resource -> tested.add(resource.toString()));
        tested.addAll(Set.of("AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::Athena::NamedQuery"));
        // KMS and SNS give their ids: keepsKeysUnderIdsOfTheService, subscribesOnce
        tested.addAll(Set.of("AWS::KMS::Key", "AWS::KMS::Alias", "AWS::SNS::Subscription"));
        // The embedded store has no bucket policies: refusesWhatTheObjectStoreDoesNotDo
        tested.add("AWS::S3::BucketPolicy");

        assertThat(tested).isEqualTo(handlers.types());
    }

    @Test
    void publishesVersionsAndNamesThem() throws IOException {
        ResourceHandler versions = handlers.find("AWS::Lambda::Version").orElseThrow();
        ResourceHandler aliases = handlers.find("AWS::Lambda::Alias").orElseThrow();
        ResourceRequest publish = request((ObjectNode) JSON.readTree("{\"FunctionName\": \"base\"}"), "x");
        Resource version = versions.create(publish);
        assertThat(versions.create(publish))
                .as("the same code is the same version")
                .isEqualTo(version);
        ObjectNode live = (ObjectNode) JSON.readTree("{\"FunctionName\": \"base\", \"Name\": \"live\"}");
        live.set("FunctionVersion", version.attributes().get("Version"));
        ResourceRequest name = request(live, "x");

        Resource alias = aliases.create(name);
        assertThat(alias.physicalId()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:base:live");
        assertThat(aliases.exists(alias.physicalId())).isTrue();

        aliases.delete(name, alias);
        versions.delete(publish, version);
        assertThat(aliases.exists(alias.physicalId())).isFalse();
        assertThat(versions.exists(version.physicalId())).isFalse();
    }

    @Test
    void subscribesOnce() throws IOException {
        ResourceHandler subscriptions = handlers.find("AWS::SNS::Subscription").orElseThrow();
        ObjectNode properties = (ObjectNode) JSON.readTree("""
                {"TopicArn": "arn:aws:sns:us-east-1:000000000000:base", "Protocol": "file", "Endpoint": "base.jsonl",
                  "FilterPolicy": {"state": ["FAILED"]}}""");
        ResourceRequest request = request(properties, "x");
        Resource made = subscriptions.create(request);
        assertThat(subscriptions.create(request))
                .as("a repetition finds its own work")
                .isEqualTo(made);
        ObjectNode changed = properties.deepCopy().put("RawMessageDelivery", "true");
        changed.remove("FilterPolicy");
        subscriptions.update(request(changed, "x"), made, properties);
        assertThat(client(SnsClient.builder())
                        .getSubscriptionAttributes(get -> get.subscriptionArn(made.physicalId()))
                        .attributes())
                .containsEntry("RawMessageDelivery", "true")
                .doesNotContainKey("FilterPolicy");

        subscriptions.delete(request, made);
        assertThat(subscriptions.exists(made.physicalId())).isFalse();
    }

    @Test
    void keepsNamedQueriesUnderIdsOfTheService() throws IOException {
        ResourceHandler queries = handlers.find("AWS::Athena::NamedQuery").orElseThrow();
        ResourceRequest keep =
                request((ObjectNode) JSON.readTree("{\"Database\": \"base\", \"QueryString\": \"SELECT 1\"}"), "x");
        Resource kept = queries.create(keep);
        assertThat(queries.create(keep)).as("the same token is the same query").isEqualTo(kept);
        assertThat(athena.getNamedQuery(request -> request.namedQueryId(kept.physicalId()))
                        .namedQuery()
                        .name())
                .isEqualTo(GENERATED);
        assertThat(athena.listNamedQueries(request -> {}).namedQueryIds()).contains(kept.physicalId());

        queries.delete(keep, kept);
        assertThat(queries.exists(kept.physicalId())).isFalse();
        queries.delete(keep, kept);
    }

    @Test
    void keepsKeysUnderIdsOfTheService() throws IOException {
        new KeyEvidence(handlers, client(KmsClient.builder())).check();
    }

    /** As BI drivers ask before they show anything. */
    @Test
    void showsTheCatalogThroughAthena() {
        assertThat(athena.listDataCatalogs(request -> {}).dataCatalogsSummary())
                .extracting(one -> one.catalogName())
                .containsExactly("AwsDataCatalog");
        assertThat(athena.listDatabases(request -> request.catalogName("AwsDataCatalog"))
                        .databaseList())
                .extracting(one -> one.name())
                .contains("base");
        var days = athena.getTableMetadata(request -> request.catalogName("awsdatacatalog")
                        .databaseName("base")
                        .tableName("DAYS"))
                .tableMetadata();
        assertThat(days.columns().get(0).type()).isEqualTo("bigint");
        assertThat(days.partitionKeys().get(0).name()).isEqualTo("day");
        assertThat(athena.listTableMetadata(request -> request.catalogName("AwsDataCatalog")
                                .databaseName("base")
                                .expression("d.*"))
                        .tableMetadataList())
                .extracting(one -> one.name())
                .containsExactly("days");
        assertThatThrownBy(() -> athena.getTableMetadata(request -> request.catalogName("AwsDataCatalog")
                        .databaseName("base")
                        .tableName("none")))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("Table base.none not found");
    }

    @Test
    void aStackActsWithItsRoleAndNoMore() {
        iam.createRole(request -> request.roleName("deployer").assumeRolePolicyDocument("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Principal": {"Service": "cloudformation.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"""));
        iam.putRolePolicy(
                request -> request.roleName("deployer").policyName("databases").policyDocument("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Action": ["glue:CreateDatabase", "glue:GetDatabase", "glue:UpdateDatabase",
                            "glue:DeleteDatabase"], "Resource": "*"}]}"""));
        String role = "arn:aws:iam::000000000000:role/deployer";
        String database = "Resources: {D: {Type: AWS::Glue::Database, Properties: "
                + "{CatalogId: !Ref AWS::AccountId, DatabaseInput: {Name: of_role}}}";
        try (CloudFormationClient stacks = client(CloudFormationClient.builder())) {
            stacks.createStack(request ->
                    request.stackName("of-role").templateBody(database + "}").roleARN(role));
            assertThat(ended(stacks).stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
            String more = database + ", P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: x}}}";
            stacks.updateStack(request -> request.stackName("of-role").templateBody(more));
            assertThat(ended(stacks).stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
            assertThat(stacks.describeStackEvents(request -> request.stackName("of-role"))
                            .stackEvents())
                    .anySatisfy(event -> assertThat(event.resourceStatusReason())
                            .contains("assumed-role/deployer/AWSCloudFormation", "is not authorized"));
            stacks.deleteStack(request -> request.stackName("of-role"));
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> handlers.find("AWS::Glue::Database")
                                    .orElseThrow()
                                    .exists("of_role"),
                            there -> !there);
        }
    }

    private static Stack ended(CloudFormationClient stacks) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> stacks.describeStacks(request -> request.stackName("of-role"))
                                .stacks()
                                .get(0),
                        stack -> !stack.stackStatusAsString().endsWith("_IN_PROGRESS"));
    }

    @Test
    void uploadsATemplateThatIsTooLargeForARequest() throws IOException {
        Path template = Files.writeString(
                folder.resolve("large.yaml"),
                "Metadata: {Text: \"" + "x".repeat(60_000)
                        + "\"}\nResources: {D: {Type: AWS::Glue::Database, Properties: "
                        + "{CatalogId: !Ref AWS::AccountId, DatabaseInput: {Name: large}}}}");
        String[] deploy = {"--data", folder.toString(), "--stack-name", "large", "--template-file", template.toString()
        };
        StringWriter err = new StringWriter();
        assertThat(new CommandLine(new DeployCommand())
                        .setExecutionExceptionHandler((failure, line, parsed) -> {
                            err.write(String.valueOf(failure.getMessage()));
                            return 1;
                        })
                        .execute(deploy))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Name a bucket for it with --s3-bucket.");
        List<String> uploading = new ArrayList<>(List.of(deploy));
        uploading.addAll(List.of("--s3-bucket", "code", "--s3-prefix", "templates"));
        assertThat(new CommandLine(new DeployCommand()).execute(uploading.toArray(String[]::new)))
                .isZero();
        assertThat(handlers.find("AWS::Glue::Database").orElseThrow().exists("large"))
                .isTrue();
        assertThat(s3.listObjectsV2(request -> request.bucket("code").prefix("templates/"))
                        .contents())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).endsWith(".template"));
    }

    @Test
    void refusesEventSourcesByName() {
        assertThatThrownBy(() -> server.lambda()
                        .createEventSourceMapping(request -> request.functionName("base")
                                .eventSourceArn("arn:aws:sqs:us-east-1:000000000000:orders")))
                .hasMessageContaining("nothing can be read from arn:aws:sqs:us-east-1:000000000000:orders");
        assertThat(server.lambda().listEventSourceMappings().eventSourceMappings())
                .isEmpty();
        try (CloudFormationClient stacks = client(CloudFormationClient.builder())) {
            assertThatThrownBy(
                            () -> stacks.createStack(
                                    request -> request.stackName("queues")
                                            .templateBody(
                                                    "Resources: {M: {Type: AWS::Lambda::EventSourceMapping, Properties: "
                                                            + "{FunctionName: base, EventSourceArn: arn:aws:sqs:us-east-1:000000000000:orders}}}")))
                    .hasMessageContaining("resource M of type AWS::Lambda::EventSourceMapping cannot read from"
                            + " arn:aws:sqs:us-east-1:000000000000:orders");
        }
    }

    @Test
    void refusesWhatTheObjectStoreDoesNotDo() throws IOException {
        ResourceHandler bucket = handlers.find("AWS::S3::Bucket").orElseThrow();
        ObjectNode properties = (ObjectNode) JSON.readTree("""
                {"BucketName": "sealed", "BucketEncryption":
                  {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}}""");
        assertThatThrownBy(() -> bucket.create(request(properties, "x")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("BucketEncryption");
    }

    @Test
    void deletesABucketWithObjectsOnlyIfItsTagSaysThatTheyGoWithIt() throws IOException {
        ResourceHandler bucket = handlers.find("AWS::S3::Bucket").orElseThrow();
        ResourceRequest full = request((ObjectNode) JSON.readTree("{\"BucketName\": \"full\"}"), "x");
        ResourceRequest scratch = request((ObjectNode) JSON.readTree("""
                {"BucketName": "scratch", "Tags": [{"Key": "aws-cdk:auto-delete-objects", "Value": "true"}]}"""), "x");
        for (ResourceRequest made : List.of(full, scratch)) {
            String name = bucket.create(made).physicalId();
            s3.putObject(put -> put.bucket(name).key("a/b ä"), RequestBody.fromString("x"));
        }
        assertThatThrownBy(() -> bucket.delete(full, bucket.create(full)))
                .isInstanceOf(S3Exception.class)
                .hasFieldOrPropertyWithValue("awsErrorDetails.errorCode", "BucketNotEmpty");
        bucket.delete(scratch, bucket.create(scratch));
        assertThat(s3.listBuckets().buckets()).noneMatch(left -> left.name().equals("scratch"));
    }
}
