package io.millrace.etl.sql;

import io.trino.sql.tree.Node;
import java.util.Map;

/** Translates the format texts of Trino's date functions into strftime's. A part without the same meaning there is refused. */
final class DateFormats {
    /** MySQL's letters (Trino: date_format, date_parse); Trino itself refuses %D, %U, %u, %V, %w, %X. */
    private static final Map<Character, String> MYSQL = Map.ofEntries(
            Map.entry('Y', "%Y"),
            Map.entry('y', "%y"),
            Map.entry('m', "%m"),
            Map.entry('c', "%-m"),
            Map.entry('d', "%d"),
            Map.entry('e', "%-d"),
            Map.entry('H', "%H"),
            Map.entry('k', "%-H"),
            Map.entry('h', "%I"),
            Map.entry('I', "%I"),
            Map.entry('l', "%-I"),
            Map.entry('i', "%M"),
            Map.entry('s', "%S"),
            Map.entry('S', "%S"),
            Map.entry('f', "%f"),
            Map.entry('p', "%p"),
            Map.entry('a', "%a"),
            Map.entry('W', "%A"),
            Map.entry('b', "%b"),
            Map.entry('M', "%B"),
            Map.entry('j', "%j"),
            Map.entry('T', "%H:%M:%S"),
            Map.entry('r', "%I:%M:%S %p"),
            Map.entry('v', "%V"),
            Map.entry('x', "%G"),
            Map.entry('%', "%%"));

    /** Joda's letters (Trino: format_datetime, parse_datetime). */
    private static final Map<String, String> JODA = Map.ofEntries(
            Map.entry("yyyy", "%Y"),
            Map.entry("YYYY", "%Y"),
            Map.entry("yy", "%y"),
            Map.entry("MM", "%m"),
            Map.entry("M", "%-m"),
            Map.entry("MMM", "%b"),
            Map.entry("MMMM", "%B"),
            Map.entry("dd", "%d"),
            Map.entry("d", "%-d"),
            Map.entry("HH", "%H"),
            Map.entry("H", "%-H"),
            Map.entry("hh", "%I"),
            Map.entry("h", "%-I"),
            Map.entry("mm", "%M"),
            Map.entry("ss", "%S"),
            Map.entry("SSS", "%g"),
            Map.entry("SSSSSS", "%f"),
            Map.entry("a", "%p"),
            Map.entry("EEE", "%a"),
            Map.entry("EEEE", "%A"),
            Map.entry("DDD", "%j"),
            Map.entry("e", "%u"),
            Map.entry("xxxx", "%G"),
            Map.entry("ww", "%V"));

    private DateFormats() {}

    static String fromMysql(Node node, String format) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i++);
            if (c != '%') {
                result.append(c);
                continue;
            }
            String part = i < format.length() ? MYSQL.get(format.charAt(i++)) : null;
            if (part == null) {
                throw SqlException.notSupported(node, "Date format '" + format + "' is not supported at position " + i);
            }
            result.append(part);
        }
        return result.toString();
    }

    static String fromJoda(Node node, String format) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            int end = i + 1;
            if (c == '\'') {
                end = format.indexOf('\'', i + 1) + 1;
                result.append(quoted(node, format, i, end));
            } else if (Character.isLetter(c)) {
                while (end < format.length() && format.charAt(end) == c) {
                    end++;
                }
                String part = JODA.get(format.substring(i, end));
                if (part == null) {
                    throw SqlException.notSupported(
                            node, "Date format '" + format + "' is not supported: " + format.substring(i, end));
                }
                result.append(part);
            } else {
                result.append(c == '%' ? "%%" : String.valueOf(c));
            }
            i = end;
        }
        return result.toString();
    }

    private static String quoted(Node node, String format, int start, int end) {
        if (end == 0) {
            throw SqlException.notSupported(node, "Date format '" + format + "' has an open quote");
        }
        String inner = format.substring(start + 1, end - 1).replace("%", "%%");
        return inner.isEmpty() ? "'" : inner;
    }
}
