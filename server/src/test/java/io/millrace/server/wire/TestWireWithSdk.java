package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.Principal;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InternalServiceException;
import software.amazon.awssdk.services.glue.model.ValidationException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

class TestWireWithSdk {
    private static TestingWire wire;
    private static GlueClient glue;
    private static AthenaClient athena;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() throws IOException {
        wire = new TestingWire();
        glue = wire.client(GlueClient.builder());
        athena = wire.client(AthenaClient.builder());
        lambda = wire.client(LambdaClient.builder());
    }

    @AfterAll
    static void stop() {
        glue.close();
        athena.close();
        lambda.close();
        wire.close();
    }

    @Test
    void carriesAnEntityThereAndBack() {
        glue.createDatabase(r -> r.databaseInput(
                i -> i.name("größe").description("a \"quoted\"\ttext ☃").parameters(Map.of("k", "v", "empty", ""))));
        Database found = glue.getDatabase(r -> r.name("größe")).database();
        assertThat(found.name()).isEqualTo("größe");
        assertThat(found.description()).isEqualTo("a \"quoted\"\ttext ☃");
        assertThat(found.parameters()).containsExactlyInAnyOrderEntriesOf(Map.of("k", "v", "empty", ""));
        assertThat(found.createTime()).isEqualTo(TestingWire.CREATED);
    }

    @Test
    void tellsTheOperationWhoCallsAndUnderWhichRequestId() {
        wire.calls.clear();
        AwsServiceException error =
                catchThrowableOfType(EntityNotFoundException.class, () -> glue.getDatabase(r -> r.name("nowhere")));
        CallContext context = wire.calls.element();
        assertThat(context.principal())
                .isEqualTo(new Principal(TestingWire.KEY.id(), TestingWire.KEY.principal(), "us-east-1", "glue"));
        assertThat(context.operation()).isEqualTo("GetDatabase");
        assertThat(error.requestId()).isEqualTo(context.requestId()).hasSize(36);
    }

    @Test
    void turnsCatalogErrorsIntoTheModelsExceptions() {
        EntityNotFoundException missing =
                catchThrowableOfType(EntityNotFoundException.class, () -> glue.getDatabase(r -> r.name("nowhere")));
        assertThat(missing.awsErrorDetails().errorMessage()).isEqualTo("Database nowhere not found.");
        assertThat(missing.statusCode()).isEqualTo(400);
        glue.createDatabase(r -> r.databaseInput(i -> i.name("twice")));
        assertThatThrownBy(() -> glue.createDatabase(r -> r.databaseInput(i -> i.name("twice"))))
                .isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void keepsTheDetailsOfInternalErrorsToItself() {
        InternalServiceException error =
                catchThrowableOfType(InternalServiceException.class, () -> glue.deleteDatabase(r -> r.name("x")));
        assertThat(error.statusCode()).isEqualTo(500);
        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("An internal error occurred.");
        assertThat(error.awsErrorDetails().rawResponse().asUtf8String()).doesNotContain("sqlite");
    }

    @Test
    void refusesWhatTheApiModelDoesNotAllow() {
        ValidationException error = catchThrowableOfType(
                ValidationException.class, () -> glue.createDatabase(r -> r.databaseInput(i -> i.name(""))));
        assertThat(error.awsErrorDetails().errorMessage())
                .isEqualTo(
                        "1 validation error detected: Value '' at 'databaseInput.name' failed to satisfy constraint: "
                                + "Member must have length greater than or equal to 1");
        assertThatThrownBy(() -> glue.createTable(r -> r.databaseName("d")
                        .tableInput(t -> t.name("t")
                                .storageDescriptor(s -> s.columns(
                                        Column.builder().name("ok").build(),
                                        Column.builder().name("a\nb").build())))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("at 'tableInput.storageDescriptor.columns.2.member.name' failed to satisfy "
                        + "constraint: Member must satisfy regular expression pattern: [\\u0020-\\uD7FF");
        assertThatThrownBy(() -> athena.startQueryExecution(r -> r.clientRequestToken("x".repeat(40))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "Value null at 'queryString' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void refusesAnOperationThatIsNotRegistered() {
        assertThatThrownBy(() -> glue.listBlueprints(r -> {})).isInstanceOfSatisfying(GlueException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
            assertThat(e.statusCode()).isEqualTo(400);
        });
        assertThatThrownBy(() -> lambda.listLayers(r -> {})).isInstanceOfSatisfying(LambdaException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
            assertThat(e.statusCode()).isEqualTo(404);
        });
    }

    @Test
    void refusesAWrongSecretAndAnUnknownKey() {
        try (GlueClient wrong =
                        wire.client(GlueClient.builder(), AwsBasicCredentials.create(TestingWire.KEY.id(), "wrong"));
                GlueClient stranger =
                        wire.client(GlueClient.builder(), AwsBasicCredentials.create("AKIASTRANGER", "wrong"));
                LambdaClient lambdaStranger =
                        wire.client(LambdaClient.builder(), AwsBasicCredentials.create("AKIASTRANGER", "wrong"))) {
            assertError(() -> wrong.getDatabases(r -> {}), "InvalidSignatureException", 400);
            assertError(() -> stranger.getDatabases(r -> {}), "UnrecognizedClientException", 400);
            assertError(() -> lambdaStranger.listFunctions(r -> {}), "UnrecognizedClientException", 403);
        }
    }

    @Test
    void holdsASessionTokenAgainstItsKey() {
        wire.keys.add(new AccessKey("ASIATEMPORARY", "temporary secret", "the/token=="));
        try (GlueClient right = wire.client(
                        GlueClient.builder(),
                        AwsSessionCredentials.create("ASIATEMPORARY", "temporary secret", "the/token=="));
                GlueClient wrong = wire.client(
                        GlueClient.builder(),
                        AwsSessionCredentials.create("ASIATEMPORARY", "temporary secret", "another"));
                GlueClient without = wire.client(
                        GlueClient.builder(), AwsBasicCredentials.create("ASIATEMPORARY", "temporary secret"))) {
            right.getDatabases(r -> {});
            assertError(() -> wrong.getDatabases(r -> {}), "UnrecognizedClientException", 400);
            assertError(() -> without.getDatabases(r -> {}), "UnrecognizedClientException", 400);
        }
    }

    private static void assertError(Runnable call, String errorCode, int status) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(errorCode);
            assertThat(e.awsErrorDetails().errorMessage()).isNotEmpty();
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.requestId()).hasSize(36);
        });
    }

    @Test
    void speaksAthena() {
        assertThat(athena.startQueryExecution(r -> r.queryString("SELECT 1")).queryExecutionId())
                .isEqualTo("id-1");
        assertThatThrownBy(() -> athena.startQueryExecution(r -> r.queryString("wrong")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("line 1:1: mismatched input 'wrong'");
        assertThat(athena.getQueryResults(r -> r.queryExecutionId("id-1"))
                        .resultSet()
                        .rows()
                        .get(0)
                        .data())
                .extracting(Datum::varCharValue)
                .containsExactly("größe", null, "");
    }

    @Test
    void bindsLambdasPathQueryHeadersAndPayload() {
        var created = lambda.createFunction(r -> r.functionName("f")
                .role("arn:aws:iam::000000000000:role/r")
                .handler("a.B::c")
                .environment(e -> e.variables(Map.of("KEY", "value")))
                .code(c -> c.zipFile(SdkBytes.fromByteArray(new byte[3000]))));
        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.codeSize()).isEqualTo(3000);
        assertThat(created.environment().variables()).containsEntry("KEY", "value");
        var found = lambda.getFunction(r -> r.functionName("arn:aws:lambda:us-east-1:000000000000:function:f")
                .qualifier("$LATEST"));
        assertThat(found.configuration().functionName()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f");
        assertThat(found.configuration().version()).isEqualTo("$LATEST");
        assertThat(lambda.listFunctions(r -> r.marker("a b&c/ü+").maxItems(7)).nextMarker())
                .isEqualTo("a b&c/ü+/7");
        assertThat(lambda.deleteFunction(r -> r.functionName("f"))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void invokesFunctions() {
        InvokeResponse answer = lambda.invoke(
                r -> r.functionName("f").logType("Tail").payload(SdkBytes.fromUtf8String("{\"a\":\"ü\"}")));
        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"a\":\"ü\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isNull();
        assertThat(answer.logResult()).isEqualTo("Tail");
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(lambda.invoke(r -> r.functionName("f").payload(SdkBytes.fromUtf8String("\"fail\"")))
                        .functionError())
                .isEqualTo("Unhandled");
        InvokeResponse event = lambda.invoke(r -> r.functionName("f").invocationType(InvocationType.EVENT));
        assertThat(event.statusCode()).isEqualTo(202);
        assertThat(event.payload().asByteArray()).isEmpty();
    }

    @Test
    void givesLambdasErrorsTheirStatusAndMessage() {
        ResourceNotFoundException missing = catchThrowableOfType(
                ResourceNotFoundException.class, () -> lambda.getFunction(r -> r.functionName("missing")));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.awsErrorDetails().errorMessage()).isEqualTo("Function not found: missing");
        assertThat(missing.type()).isEqualTo("User");
    }
}
