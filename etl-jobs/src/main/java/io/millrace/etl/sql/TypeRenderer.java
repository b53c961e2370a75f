package io.millrace.etl.sql;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Primitive;
import io.trino.sql.tree.DataType;
import io.trino.sql.tree.DataTypeParameter;
import io.trino.sql.tree.DateTimeDataType;
import io.trino.sql.tree.GenericDataType;
import io.trino.sql.tree.NumericParameter;
import io.trino.sql.tree.RowDataType;
import io.trino.sql.tree.TypeParameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** DuckDB's names for Trino's and Hive's types. */
final class TypeRenderer {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("boolean", "BOOLEAN"),
            Map.entry("tinyint", "TINYINT"),
            Map.entry("smallint", "SMALLINT"),
            Map.entry("integer", "INTEGER"),
            Map.entry("int", "INTEGER"),
            Map.entry("bigint", "BIGINT"),
            Map.entry("real", "FLOAT"),
            Map.entry("float", "FLOAT"),
            Map.entry("double", "DOUBLE"),
            Map.entry("varchar", "VARCHAR"),
            Map.entry("string", "VARCHAR"),
            Map.entry("varbinary", "BLOB"),
            Map.entry("binary", "BLOB"),
            Map.entry("date", "DATE"));

    private TypeRenderer() {}

    static String of(HiveType type) {
        if (type instanceof Primitive) {
            return TYPES.getOrDefault(type.toString(), type.toString().toUpperCase(Locale.ROOT));
        } else if (type instanceof HiveType.Decimal decimal) {
            return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (type instanceof BoundedText) {
            return "VARCHAR";
        } else if (type instanceof HiveType.Array array) {
            return of(array.element()) + "[]";
        } else if (type instanceof HiveType.MapOf map) {
            return "MAP(" + of(map.key()) + ", " + of(map.value()) + ")";
        }
        return ((HiveType.Struct) type)
                .fields().stream()
                        .map(field -> DuckDbText.name(field.name()) + " " + of(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    static String of(DataType type) {
        if (type instanceof DateTimeDataType dateTime) {
            return dateTime(dateTime);
        } else if (type instanceof RowDataType row) {
            return row.getFields().stream()
                    .map(field -> field.getName()
                                    .map(name -> DuckDbText.name(name.getValue()))
                                    .orElseThrow(() -> SqlException.notSupported(type, "Row fields without a name"))
                            + " "
                            + of(field.getType()))
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        } else if (type instanceof GenericDataType generic) {
            return generic(generic);
        }
        throw SqlException.notSupported(type, "Type " + type + " is not supported");
    }

    private static String dateTime(DateTimeDataType type) {
        String name = type.getType() == DateTimeDataType.Type.TIMESTAMP ? "TIMESTAMP" : "TIME";
        return type.isWithTimeZone() ? name + " WITH TIME ZONE" : name;
    }

    private static String generic(GenericDataType type) {
        String name = type.getName().getValue().toLowerCase(Locale.ROOT);
        List<DataTypeParameter> parameters = type.getArguments();
        String known = TYPES.get(name);
        if (known != null && (parameters.isEmpty() || name.equals("varchar"))) {
            return known;
        }
        return switch (name) {
            case "decimal" -> "DECIMAL(" + number(parameters, 0, "38") + "," + number(parameters, 1, "0") + ")";
            case "array" -> of(element(type, 0)) + "[]";
            case "map" -> "MAP(" + of(element(type, 0)) + ", " + of(element(type, 1)) + ")";
            default -> throw SqlException.notSupported(type, "Type " + type + " is not supported");
        };
    }

    private static String number(List<DataTypeParameter> parameters, int index, String missing) {
        return index < parameters.size() && parameters.get(index) instanceof NumericParameter number
                ? Integer.toString(Integer.parseInt(number.getValue()))
                : missing;
    }

    private static DataType element(GenericDataType type, int index) {
        if (index < type.getArguments().size() && type.getArguments().get(index) instanceof TypeParameter parameter) {
            return parameter.getValue();
        }
        throw SqlException.notSupported(type, "Type " + type + " is not supported");
    }
}
