package io.millrace.etl.lane.expression.sql;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.expression.Expression.Cast.Failure;
import io.millrace.etl.lane.expression.Expression.DatePart.Part;
import io.millrace.etl.lane.expression.Expression.DateTrunc.Unit;
import io.millrace.etl.lane.expression.Expression.FromEpochMicros;
import io.millrace.etl.lane.expression.Expression.Literal;
import io.millrace.etl.lane.expression.Expression.TextFunction.Function;
import io.millrace.etl.lane.expression.Expression.ToEpochMicros;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.Expressions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Functions by their names in Athena. */
final class SqlFunctions {
    private static final double MICROS = 1e6;
    private static final Map<String, Part> PARTS = Map.ofEntries(
            Map.entry("year", Part.YEAR),
            Map.entry("quarter", Part.QUARTER),
            Map.entry("month", Part.MONTH),
            Map.entry("week", Part.WEEK),
            Map.entry("week_of_year", Part.WEEK),
            Map.entry("day", Part.DAY),
            Map.entry("day_of_month", Part.DAY),
            Map.entry("day_of_week", Part.DAY_OF_WEEK),
            Map.entry("dow", Part.DAY_OF_WEEK),
            Map.entry("day_of_year", Part.DAY_OF_YEAR),
            Map.entry("doy", Part.DAY_OF_YEAR),
            Map.entry("hour", Part.HOUR),
            Map.entry("minute", Part.MINUTE),
            Map.entry("second", Part.SECOND));
    private static final Map<String, Function> TEXTS = Map.of(
            "lower", Function.LOWER,
            "upper", Function.UPPER,
            "trim", Function.TRIM,
            "ltrim", Function.LTRIM,
            "rtrim", Function.RTRIM,
            "length", Function.LENGTH);

    private SqlFunctions() {}

    /** A part of a date; empty if the tree does not have it. */
    static Optional<Expression> part(String name, Expression value) {
        return Optional.ofNullable(PARTS.get(name.toLowerCase(Locale.ROOT)))
                .map(part -> Expressions.datePart(part, value));
    }

    /** A function; empty if the tree does not have it, or not with so many arguments. */
    static Optional<Expression> call(String name, List<Expression> arguments) {
        if (name.equals("concat") && arguments.size() > 1) {
            return Optional.of(Expressions.concat(arguments));
        }
        return switch (arguments.size()) {
            case 1 -> unary(name, arguments.get(0));
            case 2, 3 -> several(name, arguments);
            default -> Optional.empty();
        };
    }

    private static Optional<Expression> unary(String name, Expression value) {
        if (TEXTS.containsKey(name)) {
            return Optional.of(Expressions.text(TEXTS.get(name), value));
        }
        return switch (name) {
            case "date", "to_date" -> Optional.of(Expressions.cast(value, Primitive.DATE, Failure.FAIL));
            case "to_unixtime" ->
                Optional.of(Expressions.arithmetic(
                        Arithmetic.Operator.DIVIDE,
                        Expressions.cast(micros(value), Primitive.DOUBLE, Failure.FAIL),
                        new Literal(MICROS, Primitive.DOUBLE)));
            case "from_unixtime" -> Optional.of(fromSeconds(value));
            default -> part(name, value);
        };
    }

    private static Expression micros(Expression value) {
        if (value.type() != Primitive.TIMESTAMP && value.type() != Primitive.DATE) {
            throw new ExpressionTypeException(
                    "%s is %s, but must be a timestamp or date".formatted(value.sql(), value.type()));
        }
        return new ToEpochMicros(Expressions.cast(value, Primitive.TIMESTAMP, Failure.FAIL));
    }

    private static Expression fromSeconds(Expression value) {
        Expression micros = value.type() == Primitive.DOUBLE
                ? Expressions.arithmetic(Arithmetic.Operator.MULTIPLY, value, new Literal(MICROS, Primitive.DOUBLE))
                : Expressions.arithmetic(
                        Arithmetic.Operator.MULTIPLY, value, new Literal((long) MICROS, Primitive.BIGINT));
        return new FromEpochMicros(Expressions.cast(micros, Primitive.BIGINT, Failure.FAIL));
    }

    private static Optional<Expression> several(String name, List<Expression> arguments) {
        boolean substring = name.equals("substr") || name.equals("substring");
        if (substring) {
            return Optional.of(Expressions.substring(
                    arguments.get(0),
                    arguments.get(1),
                    arguments.stream().skip(2).findFirst()));
        }
        if (name.equals("mod") && arguments.size() == 2) {
            return Optional.of(
                    Expressions.arithmetic(Arithmetic.Operator.REMAINDER, arguments.get(0), arguments.get(1)));
        }
        if (name.equals("date_trunc")
                && arguments.size() == 2
                && arguments.get(0) instanceof Literal literal
                && literal.value() instanceof String unit) {
            for (Unit known : Unit.values()) {
                if (known.name().equalsIgnoreCase(unit)) {
                    return Optional.of(Expressions.dateTrunc(known, arguments.get(1)));
                }
            }
        }
        return Optional.empty();
    }
}
