package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
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
import io.millrace.etl.lane.expression.Expressions;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes expressions ready for batches of certain columns. */
public final class VectorFunctions {
    private final List<LaneColumn> columns;
    private final Map<String, Integer> places = new HashMap<>();
    private final int capacity;

    private VectorFunctions(List<LaneColumn> columns, int capacity) {
        this.columns = columns;
        this.capacity = capacity;
        for (int i = 0; i < columns.size(); i++) {
            places.put(columns.get(i).name(), i);
        }
    }

    /** What in the expression no vector can hold, for a message; empty if it can be evaluated. */
    public static Optional<String> unsupported(Expression expression) {
        HiveType type = expression.type();
        if (!(type instanceof Primitive || type instanceof Decimal || type instanceof BoundedText)) {
            return Optional.of("%s is %s".formatted(expression.sql(), type));
        }
        return expression.children().stream()
                .flatMap(child -> unsupported(child).stream())
                .findFirst();
    }

    /**
     * The function for batches of these columns and up to so many rows.
     *
     * @throws IllegalArgumentException for an expression over other columns, or one that is {@link #unsupported}
     */
    public static VectorFunction compile(Expression expression, List<LaneColumn> columns, int capacity) {
        unsupported(expression).ifPresent(what -> {
            throw new IllegalArgumentException("Not for the columnar lane: " + what);
        });
        return new VectorFunctions(columns, capacity).of(expression);
    }

    private VectorFunction of(Expression expression) {
        if (expression instanceof Column column) {
            return column(column);
        }
        if (expression instanceof Literal literal) {
            return ConstantFunction.of(literal, capacity);
        }
        if (capacity > 1 && Expressions.columns(expression).isEmpty()) {
            Optional<VectorFunction> constant = constant(expression);
            if (constant.isPresent()) {
                return constant.get();
            }
        }
        return operation(expression);
    }

    private VectorFunction column(Column column) {
        Integer place = places.get(column.name());
        if (place == null || !columns.get(place).type().equals(column.type())) {
            throw new IllegalArgumentException(
                    "No column %s of type %s in %s".formatted(column.name(), column.type(), columns));
        }
        return new ColumnFunction(place);
    }

    /** The value of an expression without columns; empty if it has none, which is an error of each row that asks for it. */
    private static Optional<VectorFunction> constant(Expression expression, int capacity) {
        VectorBatch row = new VectorBatch(List.of(), 1);
        row.setRows(1);
        Selection first = new Selection(1);
        first.setFirst(1);
        boolean[] failed = new boolean[1];
        Vector value =
                new VectorFunctions(List.of(), 1).of(expression).evaluate(row, first, (at, reason) -> failed[0] = true);
        return failed[0]
                ? Optional.empty()
                : Optional.of(ConstantFunction.repeated(value, expression.type(), capacity));
    }

    private Optional<VectorFunction> constant(Expression expression) {
        return constant(expression, capacity);
    }

    private List<VectorFunction> all(List<Expression> expressions) {
        List<VectorFunction> functions = new ArrayList<>();
        for (Expression expression : expressions) {
            functions.add(of(expression));
        }
        return functions;
    }

    private VectorFunction operation(Expression expression) {
        if (expression.type() == Primitive.BOOLEAN
                && !(expression instanceof Cast || expression instanceof Case || expression instanceof Coalesce)) {
            return condition(expression);
        }
        if (expression instanceof Cast cast) {
            return cast(cast);
        }
        if (expression instanceof Arithmetic arithmetic) {
            return arithmetic(arithmetic, of(arithmetic.left()), of(arithmetic.right()));
        }
        if (expression instanceof Coalesce coalesce) {
            return new CoalesceFunction(all(coalesce.children()), Vector.of(expression.type(), capacity));
        }
        if (expression instanceof Case choice) {
            List<CaseFunction.Branch> branches = choice.branches().stream()
                    .map(branch -> new CaseFunction.Branch(of(branch.condition()), of(branch.result())))
                    .toList();
            return new CaseFunction(branches, of(choice.otherwise()), Vector.of(expression.type(), capacity));
        }
        return function(expression);
    }

    private VectorFunction cast(Cast cast) {
        VectorFunction operand = of(cast.value());
        HiveType from = cast.value().type();
        boolean same = from.equals(cast.type())
                || (Casts.isText(cast.type()) && (Casts.isText(from) || from == Primitive.BINARY))
                || (Casts.isText(from) && cast.type() == Primitive.BINARY);
        return same
                ? operand
                : new CastFunction(cast, Casts.of(from, cast.type()), operand, Vector.of(cast.type(), capacity));
    }

    private VectorFunction arithmetic(Arithmetic arithmetic, VectorFunction left, VectorFunction right) {
        if (arithmetic.type() instanceof Decimal) {
            return DecimalArithmetic.of(arithmetic, left, right, capacity);
        }
        if (arithmetic.type() == Primitive.FLOAT || arithmetic.type() == Primitive.DOUBLE) {
            return FloatingArithmetic.of(arithmetic, left, right, capacity);
        }
        return arithmetic.type() == Primitive.BIGINT
                ? LongArithmetic.of(arithmetic, left, right, capacity)
                : IntegerArithmetic.of(arithmetic, left, right, capacity);
    }

    private VectorFunction condition(Expression expression) {
        BooleanVector result = new BooleanVector(capacity);
        if (expression instanceof Comparison comparison) {
            return new ComparisonFunction(
                    comparison.operator(),
                    comparison.left().type(),
                    of(comparison.left()),
                    of(comparison.right()),
                    result);
        }
        if (expression instanceof Logical logical) {
            return new LogicalFunction(
                    logical.operator() == Logical.Operator.OR, of(logical.left()), of(logical.right()), capacity);
        }
        if (expression instanceof Not not) {
            return new NotFunction(of(not.value()), result);
        }
        if (expression instanceof IsNull isNull) {
            return new IsNullFunction(of(isNull.value()), result);
        }
        if (expression instanceof In in) {
            return new InFunction(in, of(in.value()), result);
        }
        if (expression instanceof Like like) {
            return new LikeFunction(like.pattern(), of(like.value()), result);
        }
        throw new IllegalStateException("No function for " + expression.sql());
    }

    private VectorFunction function(Expression expression) {
        if (expression instanceof Concat concat) {
            return new ConcatFunction(all(concat.children()), capacity);
        }
        if (expression instanceof TextFunction text) {
            return new TextFunctions(text, of(text.value()), Vector.of(text.type(), capacity));
        }
        if (expression instanceof Substring substring) {
            return new SubstringFunction(
                    of(substring.value()),
                    of(substring.start()),
                    substring.length().map(this::of).orElse(null),
                    new BytesVector(capacity));
        }
        if (expression instanceof DatePart part) {
            return new DateFunctions.PartFunction(part.part(), of(part.value()), new IntVector(capacity));
        }
        if (expression instanceof DateTrunc trunc) {
            return new DateFunctions.TruncFunction(trunc, of(trunc.value()), Vector.of(trunc.type(), capacity));
        }
        if (expression instanceof ToEpochMicros micros) {
            return of(micros.value());
        }
        if (expression instanceof FromEpochMicros micros) {
            return of(micros.value());
        }
        throw new IllegalStateException("No function for " + expression.sql());
    }
}
