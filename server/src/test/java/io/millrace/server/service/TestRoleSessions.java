package io.millrace.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.identity.role.RoleService;
import io.millrace.server.identity.role.RunRoles.RoleRun;
import io.millrace.server.wire.CallOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class TestRoleSessions {
    private static final String ROLE = "arn:aws:iam::000000000000:role/run";
    private static final String JOB = "arn:aws:glue:eu-west-1:000000000000:job/etl";
    private static final String READ_SALES = "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", "
            + "\"Action\": \"glue:GetDatabase\", \"Resource\": [\"arn:aws:glue:*:*:catalog\", "
            + "\"arn:aws:glue:*:*:database/sales\"]}}";

    @TempDir
    private Path folder;

    private TestingIam server;
    private IamClient iam;

    @BeforeEach
    void start() throws IOException {
        server = new TestingIam(folder);
        iam = server.client(IamClient.builder(), server.administrator());
    }

    @AfterEach
    void stop() {
        iam.close();
        server.close();
    }

    private static String trust(String principal, String more) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Principal\": " + principal
                + ", \"Action\": \"sts:AssumeRole\"" + more + "}}";
    }

    private static String allow(String action, String resource) {
        return "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"" + action + "\", \"Resource\": \"" + resource
                + "\"}}";
    }

    private void create(String trust) {
        iam.createRole(r -> r.roleName("run").assumeRolePolicyDocument(trust));
        iam.putRolePolicy(r -> r.roleName("run").policyName("p").policyDocument(READ_SALES));
    }

    /** After a change of policies: as long as a server may go on without looking. */
    private void settle() {
        server.advance(Duration.ofSeconds(1));
    }

    private AccessKey assume(AccessKey who) {
        try (StsClient sts = server.client(StsClient.builder(), who)) {
            AssumeRoleResponse answer =
                    sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("me").durationSeconds(900));
            assertThat(answer.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/run/me");
            Credentials given = answer.credentials();
            return new AccessKey(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        }
    }

    private String database(AccessKey key, String name) {
        try (GlueClient glue = server.client(GlueClient.builder(), key)) {
            return glue.getDatabase(r -> r.name(name)).database().name();
        }
    }

    private static void fails(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode())
                                .as(e.getMessage())
                                .isEqualTo(code));
    }

    @Test
    void actsWithTheRolesPoliciesUntilItEnds() {
        create(trust("{\"AWS\": \"000000000000\"}", ""));
        AccessKey user = server.user("ana", allow("sts:AssumeRole", ROLE));
        settle();
        AccessKey session = assume(user);
        assertThat(session.id()).matches("ASIA[A-Z2-7]{16}");
        assertThat(database(session, "sales")).isEqualTo("sales");
        fails("AccessDeniedException", () -> database(session, "other"));
        fails("AccessDeniedException", () -> database(user, "sales"));
        CallOutcome seen = server.outcomes.stream()
                .filter(outcome -> outcome.context().operation().equals("GetDatabase"))
                .findFirst()
                .orElseThrow();
        assertThat(seen.context().principal().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/run/me");

        iam.putRolePolicy(r -> r.roleName("run").policyName("p").policyDocument(READ_SALES.replace("sales", "other")));
        assertThat(database(session, "other")).isEqualTo("other");
        fails("AccessDeniedException", () -> database(session, "sales"));

        iam.putRolePolicy(r -> r.roleName("run").policyName("p").policyDocument(READ_SALES));
        iam.attachRolePolicy(
                r -> r.roleName("run").policyArn("arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"));
        assertThat(database(session, "any")).isEqualTo("any");
    }

    @Test
    void endsASessionAtItsTimeAndWithItsRole() {
        create(trust("{\"AWS\": \"*\"}", ""));
        settle();
        AccessKey session = assume(server.administrator());
        iam.deleteRolePolicy(r -> r.roleName("run").policyName("p"));
        iam.deleteRole(r -> r.roleName("run"));
        settle();
        fails("UnrecognizedClientException", () -> database(session, "sales"));
        create(trust("{\"AWS\": \"*\"}", ""));
        settle();
        fails("UnrecognizedClientException", () -> database(session, "sales"));

        AccessKey run = server.runRoles
                .key(new RoleRun(ROLE, RoleService.GLUE, JOB, "jr_1", Duration.ofSeconds(60)))
                .map(issued -> issued.key())
                .orElseThrow();
        assertThat(database(run, "sales")).isEqualTo("sales");
        server.advance(Duration.ofSeconds(61));
        fails("ExpiredTokenException", () -> database(run, "sales"));
    }

    @Test
    void refusesForgedTokens() {
        create(trust("{\"AWS\": \"*\"}", ""));
        settle();
        AccessKey session = assume(server.administrator());
        String token = String.valueOf(session.sessionToken());
        char last = token.charAt(token.length() - 5);
        String changed = token.substring(0, token.length() - 5)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 4);
        fails(
                "UnrecognizedClientException",
                () -> database(new AccessKey(session.id(), session.secret(), changed), "sales"));
        fails(
                "UnrecognizedClientException",
                () -> database(new AccessKey("ASIAOTHEROTHEROTHER2", session.secret(), token), "sales"));
        fails("InvalidSignatureException", () -> database(new AccessKey(session.id(), "wrong", token), "sales"));
        fails(
                "UnrecognizedClientException",
                () -> database(new AccessKey(session.id(), session.secret(), null), "sales"));
        AccessKey administrator = server.administrator();
        fails(
                "UnrecognizedClientException",
                () -> database(new AccessKey(administrator.id(), administrator.secret(), token), "sales"));
    }

    @Test
    void letsOnlyThoseAssumeARoleWhomItTrustsAndWhoMay() {
        create(trust("{\"AWS\": \"arn:aws:iam::000000000000:user/ana\"}", ""));
        AccessKey ana = server.user("ana", allow("sts:AssumeRole", ROLE));
        AccessKey bob = server.user("bob", allow("sts:AssumeRole", "*"));
        AccessKey eve = server.user("eve", allow("glue:*", "*"));
        settle();
        assertThat(assume(ana).sessionToken()).isNotEmpty();
        fails("AccessDenied", () -> assume(bob));
        fails("AccessDenied", () -> assume(eve));
        iam.updateAssumeRolePolicy(r -> r.roleName("run")
                .policyDocument(trust(
                        "{\"AWS\": \"*\"}", ", \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"ext\"}}")));
        fails("AccessDenied", () -> assume(bob));
        try (StsClient sts = server.client(StsClient.builder(), bob)) {
            assertThat(sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("me").externalId("ext"))
                            .credentials())
                    .isNotNull();
            fails(
                    "ValidationError",
                    () -> sts.assumeRole(r -> r.roleArn(ROLE)
                            .roleSessionName("me")
                            .externalId("ext")
                            .durationSeconds(3601)));
            fails(
                    "AccessDenied",
                    () -> sts.assumeRole(r -> r.roleArn(ROLE + "2").roleSessionName("me")));
        }
    }

    @Test
    void tellsCallersWhoTheyAre() {
        create(trust("{\"AWS\": \"*\"}", ""));
        AccessKey nobody = server.user("nobody", allow("glue:GetTable", "*"));
        settle();
        AccessKey session = assume(server.administrator());
        assertThat(identity(nobody).arn()).isEqualTo("arn:aws:iam::000000000000:user/nobody");
        assertThat(identity(session).arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/run/me");
        assertThat(identity(session).userId()).matches("AROA[A-Z2-7]{17}:me");
        assertThat(identity(session).account()).isEqualTo("000000000000");
    }

    private GetCallerIdentityResponse identity(AccessKey key) {
        try (StsClient sts = server.client(StsClient.builder(), key)) {
            return sts.getCallerIdentity();
        }
    }

    @Test
    void asksForPassRoleAndTrustWhereARoleIsGiven() {
        create(trust("{\"Service\": \"glue.amazonaws.com\"}", ""));
        AccessKey with = server.user("with", allow("*", "*"));
        AccessKey without = server.user("without", allow("glue:*", "*"));
        settle();
        createJob(with, ROLE);
        createJob(with, "run");
        createJob(with, "arn:aws:iam::123456789012:role/elsewhere");
        fails("AccessDeniedException", () -> createJob(without, ROLE));
        fails("AccessDeniedException", () -> createJob(without, "run"));
        fails("AccessDeniedException", () -> createJob(without, "arn:aws:iam::123456789012:role/elsewhere"));
        fails("InvalidInputException", () -> createJob(with, "arn:aws:iam::000000000000:role/other/run"));
        try (LambdaClient lambda = server.client(LambdaClient.builder(), with)) {
            fails(
                    "InvalidParameterValueException",
                    () -> lambda.createFunction(
                            r -> r.functionName("f").role(ROLE).code(c -> c.s3Bucket("bucket"))));
        }
    }

    @Test
    void asksForPassRoleOfTheRolesOfAPipelinesActions() {
        create(trust("{\"Service\": \"codepipeline.amazonaws.com\"}", ""));
        AccessKey one = server.user(
                "one",
                "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"codepipeline:*\","
                        + " \"Resource\": \"*\"}, {\"Effect\": \"Allow\", \"Action\": \"iam:PassRole\", \"Resource\": \""
                        + ROLE + "\"}]}");
        settle();
        createPipeline(one, ROLE);
        fails("AccessDeniedException", () -> createPipeline(one, "arn:aws:iam::000000000000:role/never-created"));
    }

    private void createPipeline(AccessKey key, String actionRole) {
        try (CodePipelineClient pipelines = server.client(CodePipelineClient.builder(), key)) {
            ActionDeclaration source = ActionDeclaration.builder()
                    .name("Source")
                    .roleArn(actionRole)
                    .actionTypeId(t ->
                            t.category("Source").owner("AWS").provider("S3").version("1"))
                    .build();
            StageDeclaration stage =
                    StageDeclaration.builder().name("Source").actions(source).build();
            pipelines.createPipeline(
                    r -> r.pipeline(p -> p.name("p").roleArn(ROLE).stages(stage)));
        }
    }

    @Test
    void knowsWhichServiceARoleIsPassedTo() {
        create(trust("{\"Service\": [\"glue.amazonaws.com\", \"lambda.amazonaws.com\"]}", ""));
        String condition = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\","
                + " \"Action\": [\"glue:*\", \"lambda:*\"], \"Resource\": \"*\"}, {\"Effect\": \"Allow\", \"Action\":"
                + " \"iam:PassRole\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\":"
                + " {\"iam:PassedToService\": [\"glue.amazonaws.com\", \"events.amazonaws.com\"]}}}]}";
        AccessKey toGlue = server.user("to-glue", condition);
        settle();
        createJob(toGlue, ROLE);
        try (LambdaClient lambda = server.client(LambdaClient.builder(), toGlue)) {
            fails(
                    "AccessDeniedException",
                    () -> lambda.createFunction(
                            r -> r.functionName("f").role(ROLE).code(c -> c.s3Bucket("bucket"))));
        }
    }

    private void createJob(AccessKey key, String role) {
        try (GlueClient glue = server.client(GlueClient.builder(), key)) {
            glue.createJob(r -> r.name("etl").role(role).command(c -> c.name("glueetl")));
        }
    }

    @Test
    void holdsRunsToRolesThatWereMadeHere() {
        RoleRun run = new RoleRun(ROLE, RoleService.GLUE, JOB, "jr_1", Duration.ofHours(1));
        assertThat(server.runRoles.key(run)).isEmpty();
        assertThatThrownBy(() -> server.strictRunRoles.key(run)).isInstanceOf(RoleRefusedException.class);
        create(trust(
                "{\"Service\": [\"lambda.amazonaws.com\", \"glue.amazonaws.com\"]}",
                ", \"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"000000000000\"}, "
                        + "\"ArnLike\": {\"aws:SourceArn\": \"arn:aws:glue:*:*:job/*\"}}"));
        assertThat(server.runRoles.key(run)).isPresent();
        assertThat(server.strictRunRoles.key(run)).isPresent();
        String function = "arn:aws:lambda:eu-west-1:000000000000:function:f";
        assertThatThrownBy(() ->
                        server.runRoles.key(new RoleRun(ROLE, RoleService.LAMBDA, function, "f", Duration.ofHours(1))))
                .isInstanceOf(RoleRefusedException.class)
                .hasMessageContaining("does not trust lambda.amazonaws.com");
        iam.deleteRolePolicy(r -> r.roleName("run").policyName("p"));
        iam.deleteRole(r -> r.roleName("run"));
        assertThatThrownBy(() -> server.runRoles.key(run))
                .as("a deleted role is no way to the administrator key")
                .isInstanceOf(RoleRefusedException.class)
                .hasMessageContaining("does not exist any more");
    }

    @Test
    void actsAsTheRoleUnderALastingKey() {
        create(trust("{\"Service\": \"lambda.amazonaws.com\"}", ""));
        settle();
        AccessKey lasting = server.administrator();
        AccessKey session = server.runRoles
                .keyUnder(lasting, new RoleRun(ROLE, RoleService.LAMBDA, "arn:aws:lambda:x", "f", Duration.ofHours(1)))
                .map(issued -> issued.key())
                .orElseThrow();
        assertThat(session.id()).isEqualTo(lasting.id());
        assertThat(database(session, "sales")).isEqualTo("sales");
        fails("AccessDeniedException", () -> database(session, "other"));
    }
}
