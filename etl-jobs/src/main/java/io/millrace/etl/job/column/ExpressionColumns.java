package io.millrace.etl.job.column;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.expression.Expression.Case;
import io.millrace.etl.lane.expression.Expression.Cast;
import io.millrace.etl.lane.expression.Expression.Coalesce;
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
import io.millrace.etl.lane.expression.LikePattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Expressions as Spark's columns, for sessions of {@code SparkSessions}: ANSI, UTC, timestamps without zone. With {@link OnError#FAIL} what cannot be
 * computed ends the run; with {@link OnError#NULL} it is null, operation by operation.
 */
public final class ExpressionColumns {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_A_MICRO = 1000;

    private final OnError onError;

    public ExpressionColumns(OnError onError) {
        this.onError = onError;
    }

    /** The column with the expression's values, in {@link HiveTypes#toSpark} of its type. */
    public Column of(Expression expression) {
        if (expression instanceof Expression.Column column) {
            return functions.col(Names.quoted(column.name()));
        }
        if (expression instanceof Literal literal) {
            return literal(literal);
        }
        if (expression instanceof Cast cast) {
            return cast(cast);
        }
        if (expression instanceof Arithmetic arithmetic) {
            return arithmetic(arithmetic);
        }
        if (expression instanceof Coalesce coalesce) {
            return functions.coalesce(all(coalesce.children()));
        }
        if (expression instanceof Case branches) {
            return choice(branches);
        }
        return expression.type() == Primitive.BOOLEAN ? condition(expression) : function(expression);
    }

    private Column[] all(List<Expression> expressions) {
        return expressions.stream().map(this::of).toArray(Column[]::new);
    }

    private Column choice(Case branches) {
        Column result = of(branches.otherwise());
        for (int i = branches.branches().size() - 1; i >= 0; i--) {
            Case.Branch branch = branches.branches().get(i);
            result = functions.when(of(branch.condition()), of(branch.result())).otherwise(result);
        }
        return result;
    }

    private Column cast(Cast cast) {
        DataType type = HiveTypes.toSpark(cast.type());
        Column value = of(cast.value());
        boolean fails = onError == OnError.FAIL && cast.failure() == Cast.Failure.FAIL;
        return fails ? value.cast(type) : value.try_cast(type);
    }

    private static Column literal(Literal literal) {
        DataType type = HiveTypes.toSpark(literal.type());
        Object value = literal.value();
        if (value == null) {
            return functions.lit(null).cast(type);
        }
        if (value instanceof BigInteger unscaled && literal.type() instanceof Decimal decimal) {
            return functions.lit(new BigDecimal(unscaled, decimal.scale())).cast(type);
        }
        if (literal.type() == Primitive.DATE) {
            return functions.lit(LocalDate.ofEpochDay((Long) value));
        }
        if (literal.type() == Primitive.TIMESTAMP) {
            long micros = (Long) value;
            int nanos = (int) Math.floorMod(micros, MICROS) * NANOS_A_MICRO;
            return functions.lit(LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS), nanos, ZoneOffset.UTC));
        }
        return functions.lit(value).cast(type);
    }

    private Column arithmetic(Arithmetic arithmetic) {
        Column left = of(arithmetic.left());
        Column right = of(arithmetic.right());
        boolean integral = arithmetic.operator() == Arithmetic.Operator.DIVIDE && isInteger(arithmetic.type());
        Column result;
        if (integral) {
            result = quotient(left, right, HiveTypes.toSpark(arithmetic.type()));
        } else {
            result = onError == OnError.FAIL ? ansi(arithmetic, left, right) : lenient(arithmetic, left, right);
        }
        return result;
    }

    private static Column ansi(Arithmetic arithmetic, Column left, Column right) {
        return switch (arithmetic.operator()) {
            case ADD -> left.plus(right);
            case SUBTRACT -> left.minus(right);
            case MULTIPLY -> left.multiply(right);
            case DIVIDE -> division(arithmetic, left.divide(right));
            case REMAINDER -> left.mod(right);
        };
    }

    private static Column lenient(Arithmetic arithmetic, Column left, Column right) {
        return switch (arithmetic.operator()) {
            case ADD -> functions.try_add(left, right);
            case SUBTRACT -> functions.try_subtract(left, right);
            case MULTIPLY -> functions.try_multiply(left, right);
            case DIVIDE -> division(arithmetic, functions.try_divide(left, right));
            case REMAINDER -> functions.try_mod(left, right);
        };
    }

    /** Spark divides floats as doubles. */
    private static Column division(Arithmetic arithmetic, Column quotient) {
        return arithmetic.type() == Primitive.FLOAT ? quotient.cast(DataTypes.FloatType) : quotient;
    }

    /** Spark's {@code div} makes longs of all integers. */
    private Column quotient(Column left, Column right, DataType type) {
        if (onError == OnError.FAIL) {
            return functions.call_function("div", left, right).cast(type);
        }
        Column zero = functions.lit(0).cast(type);
        Column minusOne = functions.lit(-1).cast(type);
        return functions
                .when(right.equalTo(zero), functions.lit(null).cast(type))
                // The least number has no opposite.
                .when(right.equalTo(minusOne), functions.try_subtract(zero, left))
                .otherwise(functions.call_function("div", left, right).cast(type));
    }

    private static boolean isInteger(HiveType type) {
        return type == Primitive.TINYINT
                || type == Primitive.SMALLINT
                || type == Primitive.INT
                || type == Primitive.BIGINT;
    }

    private Column condition(Expression expression) {
        if (expression instanceof Comparison comparison) {
            return comparison(comparison);
        }
        if (expression instanceof Logical logical) {
            Column left = of(logical.left());
            Column right = of(logical.right());
            return logical.operator() == Logical.Operator.AND ? left.and(right) : left.or(right);
        }
        if (expression instanceof Not not) {
            return functions.not(of(not.value()));
        }
        if (expression instanceof IsNull isNull) {
            return of(isNull.value()).isNull();
        }
        if (expression instanceof In in) {
            return of(in.value()).isin((Object[])
                    in.candidates().stream().map(ExpressionColumns::literal).toArray(Column[]::new));
        }
        if (expression instanceof Like like) {
            return of(like.value()).like(pattern(like.pattern()));
        }
        throw new IllegalStateException("No Spark column for " + expression.sql());
    }

    private Column comparison(Comparison comparison) {
        Column left = of(comparison.left());
        Column right = of(comparison.right());
        return switch (comparison.operator()) {
            case EQUAL -> left.equalTo(right);
            case NOT_EQUAL -> left.notEqual(right);
            case LESS -> left.lt(right);
            case LESS_OR_EQUAL -> left.leq(right);
            case GREATER -> left.gt(right);
            case GREATER_OR_EQUAL -> left.geq(right);
        };
    }

    /** The pattern with Spark's escape character. */
    private static String pattern(LikePattern pattern) {
        return pattern.tokens().stream()
                .map(token -> {
                    if (token instanceof LikePattern.Text text) {
                        return text.text()
                                .replace("\\", "\\\\")
                                .replace("%", "\\%")
                                .replace("_", "\\_");
                    }
                    return token == LikePattern.Wildcard.ANY ? "%" : "_";
                })
                .collect(Collectors.joining());
    }

    private Column function(Expression expression) {
        if (expression instanceof Concat concat) {
            return functions.concat(all(concat.children()));
        }
        if (expression instanceof TextFunction function) {
            return text(function.function(), of(function.value()));
        }
        if (expression instanceof Substring substring) {
            return substring
                    .length()
                    .map(length -> functions.substr(of(substring.value()), of(substring.start()), of(length)))
                    .orElseGet(() -> functions.substr(of(substring.value()), of(substring.start())));
        }
        if (expression instanceof DatePart part) {
            return part(part.part(), of(part.value()));
        }
        if (expression instanceof DateTrunc trunc) {
            return trunc(trunc);
        }
        if (expression instanceof ToEpochMicros micros) {
            return functions.unix_micros(of(micros.value()).cast(DataTypes.TimestampType));
        }
        if (expression instanceof FromEpochMicros micros) {
            return functions.timestamp_micros(of(micros.value())).cast(DataTypes.TimestampNTZType);
        }
        throw new IllegalStateException("No Spark column for " + expression.sql());
    }

    private static Column text(TextFunction.Function function, Column value) {
        return switch (function) {
            case LOWER -> functions.lower(value);
            case UPPER -> functions.upper(value);
            case TRIM -> functions.trim(value);
            case LTRIM -> functions.ltrim(value);
            case RTRIM -> functions.rtrim(value);
            case LENGTH -> functions.length(value);
        };
    }

    private static Column part(DatePart.Part part, Column value) {
        return switch (part) {
            case YEAR -> functions.year(value);
            case QUARTER -> functions.quarter(value);
            case MONTH -> functions.month(value);
            case WEEK -> functions.weekofyear(value);
            case DAY -> functions.dayofmonth(value);
            // Spark's weekday counts from Monday, 0.
            case DAY_OF_WEEK -> functions.weekday(value).plus(functions.lit(1));
            case DAY_OF_YEAR -> functions.dayofyear(value);
            case HOUR -> functions.hour(value);
            case MINUTE -> functions.minute(value);
            case SECOND -> functions.second(value);
        };
    }

    private Column trunc(DateTrunc trunc) {
        Column value = of(trunc.value());
        String unit = trunc.unit().name().toLowerCase(Locale.ROOT);
        if (trunc.type() == Primitive.TIMESTAMP) {
            return functions
                    .date_trunc(unit, value.cast(DataTypes.TimestampType))
                    .cast(DataTypes.TimestampNTZType);
        }
        return trunc.unit() == DateTrunc.Unit.DAY ? value : functions.trunc(value, unit);
    }
}
