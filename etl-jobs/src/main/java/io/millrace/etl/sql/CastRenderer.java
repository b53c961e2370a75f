package io.millrace.etl.sql;

import io.trino.sql.tree.Cast;
import io.trino.sql.tree.GenericDataType;
import io.trino.sql.tree.NumericParameter;
import java.util.Set;

/** Renders casts with Trino's rounding (half away from zero) and text forms. */
final class CastRenderer {
    private static final Set<String> INTEGERS = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT");

    private CastRenderer() {}

    static String render(Cast node, String value, boolean knownType) {
        String type = TypeRenderer.of(node.getType());
        String cast = node.isSafe() ? "TRY_CAST(" : "CAST(";
        if (INTEGERS.contains(type)) {
            // DuckDB rounds halves to even.
            return cast + (knownType ? "trino_integer(" : "round(") + value + ") AS " + type + ")";
        }
        if (type.equals("VARCHAR")) {
            String text = "trino_text(" + value + ")";
            return length(node) < 0 ? text : "left(" + text + ", " + length(node) + ")";
        }
        return cast + value + " AS " + type + ")";
    }

    private static int length(Cast node) {
        return node.getType() instanceof GenericDataType type
                        && !type.getArguments().isEmpty()
                        && type.getArguments().get(0) instanceof NumericParameter number
                ? Integer.parseInt(number.getValue())
                : -1;
    }
}
