package io.millrace.server.iceberg;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.metadata.OpenTableFormats;
import io.millrace.catalog.type.HiveType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.IcebergInput;
import software.amazon.awssdk.services.glue.model.MetadataOperation;
import software.amazon.awssdk.services.glue.model.OpenTableFormatInput;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * New Iceberg tables, as Terraform asks for them: schema from the columns, one identity partition field for each partition key,
 * metadata written by Iceberg's own library below the table's location. Thread-safe.
 */
public final class IcebergTables implements OpenTableFormats {
    private static final Logger LOG = LoggerFactory.getLogger(IcebergTables.class);
    private static final String DEFAULT_VERSION = "2";

    private final S3Client s3;

    /** Tables in this object store. */
    public IcebergTables(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Created create(TableInput input, OpenTableFormatInput format) {
        IcebergInput iceberg = format.icebergInput();
        if (iceberg == null || iceberg.metadataOperation() != MetadataOperation.CREATE) {
            throw invalid("OpenTableFormatInput must have an IcebergInput with the MetadataOperation CREATE.");
        }
        if (iceberg.createIcebergTableInput() != null) {
            throw invalid("Operation not supported: CreateIcebergTableInput is not supported. Name the columns in"
                    + " TableInput.StorageDescriptor.");
        }
        URI location = location(input);
        TableMetadata metadata = metadata(input, location, version(iceberg.version()));
        String key = location.getPath().substring(1) + "/metadata/00000-" + UUID.randomUUID() + ".metadata.json";
        byte[] json = TableMetadataParser.toJson(metadata).getBytes(StandardCharsets.UTF_8);
        try {
            s3.putObject(
                    put -> put.bucket(location.getHost()).key(key).contentType("application/json"),
                    RequestBody.fromBytes(json));
        } catch (SdkException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "The Iceberg metadata cannot be written below " + location + ": " + e.getMessage(),
                    e);
        }
        return new WrittenMetadata(location.getHost(), key);
    }

    private static TableMetadata metadata(TableInput input, URI location, int version) {
        AtomicInteger lastId = new AtomicInteger();
        IcebergTypes types = new IcebergTypes(lastId);
        List<Column> columns = new ArrayList<>(input.storageDescriptor().columns());
        columns.addAll(input.partitionKeys());
        if (columns.isEmpty()) {
            throw invalid("An Iceberg table needs columns in TableInput.StorageDescriptor.");
        }
        try {
            List<Types.NestedField> fields = new ArrayList<>();
            for (Column column : columns) {
                fields.add(Types.NestedField.optional(
                        lastId.incrementAndGet(),
                        column.name(),
                        types.type(HiveType.parse(column.type())),
                        column.comment()));
            }
            Schema schema = new Schema(fields);
            PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
            input.partitionKeys().forEach(key -> spec.identity(key.name()));
            Map<String, String> properties = new HashMap<>();
            properties.put(TableProperties.FORMAT_VERSION, String.valueOf(version));
            return TableMetadata.newTableMetadata(schema, spec.build(), location.toString(), properties);
        } catch (IllegalArgumentException | org.apache.iceberg.exceptions.ValidationException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT, "The columns are no Iceberg schema: " + e.getMessage(), e);
        }
    }

    private static URI location(TableInput input) {
        String text = input.storageDescriptor() == null
                ? null
                : input.storageDescriptor().location();
        if (text == null) {
            throw invalid("An Iceberg table needs TableInput.StorageDescriptor.Location.");
        }
        try {
            URI location = URI.create(text.replaceAll("/+$", ""));
            String path = location.getPath();
            if (location.getHost() != null && "s3".equals(location.getScheme()) && path != null && path.length() > 1) {
                return location;
            }
        } catch (IllegalArgumentException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, badLocation(text), e);
        }
        throw invalid(badLocation(text));
    }

    private static String badLocation(String text) {
        return "The location of an Iceberg table must be s3://bucket/prefix, but is '" + text + "'.";
    }

    private static int version(@Nullable String version) {
        String text = version == null ? DEFAULT_VERSION : version;
        if (!text.equals("1") && !text.equals("2")) {
            throw invalid("Iceberg table version must be 1 or 2, but is '" + text + "'.");
        }
        return Integer.parseInt(text);
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }

    private final class WrittenMetadata implements Created {
        private final String bucket;
        private final String key;

        private WrittenMetadata(String bucket, String key) {
            this.bucket = bucket;
            this.key = key;
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of("table_type", "ICEBERG", "metadata_location", "s3://" + bucket + "/" + key);
        }

        @Override
        public void discard() {
            try {
                s3.deleteObject(delete -> delete.bucket(bucket).key(key));
            } catch (SdkException e) {
                LOG.warn("The metadata of a table that was refused is still at s3://{}/{}", bucket, key, e);
            }
        }
    }
}
