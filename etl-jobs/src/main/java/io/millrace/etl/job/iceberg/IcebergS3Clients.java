package io.millrace.etl.job.iceberg;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.etl.job.storage.JobEnvironment;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIOAwsClientFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The S3 clients of Iceberg's {@code S3FileIO}, which makes this by its name. The key comes from the process's environment as for all other
 * access, so that it stands in no setting of Spark's, no plan and no log.
 */
public final class IcebergS3Clients implements S3FileIOAwsClientFactory {
    private static final long serialVersionUID = 1L;

    /** For Iceberg. */
    public IcebergS3Clients() {}

    @Override
    public S3Client s3() {
        return S3Clients.create(JobEnvironment.storage(JobEnvironment.ofProcess()));
    }

    @Override
    public S3AsyncClient s3Async() {
        throw new UnsupportedOperationException("Iceberg reads and writes through the blocking client");
    }

    @Override
    public void initialize(Map<String, String> properties) {
        // Everything is in the environment.
    }
}
