package io.millrace.server.client;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.aws.s3.S3FileIOAwsClientFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The clients of Millrace for Iceberg's {@code S3FileIO}, which makes this by its name. */
public final class TestingIcebergStore implements S3FileIOAwsClientFactory {
    private static final long serialVersionUID = 1L;

    private transient S3Settings settings = new S3Settings(Optional.empty(), "us-east-1", Optional.empty());

    /** For Iceberg. */
    public TestingIcebergStore() {}

    @Override
    public S3Client s3() {
        return S3Clients.create(settings);
    }

    @Override
    public S3AsyncClient s3Async() {
        throw new UnsupportedOperationException("Tests read through the blocking client");
    }

    @Override
    public void initialize(Map<String, String> properties) {
        settings = new S3Settings(
                Optional.of(URI.create(properties.get("s3.endpoint"))),
                properties.get("client.region"),
                Optional.of(new S3Settings.Credentials(
                        properties.get("s3.access-key-id"), properties.get("s3.secret-access-key"))));
    }
}
