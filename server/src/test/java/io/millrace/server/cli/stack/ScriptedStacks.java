package io.millrace.server.cli.stack;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.InMemoryAccessKeys;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.ServiceDefinition;
import io.millrace.server.wire.ServiceException;
import io.millrace.server.wire.ServiceRegistry;
import io.millrace.server.wire.WireEndpoint;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * A CloudFormation on the real wire that answers as AWS does to one deployment: a change set is ready at the second look, and the
 * stack goes through its statuses, one for each look, with an event each.
 */
final class ScriptedStacks implements AutoCloseable {
    private static final AccessKey KEY = AccessKey.of("AKIATESTING", "a secret of the tests");

    final List<CreateChangeSetRequest> changeSets = new ArrayList<>();
    final List<String> done = new ArrayList<>();
    private final List<String> statuses;
    private final String refusal;
    private final @Nullable List<Parameter> existing;
    private final HttpServer server;
    private int looks;
    private int reached = -1;

    /**
     * @param statuses of the stack after the change set is carried out
     * @param refusal why no change set can be made; empty if one can
     * @param existing parameters of the stack that is there; null if there is none
     */
    ScriptedStacks(List<String> statuses, String refusal, @Nullable List<Parameter> existing) throws IOException {
        this.statuses = statuses;
        this.refusal = refusal;
        this.existing = existing;
        InMemoryAccessKeys keys = new InMemoryAccessKeys();
        keys.add(KEY);
        server = HttpServer.start(
                HttpSettings.on("127.0.0.1", 0),
                new WireEndpoint(
                        ServiceRegistry.of(service()),
                        new SignatureVerifier(keys, "us-east-1", InstantSource.system()),
                        CallAuthorizer.ALLOW_ALL,
                        List.of()));
    }

    private ServiceDefinition service() {
        return ServiceDefinition.builder("cloudformation")
                .operation(
                        GetTemplateSummaryRequest.class,
                        request -> GetTemplateSummaryResponse.builder()
                                .parameters(
                                        ParameterDeclaration.builder()
                                                .parameterKey("Stage")
                                                .build(),
                                        ParameterDeclaration.builder()
                                                .parameterKey("Bucket")
                                                .build())
                                .build())
                .operation(CreateChangeSetRequest.class, this::createChangeSet)
                .operation(DescribeChangeSetRequest.class, this::describeChangeSet)
                .operation(DeleteChangeSetRequest.class, request -> {
                    done.add("delete " + request.changeSetName());
                    return DeleteChangeSetResponse.builder().build();
                })
                .operation(ExecuteChangeSetRequest.class, request -> {
                    done.add("execute " + request.changeSetName());
                    reached = 0;
                    return ExecuteChangeSetResponse.builder().build();
                })
                .operation(DeleteStackRequest.class, request -> {
                    done.add("delete stack " + request.stackName() + " as " + request.roleARN());
                    reached = 0;
                    return DeleteStackResponse.builder().build();
                })
                .operation(DescribeStacksRequest.class, this::describeStacks)
                .operation(DescribeStackEventsRequest.class, this::events)
                .build();
    }

    private synchronized CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
        changeSets.add(request);
        return CreateChangeSetResponse.builder().id("set-1").stackId("stack-1").build();
    }

    private synchronized DescribeChangeSetResponse describeChangeSet(DescribeChangeSetRequest request) {
        looks++;
        DescribeChangeSetResponse.Builder answer =
                DescribeChangeSetResponse.builder().changeSetId("set-1");
        if (looks == 1) {
            return answer.status(ChangeSetStatus.CREATE_IN_PROGRESS).build();
        }
        if (!refusal.isEmpty()) {
            return answer.status(ChangeSetStatus.FAILED).statusReason(refusal).build();
        }
        return answer.status(ChangeSetStatus.CREATE_COMPLETE)
                .changes(
                        change(ChangeAction.ADD, "Lake", "AWS::S3::Bucket", null),
                        change(ChangeAction.MODIFY, "Etl", "AWS::Glue::Job", Replacement.FALSE),
                        change(ChangeAction.MODIFY, "Raw", "AWS::Glue::Database", Replacement.TRUE),
                        change(ChangeAction.REMOVE, "Old", "AWS::SNS::Topic", null))
                .build();
    }

    private static Change change(ChangeAction action, String id, String type, @Nullable Replacement replacement) {
        return Change.builder()
                .resourceChange(c -> c.action(action)
                        .logicalResourceId(id)
                        .resourceType(type)
                        .replacement(replacement))
                .build();
    }

    @SuppressWarnings("unchecked") // the SDK's generic varargs
    private synchronized DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
        if (reached < 0 && existing == null) {
            throw new ServiceException(
                    "ValidationError", 400, "Stack with id " + request.stackName() + " does not exist");
        }
        Stack.Builder stack = Stack.builder()
                .stackName("test")
                .stackId("stack-1")
                .creationTime(Instant.EPOCH)
                .parameters(existing)
                .outputs(o -> o.outputKey("Lake").outputValue("s3://lake"))
                .stackStatus("CREATE_COMPLETE");
        if (reached >= 0) {
            stack.stackStatus(statuses.get(reached));
            reached = Math.min(reached + 1, statuses.size() - 1);
        }
        return DescribeStacksResponse.builder().stacks(stack.build()).build();
    }

    private synchronized DescribeStackEventsResponse events(DescribeStackEventsRequest request) {
        List<StackEvent> events = new ArrayList<>();
        for (int i = reached; i >= -1; i--) {
            String status = i < 0 ? "REVIEW_IN_PROGRESS" : statuses.get(i);
            events.add(StackEvent.builder()
                    .eventId("event" + i)
                    .timestamp(Instant.EPOCH)
                    .resourceType("AWS::CloudFormation::Stack")
                    .logicalResourceId("test")
                    .resourceStatus(status)
                    .resourceStatusReason(status.equals("CREATE_FAILED") ? "Bucket lake is taken" : null)
                    .build());
        }
        return DescribeStackEventsResponse.builder().stackEvents(events).build();
    }

    CloudFormationClient client() {
        return CloudFormationClient.builder()
                .endpointOverride(server.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY.id(), KEY.secret())))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
