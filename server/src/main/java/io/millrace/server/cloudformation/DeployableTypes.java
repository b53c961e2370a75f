package io.millrace.server.cloudformation;

import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.athena.AthenaHandlers;
import io.millrace.cloudformation.resource.cloudwatch.CloudWatchHandlers;
import io.millrace.cloudformation.resource.codebuild.CodeBuildHandlers;
import io.millrace.cloudformation.resource.codepipeline.CodePipelineHandlers;
import io.millrace.cloudformation.resource.events.EventsHandlers;
import io.millrace.cloudformation.resource.glue.GlueHandlers;
import io.millrace.cloudformation.resource.iam.IamHandlers;
import io.millrace.cloudformation.resource.kms.KmsHandlers;
import io.millrace.cloudformation.resource.lambda.LambdaHandlers;
import io.millrace.cloudformation.resource.logs.LogsHandlers;
import io.millrace.cloudformation.resource.s3.BucketSettings;
import io.millrace.cloudformation.resource.s3.S3Handlers;
import io.millrace.cloudformation.resource.scheduler.SchedulerHandlers;
import io.millrace.cloudformation.resource.secretsmanager.SecretsManagerHandlers;
import io.millrace.cloudformation.resource.sns.SnsHandlers;
import io.millrace.cloudformation.resource.ssm.SsmHandlers;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The resource types that a stack on this server can have: those whose services it serves. */
public final class DeployableTypes {
    /**
     * How long a call may take. It is one of this server to itself: when it is slow, a second one beside it would not be quicker, and a
     * creation would find what the first has made.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final URI endpoint;
    private final Region region;
    private final AwsCredentialsProvider credentials;

    private DeployableTypes(URI endpoint, String region, AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.region = Region.of(region);
        this.credentials = credentials;
    }

    /**
     * Types whose services are called at an endpoint.
     *
     * @param endpoint this server
     * @param credentials whose permissions apply
     */
    public static DeployableTypes at(URI endpoint, String region, AwsCredentialsProvider credentials) {
        return new DeployableTypes(endpoint, region, credentials);
    }

    /** The handlers without a server, to be asked what they understand; a call of theirs fails. */
    public static ResourceHandlers described() {
        AwsCredentialsProvider nobody = AnonymousCredentialsProvider.create();
        URI nowhere = URI.create("http://127.0.0.1:1");
        S3Client s3 = S3Client.builder()
                .httpClientBuilder(ApacheHttpClient.builder())
                .endpointOverride(nowhere)
                .region(Region.US_EAST_1)
                .credentialsProvider(nobody)
                .build();
        return at(nowhere, Region.US_EAST_1.id(), nobody).handlers(s3, new NoBucketSettings());
    }

    /** Where parameters and secrets that templates name come from. */
    public ValueSources values() {
        return new ServiceValues(client(SsmClient.builder()), client(SecretsManagerClient.builder()));
    }

    /**
     * The handlers.
     *
     * @param s3 the object store
     * @param settings what is kept of buckets
     */
    public ResourceHandlers handlers(S3Client s3, BucketSettings settings) {
        List<ResourceHandler> handlers = new ArrayList<>(S3Handlers.of(s3, settings));
        handlers.addAll(GlueHandlers.of(client(GlueClient.builder())));
        handlers.addAll(AthenaHandlers.of(client(AthenaClient.builder())));
        handlers.addAll(LambdaHandlers.of(client(LambdaClient.builder())));
        handlers.addAll(EventsHandlers.of(client(EventBridgeClient.builder())));
        handlers.addAll(SchedulerHandlers.of(client(SchedulerClient.builder())));
        handlers.addAll(LogsHandlers.of(client(CloudWatchLogsClient.builder())));
        handlers.addAll(SnsHandlers.of(client(SnsClient.builder())));
        handlers.addAll(IamHandlers.of(client(IamClient.builder())));
        handlers.addAll(SsmHandlers.of(client(SsmClient.builder())));
        handlers.addAll(KmsHandlers.of(client(KmsClient.builder())));
        handlers.addAll(CloudWatchHandlers.of(client(CloudWatchClient.builder())));
        handlers.addAll(CodeBuildHandlers.of(client(CodeBuildClient.builder())));
        handlers.addAll(CodePipelineHandlers.of(client(CodePipelineClient.builder())));
        handlers.addAll(SecretsManagerHandlers.of(client(SecretsManagerClient.builder())));
        return ResourceHandlers.of(handlers);
    }

    private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(B builder) {
        return builder.httpClientBuilder(ApacheHttpClient.builder().socketTimeout(PATIENCE))
                .endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(credentials)
                .build();
    }

    private static final class NoBucketSettings implements BucketSettings {
        @Override
        public Optional<Settings> find(String bucket) {
            return Optional.empty();
        }

        @Override
        public void put(String bucket, Settings settings) {
            throw new UnsupportedOperationException("There is no server to keep settings of " + bucket);
        }

        @Override
        public void remove(String bucket) {
            throw new UnsupportedOperationException("There is no server that keeps settings of " + bucket);
        }
    }
}
