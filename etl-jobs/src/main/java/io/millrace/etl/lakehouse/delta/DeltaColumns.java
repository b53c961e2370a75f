package io.millrace.etl.lakehouse.delta;

import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.internal.util.ColumnMapping.ColumnMappingMode;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.millrace.etl.lakehouse.LakeColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A Delta table's columns and their names or numbers in the files (protocol, "Column Mapping"). */
final class DeltaColumns {
    private final SnapshotImpl snapshot;
    private final ColumnMappingMode mode;

    private DeltaColumns(SnapshotImpl snapshot, ColumnMappingMode mode) {
        this.snapshot = snapshot;
        this.mode = mode;
    }

    static DeltaColumns of(SnapshotImpl snapshot) {
        return new DeltaColumns(
                snapshot,
                ColumnMapping.getColumnMappingMode(snapshot.getMetadata().getConfiguration()));
    }

    List<LakeColumn> columns() {
        return parts(snapshot.getSchema());
    }

    /** The names of the partition columns in the log, by their lower-cased names in the table. */
    Map<String, String> partitions() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String column : snapshot.getPartitionColumnNames()) {
            names.put(
                    column.toLowerCase(Locale.ROOT),
                    physicalName(snapshot.getSchema().get(column)));
        }
        return names;
    }

    private String physicalName(StructField field) {
        return mode == ColumnMappingMode.NONE ? field.getName() : ColumnMapping.getPhysicalName(field);
    }

    private List<LakeColumn> parts(DataType type) {
        if (type instanceof StructType struct) {
            return struct.fields().stream().map(this::column).toList();
        } else if (type instanceof ArrayType array) {
            return List.of(part("element", array.getElementType()));
        } else if (type instanceof MapType map) {
            return List.of(part("key", map.getKeyType()), part("value", map.getValueType()));
        }
        return List.of();
    }

    private LakeColumn part(String name, DataType type) {
        return LakeColumn.named(name, name, parts(type));
    }

    private LakeColumn column(StructField field) {
        List<LakeColumn> parts = parts(field.getDataType());
        return mode == ColumnMappingMode.ID
                ? new LakeColumn(
                        field.getName(),
                        OptionalInt.of(ColumnMapping.getColumnId(field)),
                        List.of(physicalName(field)),
                        Optional.empty(),
                        parts)
                : LakeColumn.named(field.getName(), physicalName(field), parts);
    }
}
