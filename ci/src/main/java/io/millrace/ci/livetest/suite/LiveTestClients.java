package io.millrace.ci.livetest.suite;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

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
     * @param storeKey the object store's key, which beside AWS is another one
     */
    static LiveTestClients bySettings(AwsCredentialsProvider storeKey) {
        // Stores beside AWS have neither a host name for each bucket nor the SDK's newer checksums.
        S3Client s3 = S3Client.builder()
                .credentialsProvider(storeKey)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
        return new LiveTestClients(CloudFormationClient.create(), GlueClient.create(), AthenaClient.create(), s3);
    }

    @Override
    public void close() {
        stacks.close();
        glue.close();
        athena.close();
        s3.close();
    }
}
