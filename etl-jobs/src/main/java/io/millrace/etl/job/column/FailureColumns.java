package io.millrace.etl.job.column;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.expression.Expression.Case;
import io.millrace.etl.lane.expression.Expression.Cast;
import io.millrace.etl.lane.expression.Expression.Coalesce;
import io.millrace.etl.lane.expression.Expression.Comparison;
import io.millrace.etl.lane.expression.Expression.DateTrunc;
import io.millrace.etl.lane.expression.Expression.Logical;
import io.millrace.etl.lane.expression.Expression.Substring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Why an expression has no value for a row, as a text column that is null where it has one: the sentences, and the order in which parts are evaluated,
 * of {@code lane.expression.evaluate} (docs/decisions/0154), so that both lanes reject the same rows for the same reasons.
 */
public final class FailureColumns {
    private static final int SHOWN_CHARACTERS = 60;

    private final ExpressionColumns values = new ExpressionColumns(OnError.NULL);

    /** The reason; empty if the expression cannot fail. */
    public Optional<Column> of(Expression expression) {
        if (expression instanceof Cast cast) {
            return first(of(cast.value()), own(cast));
        }
        if (expression instanceof Arithmetic arithmetic) {
            return arithmetic(arithmetic);
        }
        if (expression instanceof Coalesce coalesce) {
            return coalesce(coalesce.children());
        }
        if (expression instanceof Case branches) {
            return choice(branches);
        }
        if (expression instanceof Logical logical) {
            Column decisive = values.of(logical.left()).eqNullSafe(lit(logical.operator() == Logical.Operator.OR));
            return first(of(logical.left()), where(functions.not(decisive), of(logical.right())));
        }
        if (expression instanceof Comparison || expression instanceof Substring) {
            return whileNotNull(expression.children());
        }
        Optional<Column> all = Optional.empty();
        for (Expression child : expression.children()) {
            all = first(all, of(child));
        }
        return expression instanceof DateTrunc trunc ? first(all, own(trunc)) : all;
    }

    private static Optional<Column> first(Optional<Column> one, Optional<Column> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(functions.coalesce(one.get(), other.get()))
                : one.or(() -> other);
    }

    private static Optional<Column> where(Column condition, Optional<Column> reason) {
        return reason.map(text -> when(condition, text));
    }

    /** Each operand is looked at where those before it are not null. */
    private Optional<Column> whileNotNull(List<Expression> operands) {
        Optional<Column> all = Optional.empty();
        Column present = lit(true);
        for (Expression operand : operands) {
            all = first(all, where(present, of(operand)));
            present = present.and(values.of(operand).isNotNull());
        }
        return all;
    }

    private Optional<Column> coalesce(List<Expression> operands) {
        Optional<Column> all = Optional.empty();
        Column missing = lit(true);
        for (Expression operand : operands) {
            all = first(all, where(missing, of(operand)));
            missing = missing.and(values.of(operand).isNull());
        }
        return all;
    }

    private Optional<Column> choice(Case branches) {
        Optional<Column> result = of(branches.otherwise());
        List<Case.Branch> reversed = new ArrayList<>(branches.branches());
        java.util.Collections.reverse(reversed);
        for (Case.Branch branch : reversed) {
            Column taken = values.of(branch.condition()).eqNullSafe(lit(true));
            Optional<Column> then = where(taken, of(branch.result()));
            Optional<Column> otherwise = where(functions.not(taken), result);
            result = first(of(branch.condition()), first(then, otherwise));
        }
        return result;
    }

    private Optional<Column> own(Cast cast) {
        HiveType from = cast.value().type();
        if (cast.failure() == Cast.Failure.NULL || from.equals(cast.type()) || isText(cast.type())) {
            return Optional.empty();
        }
        Column value = values.of(cast.value());
        Column reason = functions.concat(shown(from, value), lit(" is no %s in %s".formatted(cast.type(), cast.sql())));
        return Optional.of(when(value.isNotNull().and(values.of(cast).isNull()), reason));
    }

    private static boolean isText(HiveType type) {
        return type == Primitive.STRING || type instanceof BoundedText;
    }

    private static Column shown(HiveType type, Column value) {
        Column text = value.cast(DataTypes.StringType);
        return isText(type) || type == Primitive.BINARY ? quoted(text) : text;
    }

    /** A text in quotes, cut if it is long. */
    public static Column quoted(Column text) {
        return functions.concat(
                lit("'"),
                functions.substring(text, 1, SHOWN_CHARACTERS),
                when(functions.length(text).gt(lit(SHOWN_CHARACTERS)), lit("…")).otherwise(lit("")),
                lit("'"));
    }

    private Optional<Column> arithmetic(Arithmetic arithmetic) {
        boolean divides = arithmetic.operator() == Arithmetic.Operator.DIVIDE
                || arithmetic.operator() == Arithmetic.Operator.REMAINDER;
        // Spark looks at a divisor before it looks at the dividend.
        List<Expression> operands = divides
                ? List.of(arithmetic.right(), arithmetic.left())
                : List.of(arithmetic.left(), arithmetic.right());
        Column present = values.of(arithmetic.left())
                .isNotNull()
                .and(values.of(arithmetic.right()).isNotNull());
        Column reason = lit(outOfRange(arithmetic));
        if (divides) {
            reason = when(
                            values.of(arithmetic.right()).equalTo(zero(arithmetic.right())),
                            lit("division by zero in " + arithmetic.sql()))
                    .otherwise(reason);
        }
        Column own = when(present.and(values.of(arithmetic).isNull()), reason);
        return first(whileNotNull(operands), Optional.of(own));
    }

    private static Column zero(Expression number) {
        HiveType type = number.type() instanceof Decimal ? Primitive.INT : number.type();
        return lit(0).cast(HiveTypes.toSpark(type));
    }

    private Optional<Column> own(DateTrunc trunc) {
        return trunc.type() == Primitive.DATE
                ? Optional.empty()
                : Optional.of(when(
                        values.of(trunc.value())
                                .isNotNull()
                                .and(values.of(trunc).isNull()),
                        lit(outOfRange(trunc))));
    }

    private static String outOfRange(Expression expression) {
        return expression.sql() + " is out of range for " + expression.type();
    }
}
