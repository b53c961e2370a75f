package io.millrace.server.function;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.function.runtime.FunctionHost;
import io.millrace.server.function.runtime.FunctionHostSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole function host on a folder. */
public final class TestingLambda implements AutoCloseable {
    private static final String HANDLERS = "io.millrace.server.function.TestingHandlers$";

    public final SqliteDatabase database;
    public final Functions functions;
    public final FunctionHost host;
    public final AsyncInvocations events;
    public final FunctionOperations operations;
    public final VersionOperations versions;
    final TestingDestinations destinations = new TestingDestinations();
    public final InvokeOperations invocations;
    private final S3Client s3;

    /** A host with two processes a function, which keeps idle ones for {@code idleStop}. */
    public TestingLambda(Path folder, Duration idleStop, Map<String, String> services) throws IOException {
        InstantSource clock = InstantSource.system();
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        database.migrate("io/millrace/server/migration", "server_schema_history");
        s3 = S3Clients.create(new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:9")),
                "us-east-1",
                Optional.of(new S3Settings.Credentials("test", "test"))));
        Path runtime = Path.of(System.getProperty("millrace.home"), "server/target/function-runtime");
        host = new FunctionHost(
                new FunctionHostSettings(
                        folder.resolve("logs"),
                        runtime,
                        Path.of(System.getProperty("java.home")),
                        "us-east-1",
                        2,
                        6,
                        idleStop,
                        Duration.ofSeconds(30),
                        1 << 20),
                spec -> services,
                clock);
        functions = new Functions(
                database.jdbi(),
                folder.resolve("functions"),
                Runnable::run,
                "us-east-1",
                new MasterKeyCipher(MasterKey.loadOrCreate(folder)));
        events = new AsyncInvocations(
                database.jdbi(),
                functions,
                host,
                new AsyncInvocationSettings(
                        3,
                        2,
                        List.of(Duration.ofMillis(50), Duration.ofMillis(50)),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30)),
                destinations,
                clock);
        versions = new VersionOperations(functions, host);
        operations = new FunctionOperations(functions, new FunctionCodeSource(s3), host, versions, destinations, clock);
        invocations = new InvokeOperations(functions, host, events);
    }

    /** Creates a function with one of the testing handlers. */
    public void create(String name, String handler, int timeoutSeconds, Map<String, String> environment) {
        operations.createFunction(createRequest(name, handler)
                .timeout(timeoutSeconds)
                .environment(variables -> variables.variables(environment))
                .build());
    }

    /** A complete request. */
    public static CreateFunctionRequest.Builder createRequest(String name, String handler) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .handler(HANDLERS + handler)
                .runtime(Runtime.JAVA17)
                .role("arn:aws:iam::000000000000:role/test")
                .code(code -> code.zipFile(TestingJar.handlers("")));
    }

    /** Invokes and waits, with the log. */
    public InvokeResponse invoke(String name, String event) {
        return invocations.invoke(InvokeRequest.builder()
                .functionName(name)
                .logType(LogType.TAIL)
                .payload(SdkBytes.fromUtf8String(event))
                .build());
    }

    /** The answer as text. */
    public static String text(InvokeResponse response) {
        return new String(response.payload().asByteArray(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        events.close();
        host.close();
        s3.close();
        database.close();
    }
}
