package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

class TestQueryProtocol {
    private static final String IAM = "Version=2010-05-08&Action=";

    private static TestingQueryServer server;
    private static IamClient iam;
    private static SnsClient sns;
    private static CloudFormationClient stacks;
    private static RawCalls raw;

    @BeforeAll
    static void start() throws IOException {
        server = new TestingQueryServer();
        iam = server.client(IamClient.builder());
        sns = server.client(SnsClient.builder());
        stacks = server.client(CloudFormationClient.builder());
        raw = new RawCalls(server.uri(), TestingQueryServer.KEY);
    }

    @AfterAll
    static void stop() {
        iam.close();
        sns.close();
        stacks.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        server.requests.clear();
    }

    @Test
    void readsScalarsAndListsOfStructures() {
        CreateRoleRequest sent = CreateRoleRequest.builder()
                .roleName("run")
                .assumeRolePolicyDocument("{\"a\": \"b c+d&e=f%/\u00fc\r\n\"}")
                .maxSessionDuration(7200)
                .tags(IntStream.range(0, 12)
                        .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
                        .toList())
                .build();
        Role role = iam.createRole(sent).role();
        assertThat(server.requests.element()).isEqualTo(sent);
        assertThat(role.tags()).isEqualTo(sent.tags());
        assertThat(role.createDate()).isEqualTo(TestingQueryServer.CREATED);
        assertThat(role.maxSessionDuration()).isEqualTo(7200);
        assertThat(role.assumeRolePolicyDocument()).isEqualTo(sent.assumeRolePolicyDocument());
    }

    @SuppressWarnings("unchecked") // the SDK's generic varargs
    @Test
    void readsMapsOfTextsAndOfStructuresAndBytes() {
        CreateTopicRequest topic = CreateTopicRequest.builder()
                .name("runs")
                .attributes(Map.of("DisplayName", "größe", "Empty", ""))
                .tags(t -> t.key("a").value(""))
                .build();
        assertThat(sns.createTopic(topic).topicArn()).isEqualTo("arn:runs");
        PublishRequest message = PublishRequest.builder()
                .topicArn("arn:runs")
                .message("m\r\n☃")
                .messageAttributes(Map.of(
                        "bytes",
                                MessageAttributeValue.builder()
                                        .dataType("Binary")
                                        .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 127, 43, 47}))
                                        .build(),
                        "text",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("x")
                                        .build()))
                .build();
        assertThat(sns.publish(message).messageId()).isEqualTo("m\r\n☃");
        assertThat(server.requests).containsExactly(topic, message);
        assertThat(sns.getTopicAttributes(r -> r.topicArn("arn:runs")).attributes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("Policy", "{\"a\": \"<&>\"}", "DisplayName", "größe ☃ 𝄞", "Empty", ""));
    }

    @SuppressWarnings("unchecked") // the SDK's generic varargs
    @Test
    void readsBooleansEnumerationsAndStructuresInStructures() {
        CreateChangeSetRequest sent = CreateChangeSetRequest.builder()
                .stackName("stage")
                .changeSetName("first")
                .usePreviousTemplate(true)
                .includeNestedStacks(false)
                .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM)
                .parameters(
                        Parameter.builder()
                                .parameterKey("Stage")
                                .parameterValue("test")
                                .build(),
                        Parameter.builder()
                                .parameterKey("Old")
                                .usePreviousValue(true)
                                .build())
                .rollbackConfiguration(c -> c.monitoringTimeInMinutes(3)
                        .rollbackTriggers(t -> t.arn("arn").type("type")))
                .resourceTypes(List.of())
                .build();
        assertThat(stacks.createChangeSet(sent).stackId()).isEqualTo("stack");
        assertThat(server.requests.element()).isEqualTo(sent);
    }

    @Test
    void writesEveryKindOfMember() {
        List<Stack> found = stacks.describeStacks().stacks();
        assertThat(found).extracting(Stack::stackName).containsExactly("one", "two");
        Stack one = found.get(0);
        assertThat(one.description()).isEqualTo("line\r\nline\tcontrol\ufffdend");
        assertThat(one.creationTime()).isEqualTo(TestingQueryServer.CREATED);
        assertThat(one.disableRollback()).isTrue();
        assertThat(one.notificationARNs()).containsExactly("a", "b");
        assertThat(one.timeoutInMinutes()).isEqualTo(7);
        assertThat(one.parameters().get(0).parameterValue()).isEqualTo(" padded ");
        assertThat(one.rollbackConfiguration().rollbackTriggers().get(0).type()).isEqualTo("type");
        assertThat(found.get(1).hasNotificationARNs()).isTrue();
        assertThat(found.get(1).hasParameters()).isFalse();
    }

    @Test
    void answersAnOperationWithoutResult() {
        assertThat(stacks.deleteStack(r -> r.stackName("stage"))
                        .responseMetadata()
                        .requestId())
                .hasSize(36);
        assertThat(server.requests)
                .containsExactly(DeleteStackRequest.builder().stackName("stage").build());
    }

    @Test
    void readsAndWritesTimestamps() {
        Stack.Builder builder = Stack.builder();
        FormNode form = new FormNode();
        form.put("CreationTime", "2026-11-22T06:30:00.125+01:00");
        QueryReader.readInto(form, builder);
        assertThat(builder.build().creationTime()).isEqualTo(TestingQueryServer.CREATED);
    }

    @Test
    void givesErrorsTheCodeAndStatusOfTheModel() {
        NoSuchEntityException missing =
                catchThrowableOfType(NoSuchEntityException.class, () -> iam.getRole(r -> r.roleName("x")));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.awsErrorDetails().errorCode()).isEqualTo("NoSuchEntity");
        assertThat(missing.awsErrorDetails().errorMessage()).isEqualTo("The role with name x cannot be found. <a & b>");
        assertThat(missing.requestId()).hasSize(36);
        assertError(
                () -> stacks.describeStacks(r -> r.stackName("gone")),
                "ValidationError",
                400,
                "Stack with id gone does not exist");
        assertError(() -> iam.getRole(r -> r.roleName("broken")), "ServiceFailure", 500, "An internal error occurred.");
    }

    @Test
    void holdsRequestsAgainstTheModel() {
        assertError(
                () -> iam.createRole(r -> r.roleName("not allowed").assumeRolePolicyDocument("{}")),
                "ValidationError",
                400,
                "1 validation error detected: Value 'not allowed' at 'roleName' failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [\\w+=,.@-]+");
    }

    @Test
    void refusesAnOperationThatIsNotServed() {
        assertError(
                () -> iam.listUsers(), "InvalidAction", 400, "Millrace does not serve the operation iam:ListUsers.");
    }

    @Test
    void refusesAWrongSecretInTheProtocolsForm() {
        try (IamClient wrong = server.client(IamClient.builder(), "wrong")) {
            assertThatThrownBy(wrong::listRoles).isInstanceOfSatisfying(IamException.class, e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.requestId()).hasSize(36);
            });
        }
    }

    private static void assertError(Runnable call, String code, int status, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                     | MissingAction
            Action=&Version=2010-05-08                                             | MissingAction
            Action=GetRole                                                         | InvalidAction
            Action=GetRole&Version=2011-01-01                                      | InvalidAction
            Action=NoSuch&Version=2010-05-08                                       | InvalidAction
            Action=GetRole&Action=GetRole&Version=2010-05-08                       | MalformedInput
            Action=GetRole&Version=2010-05-08&RoleName=%FF%FE                      | MalformedInput
            Action=GetRole&Version=2010-05-08&RoleName=%C3                         | MalformedInput
            Action=GetRole&Version=2010-05-08&RoleName.member.1=x                  | MalformedInput
            Action=GetRole&Version=2010-05-08                                      | ValidationError
            Action=CreateRole&Version=2010-05-08&MaxSessionDuration=x              | MalformedInput
            Action=CreateRole&Version=2010-05-08&MaxSessionDuration=99999999999    | MalformedInput
            Action=CreateRole&Version=2010-05-08&Tags=x                            | MalformedInput
            Action=CreateRole&Version=2010-05-08&Tags.1.Key=x                      | MalformedInput
            Action=CreateRole&Version=2010-05-08&Tags.member.0.Key=x               | MalformedInput
            Action=CreateRole&Version=2010-05-08&Tags.member.-1.Key=x              | MalformedInput
            Action=CreateRole&Version=2010-05-08&Tags.member.99999999999999.Key=x  | MalformedInput
            Action=CreateRole&Version=2010-05-08&Tags.member.x.Key=x               | MalformedInput
            Action=CreateRole&Version=2010-05-08&Tags.member.999999999.Key=x       | ValidationError
            %ZZ=%&&&==&Action=GetRole                                              | InvalidAction
            """)
    void refusesHostileForms(String form, String code) throws Exception {
        HttpResponse<String> answer = post(form.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("<Type>Sender</Type><Code>" + code + "</Code>", "xmlns=\"https://iam.amazonaws.com");
    }

    @Test
    void readsBoundedForms() throws Exception {
        String tags = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> "&Tags.member." + (10_001 - i) + ".Key=k" + i)
                .collect(Collectors.joining());
        HttpResponse<String> many = post((IAM + "CreateRole" + tags).getBytes(StandardCharsets.UTF_8));
        assertThat(many.body()).contains("<Code>ValidationError</Code>", "less than or equal to 50");
        assertThat(post((IAM + "GetRole" + "&a".repeat(QueryForm.MAX_PARAMETERS)).getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("<Code>MalformedInput</Code>", "parameters");
        assertThat(post((IAM + "GetRole&" + "a.".repeat(50_000) + "=1").getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("<Code>MalformedInput</Code>", "64 parts");
        assertThat(post(new byte[] {'A', '=', (byte) 0xff}).body()).contains("not UTF-8");
    }

    @Test
    void readsTheQueryOfAGet() throws Exception {
        String path = "/?Action=GetRole&Version=2010-05-08&RoleName=a%2Bb";
        Map<String, String> headers = RawCalls.headers(
                raw.sign("GET", path, "iam", "us-east-1", new byte[0], Instant.now(), AuthLocation.HEADER, Map.of()));
        HttpResponse<String> answer = raw.send("GET", path, headers, new byte[0]);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("The role with name a+b cannot be found. &lt;a &amp; b");
    }

    private static HttpResponse<String> post(byte[] body) throws Exception {
        return raw.send(
                "POST",
                "/",
                RawCalls.headers(raw.sign(
                        "POST",
                        "/",
                        "iam",
                        "us-east-1",
                        body,
                        Instant.now(),
                        AuthLocation.HEADER,
                        Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))),
                body);
    }
}
