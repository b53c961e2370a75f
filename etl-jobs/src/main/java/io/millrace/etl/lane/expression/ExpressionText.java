package io.millrace.etl.lane.expression;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.expression.Expression.Case;
import io.millrace.etl.lane.expression.Expression.Cast;
import io.millrace.etl.lane.expression.Expression.Coalesce;
import io.millrace.etl.lane.expression.Expression.Column;
import io.millrace.etl.lane.expression.Expression.Comparison;
import io.millrace.etl.lane.expression.Expression.Concat;
import io.millrace.etl.lane.expression.Expression.DatePart;
import io.millrace.etl.lane.expression.Expression.DateTrunc;
import io.millrace.etl.lane.expression.Expression.FromEpochMicros;
import io.millrace.etl.lane.expression.Expression.In;
import io.millrace.etl.lane.expression.Expression.IsNull;
import io.millrace.etl.lane.expression.Expression.Like;
import io.millrace.etl.lane.expression.Expression.Literal;
import io.millrace.etl.lane.expression.Expression.Logical;
import io.millrace.etl.lane.expression.Expression.Not;
import io.millrace.etl.lane.expression.Expression.Substring;
import io.millrace.etl.lane.expression.Expression.TextFunction;
import io.millrace.etl.lane.expression.Expression.ToEpochMicros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Expressions as SQL text. */
final class ExpressionText {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_A_MICRO = 1000;

    private ExpressionText() {}

    static String of(Expression expression) {
        if (expression instanceof Column column) {
            return column.name();
        }
        if (expression instanceof Literal literal) {
            return literal(literal);
        }
        if (expression instanceof Cast cast) {
            String name = cast.failure() == Cast.Failure.NULL ? "TRY_CAST" : "CAST";
            return "%s(%s AS %s)".formatted(name, of(cast.value()), cast.type());
        }
        if (expression instanceof Case branches) {
            return branches.branches().stream()
                            .map(branch -> "WHEN " + of(branch.condition()) + " THEN " + of(branch.result()))
                            .collect(Collectors.joining(" ", "CASE ", " ELSE "))
                    + of(branches.otherwise()) + " END";
        }
        String operator = operator(expression);
        if (!operator.isEmpty()) {
            return "(" + list(expression.children(), " " + operator + " ") + ")";
        }
        return predicate(expression);
    }

    private static String predicate(Expression expression) {
        if (expression instanceof Not not) {
            return "(NOT " + of(not.value()) + ")";
        }
        if (expression instanceof IsNull isNull) {
            return "(" + of(isNull.value()) + " IS NULL)";
        }
        if (expression instanceof In in) {
            return "(" + of(in.value()) + " IN (" + list(List.<Expression>copyOf(in.candidates()), ", ") + "))";
        }
        if (expression instanceof Like like) {
            return "(%s LIKE %s%s)"
                    .formatted(
                            of(like.value()),
                            quoted(like.pattern().text()),
                            like.pattern()
                                    .escape()
                                    .map(character -> " ESCAPE " + quoted(character.toString()))
                                    .orElse(""));
        }
        if (expression instanceof DateTrunc trunc) {
            return "date_trunc('%s', %s)".formatted(trunc.unit().name().toLowerCase(Locale.ROOT), of(trunc.value()));
        }
        return function(expression) + "(" + list(expression.children(), ", ") + ")";
    }

    private static String operator(Expression expression) {
        if (expression instanceof Arithmetic arithmetic) {
            return arithmetic.operator().sign();
        }
        if (expression instanceof Comparison comparison) {
            return comparison.operator().sign();
        }
        if (expression instanceof Logical logical) {
            return logical.operator().name();
        }
        return expression instanceof Concat ? "||" : "";
    }

    private static String function(Expression expression) {
        if (expression instanceof TextFunction text) {
            return text.function().name().toLowerCase(Locale.ROOT);
        }
        if (expression instanceof DatePart part) {
            return part.part().name().toLowerCase(Locale.ROOT);
        }
        if (expression instanceof Coalesce) {
            return "coalesce";
        }
        if (expression instanceof Substring) {
            return "substr";
        }
        if (expression instanceof ToEpochMicros) {
            return "to_unix_micros";
        }
        if (expression instanceof FromEpochMicros) {
            return "from_unix_micros";
        }
        throw new IllegalStateException("No name for " + expression.getClass());
    }

    private static String list(List<Expression> expressions, String separator) {
        return expressions.stream().map(ExpressionText::of).collect(Collectors.joining(separator));
    }

    private static String literal(Literal literal) {
        Object value = literal.value();
        if (value == null) {
            return "NULL";
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof BigInteger unscaled && literal.type() instanceof HiveType.Decimal decimal) {
            return new BigDecimal(unscaled, decimal.scale()).toPlainString();
        }
        if (literal.type() == Primitive.DATE) {
            return "DATE '" + LocalDate.ofEpochDay((Long) value) + "'";
        }
        if (literal.type() == Primitive.TIMESTAMP) {
            return "TIMESTAMP '" + timestamp((Long) value) + "'";
        }
        return value.toString();
    }

    private static LocalDateTime timestamp(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * NANOS_A_MICRO, ZoneOffset.UTC);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
