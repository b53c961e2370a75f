package io.millrace.server.demo;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.server.MillraceServer;
import io.millrace.server.data.AdministratorKey;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** SDK clients for one server, as any user would build them from its endpoint and key. */
final class DemoClients implements AutoCloseable {
    private final SdkHttpClient http = ApacheHttpClient.create();
    private final GlueClient glue;
    private final AthenaClient athena;
    private final CloudFormationClient stacks;
    private final SecretsManagerClient secrets;
    private final CodePipelineClient pipelines;
    private final S3Client s3;

    DemoClients(MillraceServer server) {
        AdministratorKey key = server.administratorKey();
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        this.glue = configure(GlueClient.builder(), server, credentials);
        this.athena = configure(AthenaClient.builder(), server, credentials);
        this.stacks = configure(CloudFormationClient.builder(), server, credentials);
        this.secrets = configure(SecretsManagerClient.builder(), server, credentials);
        this.pipelines = configure(CodePipelineClient.builder(), server, credentials);
        this.s3 = S3Clients.create(server.storageSettings());
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C configure(
            B builder, MillraceServer server, AwsCredentialsProvider credentials) {
        return builder.httpClient(http)
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(credentials)
                .build();
    }

    GlueClient glue() {
        return glue;
    }

    AthenaClient athena() {
        return athena;
    }

    CloudFormationClient stacks() {
        return stacks;
    }

    SecretsManagerClient secrets() {
        return secrets;
    }

    CodePipelineClient pipelines() {
        return pipelines;
    }

    S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        glue.close();
        athena.close();
        stacks.close();
        secrets.close();
        pipelines.close();
        s3.close();
        http.close();
    }
}
