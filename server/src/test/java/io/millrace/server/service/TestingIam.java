package io.millrace.server.service;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import io.millrace.server.identity.AccessKeyOperations;
import io.millrace.server.identity.Identities;
import io.millrace.server.identity.RoleSessions;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.access.PassedRoles;
import io.millrace.server.identity.access.PolicyAuthorizer;
import io.millrace.server.identity.access.WorkGroupsOfIds;
import io.millrace.server.identity.role.ManagedPolicyOperations;
import io.millrace.server.identity.role.PolicyVersionOperations;
import io.millrace.server.identity.role.RoleOperations;
import io.millrace.server.identity.role.RolePolicyOperations;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.identity.role.SessionOperations;
import io.millrace.server.identity.role.UnknownRoles;
import io.millrace.server.wire.CallObserver;
import io.millrace.server.wire.CallOutcome;
import io.millrace.server.wire.RefusedCall;
import io.millrace.server.wire.ServiceDefinition;
import io.millrace.server.wire.ServiceRegistry;
import io.millrace.server.wire.WireEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineResponse;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateJobResponse;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;

/** A server with the real IAM and STS over a real store, and two services that only say that they were reached. */
final class TestingIam implements AutoCloseable {
    final ConcurrentLinkedQueue<CallOutcome> outcomes = new ConcurrentLinkedQueue<>();
    final RoleSessions sessions;
    final RoleStore roles;
    final RunRoles runRoles;
    final RunRoles strictRunRoles;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> Instant.now().plus(ahead.get());
    private final SqliteDatabase database;
    private final AccessKeyOperations keys;
    private final AccessKey administrator;
    private final HttpServer server;

    TestingIam(Path folder) throws IOException {
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        CatalogStore store = new JdbcCatalogStore(database, clock);
        MasterKeyCipher cipher = new MasterKeyCipher(MasterKey.of(new byte[32]));
        keys = new AccessKeyOperations(store, cipher, clock);
        AdministratorKey own = AdministratorKey.loadOrCreate(folder);
        keys.register(own);
        administrator = AccessKey.of(own.accessKeyId(), own.secretAccessKey());
        Identities identities = new Identities(store, cipher, clock);
        sessions = new RoleSessions(cipher, clock);
        roles = new RoleStore(store, identities::expire);
        runRoles = new RunRoles(roles, sessions, UnknownRoles.ADMINISTRATOR);
        strictRunRoles = new RunRoles(roles, sessions, UnknownRoles.REFUSED);
        server = HttpServer.start(
                HttpSettings.on("127.0.0.1", 0),
                new WireEndpoint(
                        registry(),
                        new SignatureVerifier(identities, "eu-west-1", clock),
                        new PassedRoles(
                                new PolicyAuthorizer(identities, "eu-west-1", WorkGroupsOfIds.none()),
                                identities,
                                runRoles),
                        List.of(new Observer())));
    }

    private ServiceRegistry registry() {
        RoleFamily family = new RoleFamily(
                new RoleOperations(roles, clock),
                new RolePolicyOperations(roles),
                new ManagedPolicyOperations(roles, clock),
                new PolicyVersionOperations(roles, clock),
                new SessionOperations(roles, sessions));
        return ServiceRegistry.of(
                IamService.iam(family),
                IamService.sts(family),
                ServiceDefinition.builder("glue")
                        .operation(
                                GetDatabaseRequest.class,
                                request -> GetDatabaseResponse.builder()
                                        .database(d -> d.name(request.name()))
                                        .build())
                        .operation(
                                CreateJobRequest.class,
                                request -> CreateJobResponse.builder().build())
                        .build(),
                ServiceDefinition.builder("lambda")
                        .operation(
                                CreateFunctionRequest.class,
                                request -> CreateFunctionResponse.builder().build())
                        .build(),
                ServiceDefinition.builder("codepipeline")
                        .operation(
                                CreatePipelineRequest.class,
                                request -> CreatePipelineResponse.builder().build())
                        .build());
    }

    private final class Observer implements CallObserver {
        @Override
        public void ended(CallOutcome outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void refused(RefusedCall call) {}
    }

    URI uri() {
        return server.uri();
    }

    AccessKey administrator() {
        return administrator;
    }

    /** A user with a policy. */
    AccessKey user(String name, String policy) {
        return keys.create(Optional.of(name), Optional.of(policy));
    }

    /** Lets time pass for the server; so also its half second until it looks at the store again. */
    void advance(Duration by) {
        ahead.updateAndGet(before -> before.plus(by));
    }

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, AccessKey key) {
        AwsCredentials credentials = key.sessionToken() == null
                ? AwsBasicCredentials.create(key.id(), key.secret())
                : AwsSessionCredentials.create(key.id(), key.secret(), key.sessionToken());
        return builder.endpointOverride(uri())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
