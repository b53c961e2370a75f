package io.millrace.server.build;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Clients that act as a build does. */
record BuildClients(SsmClient parameters, SecretsManagerClient secrets, KmsClient keys) implements AutoCloseable {
    static BuildClients of(Map<String, String> variables) {
        return new BuildClients(
                configure(SsmClient.builder(), variables).build(),
                configure(SecretsManagerClient.builder(), variables).build(),
                configure(KmsClient.builder(), variables).build());
    }

    private static <B extends AwsClientBuilder<B, ?>> B configure(B builder, Map<String, String> variables) {
        String endpoint = variables.get("AWS_ENDPOINT_URL");
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.region(Region.of(variables.getOrDefault("AWS_REGION", "us-east-1")))
                .credentialsProvider(credentials(variables));
    }

    private static AwsCredentialsProvider credentials(Map<String, String> variables) {
        String id = variables.get("AWS_ACCESS_KEY_ID");
        String secret = variables.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            return AnonymousCredentialsProvider.create();
        }
        String token = variables.get("AWS_SESSION_TOKEN");
        AwsCredentials key = token == null
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, token);
        return StaticCredentialsProvider.create(key);
    }

    @Override
    public void close() {
        parameters.close();
        secrets.close();
        keys.close();
    }
}
