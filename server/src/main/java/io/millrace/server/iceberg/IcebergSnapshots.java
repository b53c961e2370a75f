package io.millrace.server.iceberg;

import io.millrace.etl.sql.ObjectCache.StoredObject;
import io.millrace.etl.sql.SqlException;
import io.millrace.etl.sql.SqlException.Code;
import io.millrace.etl.sql.TableSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Plans an Iceberg table's current snapshot with Iceberg's own library: the data files, and the numbers of the columns in them, so that renamed columns are
 * found. Tables with delete files are refused, as their deleted rows would come back.
 */
public final class IcebergSnapshots implements TableSnapshots {
    private final S3Client s3;

    /** Reads metadata through the client. */
    public IcebergSnapshots(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Optional<Snapshot> read(Table table) {
        if (!"ICEBERG".equalsIgnoreCase(table.parameters().get("table_type"))) {
            return Optional.empty();
        }
        String name = table.databaseName() + "." + table.name();
        String metadata = table.parameters().get("metadata_location");
        if (metadata == null || metadata.isEmpty()) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Table %s is an Iceberg table without parameter metadata_location; crawl it again".formatted(name));
        }
        try {
            return Optional.of(
                    plan(name, new BaseTable(new StaticTableOperations(metadata, new S3MetadataFiles(s3)), name)));
        } catch (IOException | SdkException | UncheckedIOException | ValidationException e) {
            throw unreadable(name, metadata, e);
        }
    }

    private static SqlException unreadable(String name, String metadata, Exception e) {
        return new SqlException(
                Code.HIVE_CANNOT_OPEN_SPLIT,
                "Cannot read the metadata of Iceberg table %s at %s: %s".formatted(name, metadata, e.getMessage()),
                e);
    }

    private static Snapshot plan(String name, BaseTable table) throws IOException {
        List<StoredObject> files = new ArrayList<>();
        if (table.currentSnapshot() != null) {
            try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
                for (FileScanTask task : tasks) {
                    files.add(file(name, task));
                }
            }
        }
        Map<String, Integer> fieldIds = new HashMap<>();
        // Files that were added from elsewhere have no numbers; the table then says that names count.
        if (!table.properties().containsKey(TableProperties.DEFAULT_NAME_MAPPING)) {
            for (Types.NestedField field : table.schema().columns()) {
                fieldIds.put(field.name().toLowerCase(Locale.ROOT), field.fieldId());
            }
        }
        return new Snapshot(files, fieldIds);
    }

    private static StoredObject file(String name, FileScanTask task) {
        if (!task.deletes().isEmpty()) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Iceberg table %s has rows that are deleted by delete files; have Iceberg rewrite its data files (rewrite_data_files), then query it"
                            .formatted(name));
        }
        DataFile file = task.file();
        if (file.format() != FileFormat.PARQUET) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Iceberg table %s has data files in %s; SQL reads those in Parquet".formatted(name, file.format()));
        }
        S3MetadataFiles.Address address = S3MetadataFiles.Address.of(file.location());
        // Data files are never written twice: their names stand for their content.
        return new StoredObject(address.bucket(), address.key(), "", file.fileSizeInBytes());
    }
}
