package io.millrace.etl.sql;

import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.StringLiteral;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The functions whose rendering depends on more than their arguments' number: units, formats, any number of arguments. */
final class SpecialFunctions {
    private static final Set<String> UNITS =
            Set.of("millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year");

    private SpecialFunctions() {}

    /** The rendering, or empty if the function is none of these. */
    static Optional<String> render(FunctionCall call, String name, List<String> arguments) {
        return switch (name + "/" + arguments.size()) {
            case "date_trunc/2" -> Optional.of("trino_date_trunc('" + unit(call) + "', " + arguments.get(1) + ")");
            case "date_add/3" -> Optional.of(dateAdd(call, arguments));
            case "date_diff/3" ->
                Optional.of("date_sub('" + unit(call) + "', " + arguments.get(1) + ", " + arguments.get(2) + ")");
            case "date_format/2" -> format("strftime", call, arguments, DateFormats::fromMysql);
            case "format_datetime/2" -> format("strftime", call, arguments, DateFormats::fromJoda);
            case "date_parse/2" -> format("strptime", call, arguments, DateFormats::fromMysql);
            case "regexp_replace/2" ->
                Optional.of("regexp_replace(" + arguments.get(0) + ", " + arguments.get(1) + ", '', 'g')");
            case "regexp_replace/3" -> Optional.of(regexpReplace(call, arguments));
            default -> variable(name, arguments);
        };
    }

    private static Optional<String> variable(String name, List<String> arguments) {
        if (arguments.size() < 2) {
            return Optional.empty();
        }
        String joined = String.join(", ", arguments);
        return switch (name) {
            // DuckDB's concat skips nulls; Trino's is null.
            case "concat" -> Optional.of("(" + String.join(" || ", arguments) + ")");
            case "concat_ws" -> Optional.of("concat_ws(" + joined + ")");
            // DuckDB's skip nulls; Trino's are null.
            case "greatest", "least" ->
                Optional.of("CASE WHEN "
                        + String.join(" IS NOT NULL AND ", arguments)
                        + " IS NOT NULL THEN " + name + "(" + joined + ") END");
            default -> Optional.empty();
        };
    }

    private static String unit(FunctionCall call) {
        String unit = text(call, 0).toLowerCase(Locale.ROOT);
        if (!UNITS.contains(unit)) {
            throw SqlException.notSupported(call, "'" + unit + "' is not a valid unit of " + call.getName());
        }
        return unit;
    }

    private static String dateAdd(FunctionCall call, List<String> arguments) {
        String unit = unit(call);
        String step = unit.equals("quarter")
                ? "to_months(CAST(3 * (" + arguments.get(1) + ") AS INTEGER))"
                : "(CAST(" + arguments.get(1) + " AS BIGINT) * INTERVAL 1 " + unit + ")";
        return "trino_plus(" + arguments.get(2) + ", " + step + ")";
    }

    private static Optional<String> format(
            String function,
            FunctionCall call,
            List<String> arguments,
            BiFunction<io.trino.sql.tree.Node, String, String> translation) {
        String format = translation.apply(call, text(call, 1));
        return Optional.of(function + "(" + arguments.get(0) + ", " + DuckDbText.literal(format) + ")");
    }

    private static String regexpReplace(FunctionCall call, List<String> arguments) {
        // Java writes groups as $1, RE2 as \1; a backslash escapes in both.
        String replacement = text(call, 2);
        if (replacement.contains("\\") || replacement.contains("${")) {
            throw SqlException.notSupported(call, "regexp_replace with '" + replacement + "' is not supported");
        }
        return "regexp_replace(%s, %s, %s, 'g')"
                .formatted(
                        arguments.get(0),
                        arguments.get(1),
                        DuckDbText.literal(replacement.replaceAll("\\$(\\d)", "\\\\$1")));
    }

    private static String text(FunctionCall call, int index) {
        Expression argument = call.getArguments().get(index);
        if (argument instanceof StringLiteral literal) {
            return literal.getValue();
        }
        throw SqlException.notSupported(
                call, "Argument " + (index + 1) + " of " + call.getName() + " must be a text literal");
    }
}
