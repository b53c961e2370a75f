package io.millrace.etl.lane.expression.sql;

import io.millrace.catalog.type.HiveType;
import io.trino.sql.tree.DataType;
import io.trino.sql.tree.DateTimeDataType;
import io.trino.sql.tree.GenericDataType;
import java.util.Locale;

/** Athena's names of types. */
final class SqlTypes {
    private static final int DEFAULT_PRECISION = 38;

    private SqlTypes() {}

    /** @throws UnsupportedSqlException for a type that the tree does not have */
    static HiveType of(DataType type) {
        if (type instanceof DateTimeDataType date) {
            if (date.getType() == DateTimeDataType.Type.TIMESTAMP && !date.isWithTimeZone()) {
                return HiveType.Primitive.TIMESTAMP;
            }
            throw new UnsupportedSqlException(type.toString());
        }
        if (!(type instanceof GenericDataType generic)) {
            throw new UnsupportedSqlException(type.toString());
        }
        String name = generic.getName().getValue().toLowerCase(Locale.ROOT);
        boolean plain = generic.getArguments().isEmpty();
        return switch (name) {
            case "boolean", "tinyint", "smallint", "bigint", "double", "date" -> HiveType.parse(name);
            case "int", "integer" -> HiveType.Primitive.INT;
            case "real", "float" -> HiveType.Primitive.FLOAT;
            case "string" -> HiveType.Primitive.STRING;
            case "varbinary" -> HiveType.Primitive.BINARY;
            case "decimal" -> plain ? new HiveType.Decimal(DEFAULT_PRECISION, 0) : parameterized(type);
            case "varchar" -> plain ? HiveType.Primitive.STRING : parameterized(type);
            default -> throw new UnsupportedSqlException(type.toString());
        };
    }

    private static HiveType parameterized(DataType type) {
        String text = type.toString().replace(" ", "");
        boolean scaleMissing = text.toLowerCase(Locale.ROOT).startsWith("decimal") && !text.contains(",");
        return HiveType.parse(scaleMissing ? text.replace(")", ",0)") : text);
    }
}
