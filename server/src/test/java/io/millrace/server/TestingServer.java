package io.millrace.server;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.AdministratorKey;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A whole server in this process, on free ports and a folder of the test's, with SDK clients of its administrator. */
public final class TestingServer implements AutoCloseable {
    private final MillraceServer server;

    private TestingServer(MillraceServer server) {
        this.server = server;
    }

    /** A server on a fresh or kept data folder. */
    public static TestingServer start(Path dataFolder) {
        return start(ServerConfig.local(dataFolder));
    }

    /** A server with a configuration of the test's. */
    public static TestingServer start(ServerConfig config) {
        return new TestingServer(MillraceServer.start(config, MillraceHome.fromSystemProperty()));
    }

    /** The server itself. */
    public MillraceServer server() {
        return server;
    }

    /** The catalog, crawlers and jobs. */
    public GlueClient glue() {
        return configure(GlueClient.builder()).build();
    }

    /** The same, for tests that must know whether the very call that they made has landed. */
    public GlueClient glueWithoutRetries() {
        return configure(GlueClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    /** SQL. */
    public AthenaClient athena() {
        return configure(AthenaClient.builder()).build();
    }

    /** Functions. */
    public LambdaClient lambda() {
        return configure(LambdaClient.builder()).build();
    }

    /** Objects. */
    public S3Client s3() {
        return S3Clients.create(server.storageSettings());
    }

    /** Points any other client at this server, with the right key. */
    public <B extends AwsClientBuilder<B, ?>> B configure(B builder) {
        AdministratorKey key = server.administratorKey();
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        return builder.endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(credentials);
    }

    @Override
    public void close() {
        server.close();
    }
}
