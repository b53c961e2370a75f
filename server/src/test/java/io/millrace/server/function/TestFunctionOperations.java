package io.millrace.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class TestFunctionOperations {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";

    @TempDir
    Path folder;

    private TestingLambda lambda;

    @BeforeEach
    void open() throws IOException {
        lambda = new TestingLambda(folder, Duration.ofMinutes(5), Map.of());
    }

    @AfterEach
    void close() throws IOException {
        lambda.close();
    }

    @Test
    void createsAFunctionWithLambdasDefaults() {
        CreateFunctionResponse created = lambda.operations.createFunction(TestingLambda.createRequest("echo", "Echo")
                .tags(Map.of("team", "etl"))
                .build());

        assertThat(created.functionArn()).isEqualTo(ARN);
        assertThat(created.timeout()).isEqualTo(3);
        assertThat(created.memorySize()).isEqualTo(128);
        assertThat(created.state()).isEqualTo(State.ACTIVE);
        assertThat(created.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(created.version()).isEqualTo("$LATEST");
        assertThat(created.codeSha256()).hasSize(44);
        assertThat(created.codeSize()).isPositive();
        assertThat(created.lastModified()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
    }

    @Test
    void findsAFunctionByNamePartialArnAndArn() {
        lambda.create("echo", "Echo", 30, Map.of("A", "b"));

        for (String name :
                new String[] {"echo", "000000000000:function:echo", ARN, ARN + ":$LATEST", "function:echo"}) {
            GetFunctionResponse found = lambda.operations.getFunction(
                    GetFunctionRequest.builder().functionName(name).build());
            assertThat(found.configuration().functionName()).isEqualTo("echo");
            assertThat(found.configuration().environment().variables()).containsEntry("A", "b");
        }
        assertFails(
                "ResourceNotFoundException",
                404,
                "Function not found: " + ARN + ":7",
                () -> lambda.operations.getFunction(GetFunctionRequest.builder()
                        .functionName("echo")
                        .qualifier("7")
                        .build()));
        assertFails(
                "ResourceNotFoundException",
                404,
                "Function not found: " + ARN + "2",
                () -> lambda.operations.getFunction(
                        GetFunctionRequest.builder().functionName("echo2").build()));
    }

    @Test
    void refusesASecondFunctionOfTheName() {
        lambda.create("echo", "Echo", 30, Map.of());

        assertFails(
                "ResourceConflictException",
                409,
                "Function already exist: echo",
                () -> lambda.create("echo", "Echo", 30, Map.of()));
    }

    @Test
    void refusesWhatItCannotRun() {
        assertFails(
                "InvalidParameterValueException",
                400,
                "python3.12",
                () -> lambda.operations.createFunction(TestingLambda.createRequest("echo", "Echo")
                        .runtime(Runtime.PYTHON3_12)
                        .build()));
        assertFails(
                "InvalidParameterValueException",
                400,
                "Layers is not supported",
                () -> lambda.operations.createFunction(TestingLambda.createRequest("echo", "Echo")
                        .layers("arn:layer")
                        .build()));
        assertFails(
                "InvalidParameterValueException",
                400,
                "reserved keys",
                () -> lambda.create("echo", "Echo", 3, Map.of("AWS_REGION", "x")));
        assertFails(
                "InvalidParameterValueException",
                400,
                "source for function code",
                () -> lambda.operations.createFunction(TestingLambda.createRequest("echo", "Echo")
                        .code(code -> {})
                        .build()));
    }

    @Test
    void refusesPackagesThatAreNoZipOrLeaveTheirFolder() {
        for (byte[] zip : new byte[][] {
            "no zip".getBytes(StandardCharsets.UTF_8),
            TestingJar.zipOf("../../../escaped.txt", new byte[1]),
            TestingJar.zipOf("/escaped.txt", new byte[1])
        }) {
            assertFails(
                    "InvalidParameterValueException",
                    400,
                    "Could not unzip uploaded file",
                    () -> lambda.operations.createFunction(TestingLambda.createRequest("echo", "Echo")
                            .code(code -> code.zipFile(SdkBytes.fromByteArray(zip)))
                            .build()));
        }
        assertThat(folder.resolve("escaped.txt")).doesNotExist();
        assertThat(folder.resolve("functions/escaped.txt")).doesNotExist();
        assertThat(folder.resolve("functions/echo")).isEmptyDirectory();
    }

    @Test
    void stopsUnpackingABombAtTheLimit() {
        for (String name : new String[] {"zeros", "Zeros.class"}) {
            Path zip = folder.resolve("bomb.zip");
            byte[] bytes = TestingJar.zipOf(name, new byte[2_000_000]);

            assertThat(bytes.length).isLessThan(10_000);
            assertFails("InvalidParameterValueException", 400, "Unzipped size must be smaller than 1000000", () -> {
                Files.write(zip, bytes);
                new DeploymentPackage(1_000_000).unpack(zip, folder.resolve("out"));
            });
        }
    }

    @Test
    void unpacksAllButClasses() throws IOException {
        for (String name : new String[] {"conf/app.properties", "a/B.class"}) {
            Path zip = folder.resolve("package.zip");
            Files.write(zip, TestingJar.zipOf(name, new byte[10]));
            new DeploymentPackage(1_000_000).unpack(zip, folder.resolve("task"));
        }
        assertThat(folder.resolve("task/conf/app.properties")).hasSize(10);
        assertThat(folder.resolve("task/a/B.class")).doesNotExist();
    }

    @Test
    void changesTheConfigurationUnderItsRevision() {
        lambda.create("echo", "Echo", 30, Map.of("A", "b"));
        String revision = lambda.functions.load("echo", null).revisionId();

        UpdateFunctionConfigurationResponse updated =
                lambda.operations.updateFunctionConfiguration(UpdateFunctionConfigurationRequest.builder()
                        .functionName("echo")
                        .memorySize(256)
                        .revisionId(revision)
                        .build());

        assertThat(updated.memorySize()).isEqualTo(256);
        assertThat(updated.timeout()).isEqualTo(30);
        assertThat(updated.environment().variables()).containsEntry("A", "b");
        assertFails(
                "PreconditionFailedException",
                412,
                "RevisionId",
                () -> lambda.operations.updateFunctionCode(UpdateFunctionCodeRequest.builder()
                        .functionName("echo")
                        .revisionId(revision)
                        .zipFile(TestingJar.handlers("new"))
                        .build()));
    }

    @Test
    void changesNothingInADryRun() {
        lambda.create("echo", "Echo", 30, Map.of());
        String sha = lambda.functions.load("echo", null).codeSha256();

        String other = lambda.operations
                .updateFunctionCode(UpdateFunctionCodeRequest.builder()
                        .functionName("echo")
                        .dryRun(true)
                        .zipFile(TestingJar.handlers("new"))
                        .build())
                .codeSha256();

        assertThat(other).isNotEqualTo(sha);
        assertThat(lambda.functions.load("echo", null).codeSha256()).isEqualTo(sha);
    }

    @Test
    void listsByNameInPages() {
        for (String name : new String[] {"c", "a", "b"}) {
            lambda.create(name, "Echo", 30, Map.of());
        }

        ListFunctionsResponse first = lambda.operations.listFunctions(
                ListFunctionsRequest.builder().maxItems(2).build());
        ListFunctionsResponse second = lambda.operations.listFunctions(
                ListFunctionsRequest.builder().marker(first.nextMarker()).build());

        assertThat(first.functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("a", "b");
        assertThat(second.functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("c");
        assertThat(second.nextMarker()).isNull();
    }

    @Test
    void keepsFunctionsOverARestart() throws IOException {
        lambda.create("echo", "Echo", 30, Map.of("A", "b"));
        FunctionConfiguration before = lambda.functions.load("echo", null);
        lambda.close();

        lambda = new TestingLambda(folder, Duration.ofMinutes(5), Map.of());

        assertThat(lambda.functions.load("echo", null)).isEqualTo(before);
    }

    @Test
    void refusesPayloadsThatAreNoJsonOrTooLarge() {
        lambda.create("echo", "Echo", 30, Map.of());

        assertFails("InvalidRequestContentException", 400, "Could not parse", () -> lambda.invoke("echo", "{oops"));
        assertFails("InvalidRequestContentException", 400, "Could not parse", () -> lambda.invoke("echo", "{} {}"));
        assertFails(
                "RequestTooLargeException",
                413,
                "6291456",
                () -> lambda.invoke("echo", "\"" + "x".repeat(6_291_456) + "\""));
        assertThat(lambda.invocations
                        .invoke(InvokeRequest.builder()
                                .functionName("echo")
                                .invocationType(InvocationType.DRY_RUN)
                                .build())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void throttlesEventsBeyondTheQueue() {
        lambda.create("echo", "Echo", 30, Map.of());
        lambda.events.close();
        InvokeRequest event = InvokeRequest.builder()
                .functionName("echo")
                .invocationType(InvocationType.EVENT)
                .build();
        for (int i = 0; i < 3; i++) {
            lambda.invocations.invoke(event);
        }

        assertFails("TooManyRequestsException", 429, "Rate Exceeded.", () -> lambda.invocations.invoke(event));
    }

    private static void assertFails(String error, int status, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ServiceException.class, e -> {
            assertThat(e.errorName()).isEqualTo(error);
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.getMessage()).contains(message);
        });
    }
}
