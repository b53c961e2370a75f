package io.millrace.etl.lane.expression;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.expression.Expression.Case;
import io.millrace.etl.lane.expression.Expression.Cast;
import io.millrace.etl.lane.expression.Expression.Cast.Failure;
import io.millrace.etl.lane.expression.Expression.Coalesce;
import io.millrace.etl.lane.expression.Expression.Column;
import io.millrace.etl.lane.expression.Expression.Comparison;
import io.millrace.etl.lane.expression.Expression.Concat;
import io.millrace.etl.lane.expression.Expression.DatePart;
import io.millrace.etl.lane.expression.Expression.DateTrunc;
import io.millrace.etl.lane.expression.Expression.In;
import io.millrace.etl.lane.expression.Expression.Literal;
import io.millrace.etl.lane.expression.Expression.Logical;
import io.millrace.etl.lane.expression.Expression.Not;
import io.millrace.etl.lane.expression.Expression.Substring;
import io.millrace.etl.lane.expression.Expression.TextFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes expressions of operands of any type: finds the type that they have in common and casts them to it. */
public final class Expressions {
    private Expressions() {}

    /** The names of the columns that the expression reads. */
    public static Set<String> columns(Expression expression) {
        Set<String> names = new LinkedHashSet<>();
        collect(expression, names);
        return names;
    }

    private static void collect(Expression expression, Set<String> names) {
        if (expression instanceof Column column) {
            names.add(column.name());
        }
        expression.children().forEach(child -> collect(child, names));
    }

    /** The value in another type; the same expression if it has the type. @throws ExpressionTypeException if there is no such cast */
    public static Expression cast(Expression value, HiveType type, Failure failure) {
        if (value.type().equals(type)) {
            return value;
        }
        if (value instanceof Literal literal && literal.value() == null) {
            return new Literal(null, type);
        }
        if (!Types.canCast(value.type(), type)) {
            throw new ExpressionTypeException(
                    "%s is %s, which cannot be cast to %s".formatted(value.sql(), value.type(), type));
        }
        return new Cast(value, type, failure);
    }

    private static Expression coerced(Expression value, HiveType type) {
        if (value instanceof Literal literal
                && literal.value() instanceof Long number
                && Types.isInteger(literal.type())
                && (type == Primitive.DOUBLE || type == Primitive.BIGINT)) {
            return type == Primitive.BIGINT ? new Literal(number, type) : new Literal((double) number, type);
        }
        boolean both = Types.isText(value.type()) && Types.isText(type);
        return both ? value : cast(value, type, Failure.FAIL);
    }

    private static HiveType common(String whole, List<Expression> values) {
        HiveType common = null;
        for (Expression value : values) {
            if (value instanceof Literal literal && literal.value() == null) {
                continue;
            }
            HiveType sofar = common == null ? value.type() : common;
            common = Types.common(sofar, value.type())
                    .orElseThrow(() -> new ExpressionTypeException(
                            "%s: %s and %s have no type in common; add a CAST".formatted(whole, sofar, value.type())));
        }
        return common == null ? Primitive.STRING : common;
    }

    /** A number made of two. @throws ExpressionTypeException for other operands, and for decimals of too many digits */
    public static Expression arithmetic(Arithmetic.Operator operator, Expression left, Expression right) {
        String whole = "(%s %s %s)".formatted(left.sql(), operator.sign(), right.sql());
        HiveType type = common(whole, List.of(left, right));
        if (!Types.isNumber(type)) {
            throw new ExpressionTypeException("%s: numbers are needed, not %s".formatted(whole, type));
        }
        if (!(type instanceof Decimal)) {
            return new Arithmetic(operator, coerced(left, type), coerced(right, type), type);
        }
        Decimal first = decimalOf(left, type);
        Decimal second = decimalOf(right, type);
        HiveType result = Types.decimal(operator, first, second)
                .orElseThrow(() -> new ExpressionTypeException(
                        "%s: the result of %s and %s has more than %d digits; cast the operands to fewer"
                                .formatted(whole, first, second, Decimal.MAX_PRECISION)));
        return new Arithmetic(operator, coerced(left, first), coerced(right, second), result);
    }

    private static Decimal decimalOf(Expression value, HiveType fallback) {
        return value instanceof Literal literal && literal.value() == null
                ? Types.asDecimal(fallback)
                : Types.asDecimal(value.type());
    }

    /** A comparison. @throws ExpressionTypeException if the operands cannot be compared */
    public static Expression comparison(Comparison.Operator operator, Expression left, Expression right) {
        String whole = "(%s %s %s)".formatted(left.sql(), operator.sign(), right.sql());
        HiveType type = common(whole, List.of(left, right));
        if (!Types.isFlat(type)) {
            throw new ExpressionTypeException("%s: %s cannot be compared".formatted(whole, type));
        }
        return new Comparison(operator, coerced(left, type), coerced(right, type));
    }

    /** A conjunction or disjunction. @throws ExpressionTypeException if an operand is no truth value */
    public static Expression logical(Logical.Operator operator, Expression left, Expression right) {
        return new Logical(operator, condition(left), condition(right));
    }

    /** The opposite. @throws ExpressionTypeException if the operand is no truth value */
    public static Expression not(Expression value) {
        return new Not(condition(value));
    }

    /** The expression, if it is a truth value. @throws ExpressionTypeException if not */
    public static Expression condition(Expression value) {
        return of(value, Primitive.BOOLEAN);
    }

    private static Expression of(Expression value, Primitive type) {
        if (value instanceof Literal literal && literal.value() == null) {
            return new Literal(null, type);
        }
        boolean fits = value.type() == type || (type == Primitive.STRING && Types.isText(value.type()));
        if (!fits) {
            throw new ExpressionTypeException(
                    "%s is %s, but must be %s; add a CAST".formatted(value.sql(), value.type(), type));
        }
        return value;
    }

    /** Whether the value is in the list. */
    public static Expression in(Expression value, List<Expression> candidates) {
        List<Expression> all = new ArrayList<>(List.of(value));
        all.addAll(candidates);
        HiveType type = common(value.sql() + " IN (…)", all);
        Expression subject = coerced(value, type);
        List<Literal> literals = new ArrayList<>();
        for (Expression candidate : candidates) {
            if (!(candidate instanceof Literal literal)) {
                return disjunction(value, candidates);
            }
            Optional<Literal> constant = constant(literal, type);
            if (constant.isEmpty()) {
                return disjunction(value, candidates);
            }
            literals.add(constant.get());
        }
        return new In(subject, literals);
    }

    private static Expression disjunction(Expression value, List<Expression> candidates) {
        return candidates.stream()
                .map(candidate -> comparison(Comparison.Operator.EQUAL, value, candidate))
                .reduce((left, right) -> logical(Logical.Operator.OR, left, right))
                .orElseThrow(() -> new ExpressionTypeException(value.sql() + " IN (): the list is empty"));
    }

    /** The constant in the type, as far as that is a matter of notation. */
    private static Optional<Literal> constant(Literal literal, HiveType type) {
        if (literal.value() == null || literal.type().equals(type) || Types.isText(literal.type())) {
            return Optional.of(new Literal(literal.value(), type));
        }
        if (literal.value() instanceof Long number && Types.isInteger(literal.type())) {
            if (Types.isInteger(type)) {
                return Optional.of(new Literal(number, type));
            }
            if (type == Primitive.DOUBLE) {
                return Optional.of(new Literal(Double.valueOf(number), type));
            }
            if (type instanceof Decimal decimal) {
                return Optional.of(new Literal(
                        BigDecimal.valueOf(number).setScale(decimal.scale()).unscaledValue(), type));
            }
        }
        return Optional.empty();
    }

    /** The first value that is not null. */
    public static Expression coalesce(List<Expression> values) {
        HiveType type = common("coalesce(…)", values);
        return new Coalesce(values.stream().map(value -> coerced(value, type)).toList());
    }

    /** The result of the first branch whose condition is true. */
    public static Expression choose(List<Case.Branch> branches, Expression otherwise) {
        List<Expression> results =
                new ArrayList<>(branches.stream().map(Case.Branch::result).toList());
        results.add(otherwise);
        HiveType type = common("CASE", results);
        return new Case(
                branches.stream()
                        .map(branch -> new Case.Branch(condition(branch.condition()), coerced(branch.result(), type)))
                        .toList(),
                coerced(otherwise, type));
    }

    /** Texts, one behind the other. @throws ExpressionTypeException for other operands, as in Athena */
    public static Expression concat(List<Expression> values) {
        return new Concat(values.stream().map(Expressions::text).toList());
    }

    /** The expression, if it is a text. @throws ExpressionTypeException if not */
    public static Expression text(Expression value) {
        return of(value, Primitive.STRING);
    }

    /** A function of a text. */
    public static Expression text(TextFunction.Function function, Expression value) {
        return new TextFunction(function, text(value));
    }

    /** A piece of a text. */
    public static Expression substring(Expression value, Expression start, Optional<Expression> length) {
        return new Substring(
                text(value), place(start), length.map(Expressions::place).orElse(null));
    }

    private static Expression place(Expression value) {
        if (!Types.isInteger(value.type())) {
            throw new ExpressionTypeException("%s is %s, but must be an integer".formatted(value.sql(), value.type()));
        }
        return cast(value, Primitive.INT, Failure.FAIL);
    }

    /** A part of a date or timestamp. @throws ExpressionTypeException for another operand */
    public static Expression datePart(DatePart.Part part, Expression value) {
        Expression operand = date(value);
        boolean time = part.compareTo(DatePart.Part.HOUR) >= 0;
        return new DatePart(part, time ? cast(operand, Primitive.TIMESTAMP, Failure.FAIL) : operand);
    }

    /** The beginning of a unit. @throws ExpressionTypeException for another operand, and for the hours of a date */
    public static Expression dateTrunc(DateTrunc.Unit unit, Expression value) {
        Expression operand = date(value);
        if (operand.type() == Primitive.DATE && unit.compareTo(DateTrunc.Unit.HOUR) >= 0) {
            throw new ExpressionTypeException("%s is a date, which has no %s".formatted(value.sql(), unit));
        }
        return new DateTrunc(unit, operand);
    }

    private static Expression date(Expression value) {
        if (!Types.isDate(value.type())) {
            throw new ExpressionTypeException(
                    "%s is %s, but must be a timestamp or date".formatted(value.sql(), value.type()));
        }
        return value;
    }
}
