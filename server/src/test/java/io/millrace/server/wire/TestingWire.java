package io.millrace.server.wire;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.InMemoryAccessKeys;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.ResultSet;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseResponse;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.CreateTableResponse;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;

/** A server with small but real operations of three services, and clients for it. */
final class TestingWire implements AutoCloseable {
    static final AccessKey KEY = AccessKey.of("AKIATESTING", "a secret of the tests");
    static final Instant CREATED = Instant.parse("2026-11-22T05:30:00.125Z");

    final InMemoryAccessKeys keys = new InMemoryAccessKeys();
    final ServiceRegistry registry = registry();
    final ConcurrentLinkedQueue<CallContext> calls = new ConcurrentLinkedQueue<>();
    final Map<String, Database> databases = new ConcurrentHashMap<>();
    final HttpServer server;

    TestingWire() throws IOException {
        keys.add(KEY);
        HttpSettings settings = new HttpSettings(
                "127.0.0.1", 0, 1024 * 1024, 16, Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(2));
        SignatureVerifier verifier = new SignatureVerifier(keys, "us-east-1", InstantSource.system());
        server = HttpServer.start(settings, new WireEndpoint(registry, verifier, CallAuthorizer.ALLOW_ALL, List.of()));
    }

    private ServiceRegistry registry() {
        return ServiceRegistry.of(
                ServiceDefinition.builder("glue")
                        .operation(CreateDatabaseRequest.class, this::createDatabase)
                        .operationWithContext(GetDatabaseRequest.class, this::getDatabase)
                        .operation(GetDatabasesRequest.class, this::getDatabases)
                        .operation(DeleteDatabaseRequest.class, this::deleteDatabase)
                        .operation(
                                CreateTableRequest.class,
                                request -> CreateTableResponse.builder().build())
                        .build(),
                ServiceDefinition.builder("athena")
                        .operation(StartQueryExecutionRequest.class, this::startQuery)
                        .operation(GetQueryResultsRequest.class, this::getQueryResults)
                        .build(),
                ServiceDefinition.builder("lambda")
                        .operation(CreateFunctionRequest.class, this::createFunction)
                        .operation(GetFunctionRequest.class, this::getFunction)
                        .operation(
                                DeleteFunctionRequest.class,
                                request -> DeleteFunctionResponse.builder().build())
                        .operation(ListFunctionsRequest.class, this::listFunctions)
                        .operation(InvokeRequest.class, this::invoke)
                        .build());
    }

    private CreateDatabaseResponse createDatabase(CreateDatabaseRequest request) {
        Database database = Database.builder()
                .name(request.databaseInput().name())
                .description(request.databaseInput().description())
                .parameters(request.databaseInput().parameters())
                .createTime(CREATED)
                .build();
        if (databases.putIfAbsent(database.name(), database) != null) {
            throw new CatalogException(CatalogErrorCode.ALREADY_EXISTS, "Database already exists.");
        }
        return CreateDatabaseResponse.builder().build();
    }

    private GetDatabaseResponse getDatabase(CallContext context, GetDatabaseRequest request) {
        calls.add(context);
        Database database = databases.get(request.name());
        if (database == null) {
            throw new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, "Database " + request.name() + " not found.");
        }
        return GetDatabaseResponse.builder().database(database).build();
    }

    private GetDatabasesResponse getDatabases(GetDatabasesRequest request) {
        return GetDatabasesResponse.builder().databaseList(databases.values()).build();
    }

    private DeleteDatabaseResponse deleteDatabase(DeleteDatabaseRequest request) {
        throw new IllegalStateException("jdbc:sqlite:/private/path is locked");
    }

    private StartQueryExecutionResponse startQuery(StartQueryExecutionRequest request) {
        if (request.queryString().startsWith("wrong")) {
            throw new ServiceException("InvalidRequestException", 400, "line 1:1: mismatched input 'wrong'");
        }
        return StartQueryExecutionResponse.builder().queryExecutionId("id-1").build();
    }

    private GetQueryResultsResponse getQueryResults(GetQueryResultsRequest request) {
        Row row = Row.builder()
                .data(
                        Datum.builder().varCharValue("größe").build(),
                        Datum.builder().build(),
                        Datum.builder().varCharValue("").build())
                .build();
        return GetQueryResultsResponse.builder()
                .updateCount(0L)
                .resultSet(ResultSet.builder().rows(row).build())
                .build();
    }

    private CreateFunctionResponse createFunction(CreateFunctionRequest request) {
        return CreateFunctionResponse.builder()
                .functionName(request.functionName())
                .codeSize((long) request.code().zipFile().asByteArray().length)
                .environment(e -> e.variables(request.environment().variables()))
                .build();
    }

    private GetFunctionResponse getFunction(GetFunctionRequest request) {
        if (request.functionName().equals("missing")) {
            throw new ServiceException("ResourceNotFoundException", 404, "Function not found: missing");
        }
        return GetFunctionResponse.builder()
                .configuration(c -> c.functionName(request.functionName()).version(request.qualifier()))
                .build();
    }

    private ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
        return ListFunctionsResponse.builder()
                .nextMarker(request.marker() + "/" + request.maxItems())
                .build();
    }

    private InvokeResponse invoke(InvokeRequest request) {
        InvokeResponse.Builder response = InvokeResponse.builder().executedVersion("$LATEST");
        if (request.invocationTypeAsString() != null
                && request.invocationTypeAsString().equals("Event")) {
            return response.statusCode(202).build();
        }
        if (request.payload() != null && request.payload().asUtf8String().contains("fail")) {
            response.functionError("Unhandled");
        }
        SdkBytes payload = request.payload() == null ? SdkBytes.fromUtf8String("null") : request.payload();
        return response.statusCode(200)
                .payload(payload)
                .logResult(request.logTypeAsString())
                .build();
    }

    URI uri() {
        return server.uri();
    }

    /** Points a client at this server, with the right key. */
    <B extends AwsSyncClientBuilder<B, C> & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>, C>
            C client(B builder) {
        return client(builder, AwsBasicCredentials.create(KEY.id(), KEY.secret()));
    }

    <B extends AwsSyncClientBuilder<B, C> & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>, C>
            C client(B builder, AwsCredentials credentials) {
        return builder.endpointOverride(uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
