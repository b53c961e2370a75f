package io.millrace.ci.livetest.suite;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The only way from a live test to its stage. Whoever made the clients closes them.
 *
 * @param stacks reads the stage's names
 * @param glue starts and follows the chain, reads the catalog
 * @param athena counts
 * @param s3 lists the lake's objects, puts raw files
 */
public record LiveTestClients(CloudFormationClient stacks, GlueClient glue, AthenaClient athena, S3Client s3)
        implements AutoCloseable {
    /**
     * Clients by the SDK's own settings: {@code AWS_ENDPOINT_URL}, {@code AWS_REGION}, keys or profile.
     *
     * @param storeKey the key of an object store that does not know the services' keys, as stores beside AWS
     */
    static LiveTestClients bySettings(Optional<AwsCredentials> storeKey) {
        // Stores beside AWS have neither a host name for each bucket nor the SDK's newer checksums.
        S3ClientBuilder s3 = S3Client.builder()
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
        storeKey.ifPresent(key -> s3.credentialsProvider(StaticCredentialsProvider.create(key)));
        return new LiveTestClients(
                CloudFormationClient.create(), GlueClient.create(), AthenaClient.create(), s3.build());
    }

    @Override
    public void close() {
        stacks.close();
        glue.close();
        athena.close();
        s3.close();
    }
}
