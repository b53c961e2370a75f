package io.millrace.server;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.pipeline.action.ActionClients;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Clients of this server's services that act with pipelines' roles. Thread-safe. */
final class RoleClients implements ActionClients, AutoCloseable {
    private static final Duration KEY_LIFE = Duration.ofHours(1);

    private final ChildEnvironment children;
    private final S3Client s3;
    private final String region;
    private final Map<String, SdkAutoCloseable> clients = new ConcurrentHashMap<>();

    /** @param s3 reaches objects with the server's own key */
    RoleClients(ChildEnvironment children, S3Client s3, String region) {
        this.children = children;
        this.s3 = s3;
        this.region = region;
    }

    @Override
    public CodeBuildClient codeBuild(String role) {
        return client(
                "codebuild",
                role,
                key -> configure(CodeBuildClient.builder(), key).build(),
                CodeBuildClient.class);
    }

    @Override
    public CloudFormationClient cloudFormation(String role) {
        return client(
                "cloudformation",
                role,
                key -> configure(CloudFormationClient.builder(), key).build(),
                CloudFormationClient.class);
    }

    @Override
    public LambdaClient lambda(String role) {
        return client(
                "lambda", role, key -> configure(LambdaClient.builder(), key).build(), LambdaClient.class);
    }

    @Override
    public SnsClient sns(String role) {
        return client("sns", role, key -> configure(SnsClient.builder(), key).build(), SnsClient.class);
    }

    @Override
    public KmsClient keys(String role) {
        return client("kms", role, key -> configure(KmsClient.builder(), key).build(), KmsClient.class);
    }

    @Override
    public S3Client s3() {
        return s3;
    }

    private <C extends SdkAutoCloseable> C client(
            String service, String role, Function<AwsCredentialsProvider, C> builder, Class<C> type) {
        return type.cast(
                clients.computeIfAbsent(service + " " + role, name -> builder.apply(new RoleKey(children, role))));
    }

    private <B extends AwsClientBuilder<B, ?>> B configure(B builder, AwsCredentialsProvider key) {
        return builder.endpointOverride(children.endpoint())
                .region(Region.of(region))
                .credentialsProvider(key);
    }

    @Override
    public void close() {
        clients.values().forEach(SdkAutoCloseable::close);
    }

    /**
     * A role's key, made for each call, which costs one read: so a role that is deleted, made again or trusts others now counts at once. A key
     * that was kept would be that of the role before, though the name is the same.
     */
    private static final class RoleKey implements AwsCredentialsProvider {
        private final ChildEnvironment children;
        private final String role;

        RoleKey(ChildEnvironment children, String role) {
            this.children = children;
            this.role = role;
        }

        @Override
        public AwsCredentials resolveCredentials() {
            AccessKey made = children.ofPipeline(role, KEY_LIFE);
            return made.sessionToken() == null
                    ? AwsBasicCredentials.create(made.id(), made.secret())
                    : AwsSessionCredentials.create(made.id(), made.secret(), made.sessionToken());
        }
    }
}
