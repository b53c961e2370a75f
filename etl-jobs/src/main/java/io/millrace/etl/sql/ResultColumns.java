package io.millrace.etl.sql;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Describes DuckDB's result columns in Athena's terms. */
final class ResultColumns {
    private ResultColumns() {}

    static List<ResultColumn> of(ResultSetMetaData metaData) throws SQLException {
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            String name = metaData.getColumnName(i);
            String shown = name.startsWith(QueryRenderer.UNNAMED) ? "_col" + (i - 1) : name;
            columns.add(column(shown, metaData.getColumnTypeName(i)));
        }
        return columns;
    }

    static ResultColumn column(String name, String type) {
        String upper = type.toUpperCase(Locale.ROOT);
        if (upper.endsWith("[]") || upper.endsWith("]")) {
            return new ResultColumn(name, "array", 0, 0);
        } else if (upper.startsWith("STRUCT")) {
            return new ResultColumn(name, "row", 0, 0);
        } else if (upper.startsWith("MAP")) {
            return new ResultColumn(name, "map", 0, 0);
        } else if (upper.startsWith("DECIMAL(")) {
            String[] digits =
                    upper.substring("DECIMAL(".length(), upper.length() - 1).split(",");
            return new ResultColumn(
                    name, "decimal", Integer.parseInt(digits[0].strip()), Integer.parseInt(digits[1].strip()));
        }
        return switch (upper) {
            case "BOOLEAN" -> new ResultColumn(name, "boolean", 0, 0);
            case "TINYINT" -> new ResultColumn(name, "tinyint", 3, 0);
            case "SMALLINT", "UTINYINT" -> new ResultColumn(name, "smallint", 5, 0);
            case "INTEGER", "USMALLINT" -> new ResultColumn(name, "integer", 10, 0);
            case "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT" -> new ResultColumn(name, "bigint", 19, 0);
            case "FLOAT" -> new ResultColumn(name, "float", 17, 0);
            case "DOUBLE" -> new ResultColumn(name, "double", 17, 0);
            case "DATE" -> new ResultColumn(name, "date", 0, 0);
            case "TIME" -> new ResultColumn(name, "time", 3, 0);
            case "TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_S", "TIMESTAMP_NS" ->
                new ResultColumn(name, "timestamp", 3, 0);
            case "TIMESTAMP WITH TIME ZONE" -> new ResultColumn(name, "timestamp with time zone", 3, 0);
            case "BLOB" -> new ResultColumn(name, "varbinary", 1073741824, 0);
            case "VARCHAR", "JSON", "\"NULL\"", "NULL" -> new ResultColumn(name, "varchar", Integer.MAX_VALUE, 0);
            default ->
                throw new SqlException(
                        SqlException.Code.NOT_SUPPORTED,
                        "Column " + name + " has type " + type.toLowerCase(Locale.ROOT)
                                + ", which is not supported in results: cast it to varchar");
        };
    }
}
