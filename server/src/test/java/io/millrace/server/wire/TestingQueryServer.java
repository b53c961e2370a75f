package io.millrace.server.wire;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.InMemoryAccessKeys;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Three services of the Query protocol that remember what they were asked, and clients for them. */
final class TestingQueryServer implements AutoCloseable {
    static final AccessKey KEY = AccessKey.of("AKIATESTING", "a secret of the tests");
    static final Instant CREATED = Instant.parse("2026-11-22T05:30:00.125Z");

    final ConcurrentLinkedQueue<SdkRequest> requests = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    TestingQueryServer() throws IOException {
        InMemoryAccessKeys keys = new InMemoryAccessKeys();
        keys.add(KEY);
        SignatureVerifier verifier = new SignatureVerifier(keys, "us-east-1", InstantSource.system());
        server = HttpServer.start(
                HttpSettings.on("127.0.0.1", 0),
                new WireEndpoint(registry(), verifier, CallAuthorizer.ALLOW_ALL, List.of()));
    }

    private ServiceRegistry registry() {
        return ServiceRegistry.of(
                ServiceDefinition.builder("sns")
                        .operation(CreateTopicRequest.class, this::createTopic)
                        .operation(GetTopicAttributesRequest.class, this::attributes)
                        .operation(PublishRequest.class, this::publish)
                        .build(),
                ServiceDefinition.builder("iam")
                        .operation(CreateRoleRequest.class, this::createRole)
                        .operation(GetRoleRequest.class, this::getRole)
                        .build(),
                ServiceDefinition.builder("cloudformation")
                        .operation(CreateChangeSetRequest.class, this::createChangeSet)
                        .operation(DescribeStacksRequest.class, this::describeStacks)
                        .operation(DeleteStackRequest.class, this::deleteStack)
                        .build());
    }

    private CreateTopicResponse createTopic(CreateTopicRequest request) {
        requests.add(request);
        return CreateTopicResponse.builder().topicArn("arn:" + request.name()).build();
    }

    private GetTopicAttributesResponse attributes(GetTopicAttributesRequest request) {
        return GetTopicAttributesResponse.builder()
                .attributes(Map.of("Policy", "{\"a\": \"<&>\"}", "DisplayName", "größe ☃ 𝄞", "Empty", ""))
                .build();
    }

    private PublishResponse publish(PublishRequest request) {
        requests.add(request);
        return PublishResponse.builder().messageId(request.message()).build();
    }

    private CreateRoleResponse createRole(CreateRoleRequest request) {
        requests.add(request);
        return CreateRoleResponse.builder()
                .role(Role.builder()
                        .roleName(request.roleName())
                        .assumeRolePolicyDocument(request.assumeRolePolicyDocument())
                        .maxSessionDuration(request.maxSessionDuration())
                        .createDate(CREATED)
                        .tags(request.tags())
                        .build())
                .build();
    }

    private GetRoleResponse getRole(GetRoleRequest request) {
        if (request.roleName().equals("broken")) {
            throw new IllegalStateException("jdbc:sqlite:/private/path is locked");
        }
        throw new ServiceException(
                "NoSuchEntityException", 404, "The role with name " + request.roleName() + " cannot be found. <a & b>");
    }

    private CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
        requests.add(request);
        return CreateChangeSetResponse.builder().id("id").stackId("stack").build();
    }

    @SuppressWarnings("unchecked") // the SDK's generic varargs
    private DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
        if (request.stackName() != null) {
            throw new ServiceException(
                    "ValidationError", 400, "Stack with id " + request.stackName() + " does not exist");
        }
        return DescribeStacksResponse.builder()
                .stacks(
                        Stack.builder()
                                .stackName("one")
                                .description("line\r\nline\tcontrol\u0001end")
                                .creationTime(CREATED)
                                .disableRollback(true)
                                .notificationARNs("a", "b")
                                .timeoutInMinutes(7)
                                .parameters(p -> p.parameterKey("Stage").parameterValue(" padded "))
                                .rollbackConfiguration(r ->
                                        r.rollbackTriggers(t -> t.arn("arn").type("type")))
                                .build(),
                        Stack.builder()
                                .stackName("two")
                                .notificationARNs(List.of())
                                .build())
                .build();
    }

    private DeleteStackResponse deleteStack(DeleteStackRequest request) {
        requests.add(request);
        return DeleteStackResponse.builder().build();
    }

    URI uri() {
        return server.uri();
    }

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, String secret) {
        return builder.endpointOverride(uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY.id(), secret)))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, KEY.secret());
    }

    @Override
    public void close() {
        server.close();
    }
}
