package io.millrace.etl.lakehouse.iceberg;

import io.millrace.etl.lakehouse.EqualityDelete;
import io.millrace.etl.lakehouse.EqualityDelete.ComparedColumn;
import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.lakehouse.LakeTableException.Reason;
import io.millrace.etl.lakehouse.ParquetRows;
import io.millrace.etl.lakehouse.RowNumbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.types.Types;

/** The delete files of one plan: positions (version 2) and deletion vectors (version 3) become row numbers, equality deletes stay files. */
final class IcebergDeletes {
    /** 8 bytes each. */
    private static final long MAX_DELETED_ROWS = 20_000_000;

    private final String name;
    private final Table table;
    private final LakeObjects objects;
    private final IcebergColumns columns;
    private final Map<String, Map<String, LongStream.Builder>> positionFiles = new HashMap<>();
    private final Map<String, Integer> equalityIndexes = new HashMap<>();
    private final List<EqualityDelete> equalityDeletes = new ArrayList<>();
    private long deletedRows;

    IcebergDeletes(String name, Table table, LakeObjects objects, IcebergColumns columns) {
        this.name = name;
        this.table = table;
        this.objects = objects;
        this.columns = columns;
    }

    /** The equality deletes of all tasks so far. */
    List<EqualityDelete> equalityDeletes() {
        return equalityDeletes;
    }

    /** The indexes of those that count for the task's file: Iceberg has chosen them by partition and sequence number. */
    List<Integer> equality(FileScanTask task) {
        List<Integer> indexes = new ArrayList<>();
        for (DeleteFile delete : task.deletes()) {
            if (delete.content() == FileContent.EQUALITY_DELETES) {
                indexes.add(equalityIndexes.computeIfAbsent(delete.location(), missing -> {
                    equalityDeletes.add(equalityDelete(delete));
                    return equalityDeletes.size() - 1;
                }));
            }
        }
        return indexes;
    }

    private EqualityDelete equalityDelete(DeleteFile delete) {
        checkParquet(delete);
        List<ComparedColumn> compared = delete.equalityFieldIds().stream()
                .map(id -> {
                    Types.NestedField field = field(id);
                    return new ComparedColumn(columns.column(field), IcebergColumns.type(field.type()));
                })
                .toList();
        Address address = Address.of(delete.location());
        return new EqualityDelete(address.bucket(), address.key(), delete.fileSizeInBytes(), compared);
    }

    /** Deletes outlive their columns: what the table no longer has is in an earlier schema. */
    private Types.NestedField field(int id) {
        List<Schema> schemas = new ArrayList<>(List.of(table.schema()));
        schemas.addAll(table.schemas().values());
        return schemas.stream()
                .flatMap(schema -> schema.columns().stream())
                .filter(field -> field.fieldId() == id && field.type().isPrimitiveType())
                .findFirst()
                .orElseThrow(() -> refused("rows that are deleted by a field of a struct (equality deletes)"));
    }

    /** The rows of the task's file that are deleted by their position. */
    RowNumbers positions(FileScanTask task) throws IOException {
        LongStream all = LongStream.empty();
        for (DeleteFile delete : task.deletes()) {
            if (delete.content() == FileContent.POSITION_DELETES) {
                all = LongStream.concat(
                        all,
                        delete.format() == FileFormat.PUFFIN
                                ? vector(delete)
                                : positions(delete, task.file().location()));
            }
        }
        RowNumbers rows = RowNumbers.of(all);
        deletedRows += rows.size();
        if (deletedRows > MAX_DELETED_ROWS) {
            throw refused("more than %d rows that are deleted by delete files".formatted(MAX_DELETED_ROWS));
        }
        return rows;
    }

    private LongStream vector(DeleteFile delete) {
        long offset = Objects.requireNonNull(delete.contentOffset());
        long length = Objects.requireNonNull(delete.contentSizeInBytes());
        byte[] blob = objects.read(Address.of(delete.location()), offset, length);
        LongStream.Builder rows = LongStream.builder();
        PositionDeleteIndex.deserialize(blob, delete).forEach(rows::add);
        return rows.build();
    }

    private LongStream positions(DeleteFile delete, String dataFile) throws IOException {
        Map<String, LongStream.Builder> byFile = positionFiles.get(delete.location());
        if (byFile == null) {
            byFile = read(delete);
            positionFiles.put(delete.location(), byFile);
        }
        // Each data file is one task.
        LongStream.Builder rows = byFile.remove(dataFile);
        return rows == null ? LongStream.empty() : rows.build();
    }

    private Map<String, LongStream.Builder> read(DeleteFile delete) throws IOException {
        checkParquet(delete);
        Map<String, LongStream.Builder> byFile = new LinkedHashMap<>();
        try (ParquetRows rows =
                ParquetRows.open(objects, Address.of(delete.location()), List.of("file_path", "pos"), "%s")) {
            while (rows.next()) {
                byFile.computeIfAbsent(String.valueOf(rows.text(0)), missing -> LongStream.builder())
                        .add(rows.number(1));
            }
        }
        return byFile;
    }

    private void checkParquet(DeleteFile delete) {
        if (delete.format() != FileFormat.PARQUET) {
            throw refused("delete files in " + delete.format());
        }
    }

    private LakeTableException refused(String what) {
        return new LakeTableException(
                Reason.NOT_SUPPORTED,
                "Iceberg table %s has %s; have Iceberg rewrite its data files (rewrite_data_files), then read it"
                        .formatted(name, what));
    }
}
