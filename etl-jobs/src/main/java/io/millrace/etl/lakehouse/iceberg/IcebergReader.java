package io.millrace.etl.lakehouse.iceberg;

import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeFormat;
import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.lakehouse.LakeTableException.Reason;
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
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.Table;

/** Plans the snapshot that the catalog's {@code metadata_location} says. Thread-safe. */
public final class IcebergReader {
    private final LakeObjects objects;

    /** Reads metadata of the store. */
    public IcebergReader(LakeObjects objects) {
        this.objects = objects;
    }

    /** The current snapshot. @throws LakeTableException if it cannot be read, or has files that are not */
    public LakeSnapshot read(String name, Table table) {
        String metadata = table.parameters().get("metadata_location");
        if (metadata == null || metadata.isEmpty()) {
            throw new LakeTableException(
                    Reason.NOT_SUPPORTED,
                    "Table %s is an Iceberg table without parameter metadata_location; crawl it again".formatted(name));
        }
        try {
            return plan(name, new BaseTable(new StaticTableOperations(metadata, new MetadataFiles(objects)), name));
        } catch (IOException | SdkException | UncheckedIOException | ValidationException e) {
            throw new LakeTableException(
                    Reason.UNREADABLE,
                    "Cannot read the metadata of Iceberg table %s at %s: %s".formatted(name, metadata, e.getMessage()),
                    e);
        }
    }

    private LakeSnapshot plan(String name, BaseTable table) throws IOException {
        IcebergColumns columns = IcebergColumns.of(table);
        IcebergDeletes deletes = new IcebergDeletes(name, table, objects, columns);
        List<LakeFile> files = new ArrayList<>();
        if (table.currentSnapshot() != null) {
            try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
                for (FileScanTask task : tasks) {
                    files.add(file(name, table.schema(), task, deletes));
                }
            }
        }
        return new LakeSnapshot(LakeFormat.ICEBERG, columns.columns(table.schema()), files, deletes.equalityDeletes());
    }

    private static LakeFile file(String name, Schema schema, FileScanTask task, IcebergDeletes deletes)
            throws IOException {
        DataFile file = task.file();
        if (file.format() != FileFormat.PARQUET) {
            throw new LakeTableException(
                    Reason.NOT_SUPPORTED,
                    "Iceberg table %s has data files in %s, and those in Parquet are read; have Iceberg rewrite them (rewrite_data_files)"
                            .formatted(name, file.format()));
        }
        Address address = Address.of(file.location());
        return new LakeFile(
                address.bucket(),
                address.key(),
                // Data files are never written twice.
                "",
                file.fileSizeInBytes(),
                constants(schema, task.spec(), file),
                deletes.positions(task),
                deletes.equality(task));
    }

    /** Files that came from Hive have no columns for their partitions. */
    private static Map<String, Optional<String>> constants(Schema schema, PartitionSpec spec, DataFile file) {
        Map<String, Optional<String>> constants = new HashMap<>();
        for (int i = 0; i < spec.fields().size(); i++) {
            PartitionField field = spec.fields().get(i);
            Types.NestedField column = schema.findField(field.sourceId());
            if (field.transform().isIdentity() && column != null) {
                Object value = file.partition().get(i, Object.class);
                constants.put(
                        column.name().toLowerCase(Locale.ROOT),
                        Optional.ofNullable(IcebergColumns.text(column.type(), value)));
            }
        }
        return constants;
    }
}
