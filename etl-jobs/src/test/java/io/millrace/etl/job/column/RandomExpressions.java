package io.millrace.etl.job.column;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.expression.Expression.Case;
import io.millrace.etl.lane.expression.Expression.Cast.Failure;
import io.millrace.etl.lane.expression.Expression.Comparison;
import io.millrace.etl.lane.expression.Expression.DatePart;
import io.millrace.etl.lane.expression.Expression.DateTrunc;
import io.millrace.etl.lane.expression.Expression.FromEpochMicros;
import io.millrace.etl.lane.expression.Expression.IsNull;
import io.millrace.etl.lane.expression.Expression.Like;
import io.millrace.etl.lane.expression.Expression.Literal;
import io.millrace.etl.lane.expression.Expression.Logical;
import io.millrace.etl.lane.expression.Expression.TextFunction;
import io.millrace.etl.lane.expression.Expression.ToEpochMicros;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.Expressions;
import io.millrace.etl.lane.expression.LikePattern;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Typed expressions over some columns, by chance. */
final class RandomExpressions {
    private static final List<HiveType> TYPES = List.of(
            Primitive.BOOLEAN,
            Primitive.TINYINT,
            Primitive.SMALLINT,
            Primitive.INT,
            Primitive.BIGINT,
            Primitive.FLOAT,
            Primitive.DOUBLE,
            Primitive.STRING,
            Primitive.DATE,
            Primitive.TIMESTAMP,
            new Decimal(7, 2),
            new Decimal(18, 4),
            new Decimal(38, 10));

    private static final List<DateTrunc.Unit> DATE_UNITS = List.of(
            DateTrunc.Unit.YEAR, DateTrunc.Unit.QUARTER, DateTrunc.Unit.MONTH, DateTrunc.Unit.WEEK, DateTrunc.Unit.DAY);

    private final Random random;
    private final List<LaneColumn> columns;

    RandomExpressions(Random random, List<LaneColumn> columns) {
        this.random = random;
        this.columns = columns;
    }

    Expression next() {
        while (true) {
            try {
                return of(pick(TYPES), 1 + random.nextInt(3));
            } catch (ExpressionTypeException e) {
                // Such operands do not go together; others will.
            }
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** An expression of exactly this type. */
    private Expression of(HiveType type, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return leaf(type);
        }
        return switch (random.nextInt(6)) {
            case 0 -> Expressions.cast(of(pick(TYPES), depth - 1), type, pick(Failure.values()));
            case 1 -> exactly(Expressions.coalesce(List.of(of(type, depth - 1), of(type, depth - 1))), type);
            case 2 ->
                exactly(
                        Expressions.choose(
                                List.of(new Case.Branch(of(Primitive.BOOLEAN, depth - 1), of(type, depth - 1))),
                                of(type, depth - 1)),
                        type);
            default -> exactly(operation(type, depth - 1), type);
        };
    }

    private static Expression exactly(Expression value, HiveType type) {
        return Expressions.cast(value, type, Failure.FAIL);
    }

    private Expression leaf(HiveType type) {
        List<LaneColumn> fitting =
                columns.stream().filter(column -> column.type().equals(type)).toList();
        if (!fitting.isEmpty() && random.nextInt(4) != 0) {
            LaneColumn column = pick(fitting);
            return new Expression.Column(column.name(), column.type());
        }
        LaneColumn other = pick(columns);
        return random.nextInt(3) == 0
                ? Expressions.cast(new Expression.Column(other.name(), other.type()), type, Failure.FAIL)
                : literal(type);
    }

    private Literal literal(HiveType type) {
        if (random.nextInt(12) == 0) {
            return new Literal(null, type);
        }
        if (type instanceof Decimal decimal) {
            return new Literal(new BigInteger(Math.min(decimal.precision() * 3, 100), random), type);
        }
        return switch ((Primitive) type) {
            case BOOLEAN -> new Literal(random.nextBoolean(), type);
            case TINYINT -> new Literal((long) (byte) random.nextInt(), type);
            case SMALLINT -> new Literal((long) (random.nextInt(9) - 4), type);
            case INT -> new Literal((long) (random.nextInt(9) - 4), type);
            case BIGINT -> new Literal(random.nextLong() >> random.nextInt(64), type);
            case FLOAT, DOUBLE -> new Literal((double) (random.nextInt(9) - 4) / 2, type);
            case STRING -> new Literal(pick(RandomRows.TEXTS), type);
            case DATE -> new Literal((long) random.nextInt(40_000) - 10_000, type);
            case TIMESTAMP -> new Literal(random.nextLong() >> 11, type);
            case BINARY -> throw new IllegalStateException("not used");
        };
    }

    private Expression operation(HiveType type, int depth) {
        if (type instanceof Decimal) {
            return Expressions.arithmetic(
                    pick(Arithmetic.Operator.values()),
                    of(new Decimal(7, 2), depth),
                    of(pick(List.<HiveType>of(new Decimal(7, 2), new Decimal(18, 4), Primitive.SMALLINT)), depth));
        }
        return switch ((Primitive) type) {
            case BOOLEAN -> condition(depth);
            case STRING -> text(depth);
            case DATE -> Expressions.dateTrunc(pick(DATE_UNITS), of(Primitive.DATE, depth));
            case TIMESTAMP ->
                random.nextInt(4) == 0
                        ? new FromEpochMicros(of(Primitive.BIGINT, depth))
                        : Expressions.dateTrunc(pick(DateTrunc.Unit.values()), of(Primitive.TIMESTAMP, depth));
            case INT ->
                switch (random.nextInt(3)) {
                    case 0 -> Expressions.datePart(pick(DatePart.Part.values()), of(date(), depth));
                    case 1 -> Expressions.text(TextFunction.Function.LENGTH, of(Primitive.STRING, depth));
                    default -> arithmetic(type, depth);
                };
            case BIGINT ->
                random.nextInt(4) == 0 ? new ToEpochMicros(of(Primitive.TIMESTAMP, depth)) : arithmetic(type, depth);
            default -> arithmetic(type, depth);
        };
    }

    private HiveType date() {
        return random.nextBoolean() ? Primitive.DATE : Primitive.TIMESTAMP;
    }

    private Expression arithmetic(HiveType type, int depth) {
        return Expressions.arithmetic(pick(Arithmetic.Operator.values()), of(type, depth), of(type, depth));
    }

    private Expression text(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> Expressions.concat(List.of(of(Primitive.STRING, depth), of(Primitive.STRING, depth)));
            case 1 ->
                Expressions.substring(
                        of(Primitive.STRING, depth),
                        of(Primitive.INT, 0),
                        random.nextBoolean() ? Optional.of(of(Primitive.INT, 0)) : Optional.empty());
            default -> {
                TextFunction.Function function = pick(TextFunction.Function.values());
                yield function == TextFunction.Function.LENGTH
                        ? of(Primitive.STRING, depth)
                        : Expressions.text(function, of(Primitive.STRING, depth));
            }
        };
    }

    private Expression condition(int depth) {
        HiveType type = pick(TYPES);
        return switch (random.nextInt(6)) {
            case 0 ->
                Expressions.logical(
                        pick(Logical.Operator.values()), of(Primitive.BOOLEAN, depth), of(Primitive.BOOLEAN, depth));
            case 1 -> Expressions.not(of(Primitive.BOOLEAN, depth));
            case 2 -> new IsNull(of(type, depth));
            case 3 -> {
                List<Expression> candidates = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    candidates.add(literal(type));
                }
                yield Expressions.in(of(type, depth), candidates);
            }
            case 4 ->
                new Like(of(Primitive.STRING, depth), new LikePattern(pick(RandomRows.PATTERNS), Optional.of('\\')));
            default -> Expressions.comparison(pick(Comparison.Operator.values()), of(type, depth), of(type, depth));
        };
    }
}
