package io.millrace.etl.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quotes text and names for DuckDB, so that nothing of a statement or of the catalog reaches it unquoted. */
final class DuckDbText {
    private DuckDbText() {}

    static String literal(String value) {
        if (value.indexOf('\0') >= 0) {
            return "replace('" + value.replace("'", "''").replace('\0', '\1') + "', chr(1), chr(0))";
        }
        return "'" + value.replace("'", "''") + "'";
    }

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literals(Collection<String> values) {
        return values.stream().map(DuckDbText::literal).collect(Collectors.joining(", ", "[", "]"));
    }
}
