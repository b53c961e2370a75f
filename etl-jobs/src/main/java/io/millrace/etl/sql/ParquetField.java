package io.millrace.etl.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A field of a Parquet file's schema.
 *
 * @param id its number, if the writer gave it one
 * @param type as DuckDB would read it; of groups what they are annotated as
 */
record ParquetField(String name, OptionalInt id, String type, List<ParquetField> children) {
    ParquetField {
        children = List.copyOf(children);
    }

    private record Line(String name, OptionalInt id, String type, int children) {}

    /** The schemas of files, each as the group that holds its columns. */
    static Map<String, ParquetField> read(Statement statement, Collection<String> files) throws SQLException {
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        String sql = "SELECT file_name, name, field_id, coalesce(duckdb_type, converted_type, ''), num_children"
                + " FROM parquet_schema(" + DuckDbText.literals(files) + ")";
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                int id = rows.getInt(3);
                OptionalInt number = rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(id);
                // Groups have children, columns have none.
                lines.computeIfAbsent(rows.getString(1), file -> new ArrayList<>())
                        .add(new Line(rows.getString(2), number, rows.getString(4), rows.getInt(5)));
            }
        }
        Map<String, ParquetField> schemas = new LinkedHashMap<>();
        lines.forEach((file, schema) -> schemas.put(file, tree(schema.iterator())));
        return schemas;
    }

    /** A schema is written depth first. */
    private static ParquetField tree(Iterator<Line> lines) {
        Line line = lines.next();
        List<ParquetField> children = new ArrayList<>();
        for (int i = 0; i < line.children(); i++) {
            children.add(tree(lines));
        }
        return new ParquetField(line.name(), line.id(), line.type(), children);
    }

    boolean hasIds() {
        return id.isPresent() || children.stream().anyMatch(ParquetField::hasIds);
    }

    /** The element of a list, which lies in a repeated group of its own but in old files. */
    Optional<ParquetField> element() {
        if (children.size() != 1) {
            return Optional.empty();
        }
        ParquetField repeated = children.get(0);
        boolean group = repeated.children.size() == 1
                && !repeated.name.equals("array")
                && !repeated.name.equals(name + "_tuple");
        return Optional.of(group ? repeated.children.get(0) : repeated);
    }

    /** Key and value of a map; empty if it is none. */
    List<ParquetField> entry() {
        return children.size() == 1 && children.get(0).children.size() == 2 ? children.get(0).children : List.of();
    }
}
