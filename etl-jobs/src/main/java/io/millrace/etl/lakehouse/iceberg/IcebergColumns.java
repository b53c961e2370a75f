package io.millrace.etl.lakehouse.iceberg;

import io.millrace.etl.lakehouse.LakeColumn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Iceberg's columns: files know them by numbers, and files that were added from elsewhere by the names that the table's name mapping gives. */
final class IcebergColumns {
    private final Optional<NameMapping> names;

    private IcebergColumns(Optional<NameMapping> names) {
        this.names = names;
    }

    static IcebergColumns of(Table table) {
        return new IcebergColumns(Optional.ofNullable(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING))
                .map(NameMappingParser::fromJson));
    }

    List<LakeColumn> columns(Schema schema) {
        return schema.columns().stream().map(this::column).toList();
    }

    LakeColumn column(Types.NestedField field) {
        return new LakeColumn(
                field.name(),
                OptionalInt.of(field.fieldId()),
                fileNames(field.fieldId()),
                Optional.ofNullable(field.initialDefault())
                        .flatMap(value -> Optional.ofNullable(text(field.type(), value))),
                parts(field.type()));
    }

    private List<String> fileNames(int id) {
        Optional<MappedField> mapped = names.map(mapping -> mapping.find(id));
        return mapped.map(field -> List.copyOf(field.names())).orElse(List.of());
    }

    private List<LakeColumn> parts(Type type) {
        if (!type.isNestedType()) {
            return List.of();
        }
        return type.asNestedType().fields().stream().map(this::column).toList();
    }

    /** A value of a partition or default; null for null, and for types whose values have no text that engines read. */
    static @Nullable String text(Type type, @Nullable Object value) {
        if (value == null || type.typeId() == Type.TypeID.BINARY || type.typeId() == Type.TypeID.FIXED) {
            return null;
        }
        // A value's own text would be days or microseconds.
        return Transforms.identity().toHumanString(type, value);
    }

    /** The type in the catalog's spelling, to compare values as. */
    static String type(Type type) {
        return switch (type.typeId()) {
            case LONG -> "bigint";
            case INTEGER -> "int";
            case TIMESTAMP, TIMESTAMP_NANO -> "timestamp";
            case DECIMAL -> type.toString().replace(" ", "");
            case FIXED -> "binary";
            case TIME, UUID -> "string";
            default -> type.toString().toLowerCase(Locale.ROOT);
        };
    }
}
