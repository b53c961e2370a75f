package io.millrace.server.client;

import io.millrace.catalog.storage.S3Settings;
import io.millrace.server.TestingServer;
import io.millrace.server.data.AdministratorKey;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Iceberg's own catalog for Glue, as an engine configures it, on a server of the test's. */
public record TestingIceberg(Catalog tables, SupportsNamespaces namespaces) {
    private static final String WAREHOUSE = "s3://lake/warehouse";

    /** A catalog as Iceberg sets it up when nothing but an endpoint and a key is given. */
    public static TestingIceberg catalog(TestingServer server, Map<String, String> others) {
        return catalog(server, server.server().endpoint(), others);
    }

    /** The same with another address of the services. */
    public static TestingIceberg catalog(TestingServer server, URI endpoint, Map<String, String> others) {
        S3Settings storage = server.server().storageSettings();
        return catalog(endpoint, server.server().administratorKey(), storage, others);
    }

    /** A catalog of services that are anywhere. */
    public static TestingIceberg catalog(
            URI endpoint, AdministratorKey key, S3Settings storage, Map<String, String> others) {
        S3Settings.Credentials credentials = storage.credentials().orElseThrow();
        Map<String, String> properties = new HashMap<>(Map.of(
                "warehouse", WAREHOUSE,
                "client.region", storage.region(),
                "client.credentials-provider", Key.class.getName(),
                "client.credentials-provider.id", key.accessKeyId(),
                "client.credentials-provider.secret", key.secretAccessKey(),
                "glue.endpoint", endpoint.toString(),
                "http-client.type", "urlconnection",
                "s3.endpoint", storage.endpoint().orElseThrow().toString(),
                "s3.path-style-access", "true"));
        properties.put("s3.access-key-id", credentials.accessKeyId());
        properties.put("s3.secret-access-key", credentials.secretAccessKey());
        properties.putAll(others);
        // By its name: its type names Hadoop's configuration, which is not on the class path.
        Catalog catalog =
                CatalogUtil.loadCatalog("org.apache.iceberg.aws.glue.GlueCatalog", "millrace", properties, null);
        return new TestingIceberg(catalog, (SupportsNamespaces) catalog);
    }

    /** The metadata of a data file that an engine would have written; nothing reads it in these tests. */
    public static DataFile file(Table table, String name) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(table.location() + "/data/" + name + "-" + UUID.randomUUID() + ".parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(1024)
                .withRecordCount(10)
                .build();
    }

    /** Iceberg makes one of these by its name. */
    public static final class Key implements AwsCredentialsProvider {
        private final AwsCredentials credentials;

        private Key(AwsCredentials credentials) {
            this.credentials = credentials;
        }

        /** Called by Iceberg with what follows {@code client.credentials-provider.} in the catalog's properties. */
        public static Key create(Map<String, String> properties) {
            return new Key(AwsBasicCredentials.create(properties.get("id"), properties.get("secret")));
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return credentials;
        }
    }
}
