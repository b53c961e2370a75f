package io.millrace.catalog.crawl.database;

import java.sql.Types;
import java.util.Locale;
import java.util.Set;

/**
 * The Hive types of databases' columns (decision 0143 has the table). Where Hive has no type that holds every value, the column
 * is a string: times of day, intervals, enumerations, arrays, JSON, money, bit strings.
 */
final class ColumnTypes {
    /** Hive's and Spark's widest decimal. */
    private static final int MAX_PRECISION = 38;

    /** What Spark, and so Glue's jobs, make of a {@code numeric} without precision. */
    private static final String UNBOUNDED_DECIMAL = "decimal(38,18)";

    private static final Set<String> NO_SIZE = Set.of(
            "bool", "int2", "int4", "int8", "float4", "float8", "text", "date", "bytea", "uuid", "json", "jsonb",
            "oid");

    private ColumnTypes() {}

    /**
     * A column as {@link java.sql.DatabaseMetaData#getColumns} describes it.
     *
     * @param jdbcType of {@link Types}
     * @param name the database's name of the type
     * @param size precision or length; 0 or a very large number if there is none
     * @param scale digits after the point
     */
    record Native(int jdbcType, String name, int size, int scale) {
        private String lowerName() {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /** The Hive type. */
    static String hive(DatabaseProduct product, Native type) {
        return product == DatabaseProduct.POSTGRESQL ? postgresql(type) : mysql(type);
    }

    private static String postgresql(Native type) {
        return switch (type.lowerName()) {
            case "bool" -> "boolean";
            case "int2", "smallserial" -> "smallint";
            case "int4", "serial" -> "int";
            case "int8", "bigserial", "oid" -> "bigint";
            case "float4" -> "float";
            case "float8" -> "double";
            case "numeric" -> decimal(type.size(), type.scale());
            case "date" -> "date";
            case "timestamp", "timestamptz" -> "timestamp";
            case "bytea" -> "binary";
            case "bit" -> type.size() == 1 ? "boolean" : "string";
            default -> "string";
        };
    }

    /** The name of the type that a domain is made of. */
    static Native ofDomain(Native domain, int sourceType) {
        String name = switch (sourceType) {
            case Types.BIT, Types.BOOLEAN -> domain.size() == 1 ? "bool" : "varbit";
            case Types.SMALLINT -> "int2";
            case Types.INTEGER -> "int4";
            case Types.BIGINT -> "int8";
            case Types.REAL -> "float4";
            case Types.DOUBLE -> "float8";
            case Types.NUMERIC -> "numeric";
            case Types.DATE -> "date";
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> "timestamp";
            case Types.BINARY -> "bytea";
            default -> "text";
        };
        return new Native(sourceType, name, domain.size(), domain.scale());
    }

    private static String mysql(Native type) {
        String name = type.lowerName();
        boolean unsigned = name.contains("unsigned");
        int space = name.indexOf(' ');
        return switch (space < 0 ? name : name.substring(0, space)) {
            case "bool", "boolean" -> "boolean";
            case "bit" -> type.size() <= 1 ? "boolean" : "binary";
            case "tinyint" -> tinyint(type, unsigned);
            case "smallint" -> unsigned ? "int" : "smallint";
            case "mediumint", "year" -> "int";
            case "int", "integer" -> unsigned ? "bigint" : "int";
            case "bigint" -> unsigned ? "decimal(20,0)" : "bigint";
            case "float" -> "float";
            case "double", "real" -> "double";
            case "decimal", "numeric" -> decimal(type.size(), type.scale());
            case "date" -> "date";
            case "datetime", "timestamp" -> "timestamp";
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> "binary";
            default -> "string";
        };
    }

    /** {@code tinyint(1)} is how MySQL writes a boolean; its drivers report it as a bit. */
    private static String tinyint(Native type, boolean unsigned) {
        if (type.jdbcType() == Types.BIT || type.jdbcType() == Types.BOOLEAN) {
            return "boolean";
        }
        return unsigned ? "smallint" : "tinyint";
    }

    /** A negative scale rounds to tens, hundreds, …: whole numbers with more digits. More digits than Hive has: text. */
    private static String decimal(int precision, int scale) {
        if (precision <= 0 || precision > 1000) {
            return UNBOUNDED_DECIMAL;
        }
        int digits = scale < 0 ? precision - scale : Math.max(precision, scale);
        int fraction = Math.max(0, scale);
        if (digits > MAX_PRECISION) {
            return "string";
        }
        return "decimal(%d,%d)".formatted(digits, fraction);
    }

    /** The database's own type with its size, for {@code RAWTYPES}. */
    static String raw(Native type) {
        String name = type.lowerName();
        if (NO_SIZE.contains(name) || name.startsWith("_")) {
            return name;
        }
        return switch (type.jdbcType()) {
            case Types.NUMERIC, Types.DECIMAL ->
                type.size() <= 0 || type.size() > 1000 ? name : "%s(%d,%d)".formatted(name, type.size(), type.scale());
            case Types.CHAR, Types.VARCHAR, Types.BINARY, Types.VARBINARY ->
                type.size() <= 0 || type.size() > 65_535 ? name : "%s(%d)".formatted(name, type.size());
            default -> name;
        };
    }
}
