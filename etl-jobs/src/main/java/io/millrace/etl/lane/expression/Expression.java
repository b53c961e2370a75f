package io.millrace.etl.lane.expression;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A typed expression over the columns of a table. {@link Expressions} makes them and sees to it that operands have the types that a node asks
 * for, by casts; so a node never converts by itself. The values are those of Spark's SQL with ANSI casts; truth has three values. A
 * value that cannot be computed (overflow, a cast that fails, division by zero) is a failure of the row; what that means is for the caller to
 * say.
 */
// Each node's Operator is named with its node outside of this file.
@SuppressWarnings("SameNameButDifferent")
public sealed interface Expression extends Serializable {
    /** The type of its values. */
    HiveType type();

    /** Its operands in the order in which they are evaluated. */
    List<Expression> children();

    /** The expression as SQL, for messages; equal expressions have equal texts. */
    default String sql() {
        return ExpressionText.of(this);
    }

    /** A column of the table, by its name in the catalog. */
    record Column(String name, HiveType type) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }
    }

    /**
     * A constant.
     *
     * @param value null, or by type: Boolean; Long for integers, dates (days) and timestamps (microseconds); Double for both floating types;
     *     BigInteger for decimals (unscaled); String for texts
     */
    record Literal(@Nullable Serializable value, HiveType type) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }
    }

    /** Another type's value. With {@link Failure#NULL} ({@code TRY_CAST}) what does not fit is null and no failure. */
    record Cast(Expression value, HiveType type, Failure failure) implements Expression {
        /** What a value means that does not fit. */
        public enum Failure {
            FAIL,
            NULL
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /**
     * Two numbers of one type; for decimals of any two, and {@code type} is the exact result's. Division of integers truncates; the
     * remainder has the dividend's sign.
     */
    record Arithmetic(Operator operator, Expression left, Expression right, HiveType type) implements Expression {
        /** What is done. */
        public enum Operator {
            ADD("+"),
            SUBTRACT("-"),
            MULTIPLY("*"),
            DIVIDE("/"),
            REMAINDER("%");

            private final String sign;

            Operator(String sign) {
                this.sign = sign;
            }

            /** As it is written. */
            public String sign() {
                return sign;
            }
        }

        @Override
        public List<Expression> children() {
            return List.of(left, right);
        }
    }

    /** Compares two values of one type: texts by their bytes; NaN equals itself and is the greatest number; zeros are equal. */
    record Comparison(Operator operator, Expression left, Expression right) implements Expression {
        /** What must hold. */
        public enum Operator {
            EQUAL("="),
            NOT_EQUAL("<>"),
            LESS("<"),
            LESS_OR_EQUAL("<="),
            GREATER(">"),
            GREATER_OR_EQUAL(">=");

            private final String sign;

            Operator(String sign) {
                this.sign = sign;
            }

            /** As it is written. */
            public String sign() {
                return sign;
            }
        }

        @Override
        public HiveType type() {
            return Primitive.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(left, right);
        }
    }

    /** A conjunction or disjunction. The right side is not looked at where the left decides. */
    record Logical(Operator operator, Expression left, Expression right) implements Expression {
        /** Which. */
        public enum Operator {
            AND,
            OR
        }

        @Override
        public HiveType type() {
            return Primitive.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(left, right);
        }
    }

    /** The opposite. */
    record Not(Expression value) implements Expression {
        @Override
        public HiveType type() {
            return Primitive.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** Whether there is no value. */
    record IsNull(Expression value) implements Expression {
        @Override
        public HiveType type() {
            return Primitive.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** Whether a value is one of the constants, which are of its type; null if it is not and one of them is null. */
    record In(Expression value, List<Literal> candidates) implements Expression {
        /** Copies the list. */
        public In {
            candidates = List.copyOf(candidates);
        }

        @Override
        public HiveType type() {
            return Primitive.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** Whether a text matches SQL's pattern with {@code %} and {@code _}. */
    record Like(Expression value, LikePattern pattern) implements Expression {
        @Override
        public HiveType type() {
            return Primitive.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** The first of the values, all of one type, that is not null. */
    record Coalesce(List<Expression> children) implements Expression {
        /** Copies the list. */
        public Coalesce {
            children = List.copyOf(children);
        }

        @Override
        public HiveType type() {
            return children.get(0).type();
        }
    }

    /** The result of the first branch whose condition is true, or the other; results are of one type. */
    record Case(List<Branch> branches, Expression otherwise) implements Expression {
        /** Copies the list. */
        public Case {
            branches = List.copyOf(branches);
        }

        /** A condition and what then. */
        public record Branch(Expression condition, Expression result) implements Serializable {}

        @Override
        public HiveType type() {
            return otherwise.type();
        }

        @Override
        public List<Expression> children() {
            return Stream.concat(
                            branches.stream().flatMap(branch -> Stream.of(branch.condition(), branch.result())),
                            Stream.of(otherwise))
                    .toList();
        }
    }

    /** Texts, one behind the other; null if one of them is. */
    record Concat(List<Expression> children) implements Expression {
        /** Copies the list. */
        public Concat {
            children = List.copyOf(children);
        }

        @Override
        public HiveType type() {
            return Primitive.STRING;
        }
    }

    /** A text made of a text, or its length in characters as {@code int}. The trims remove spaces only. */
    record TextFunction(Function function, Expression value) implements Expression {
        /** Which. */
        public enum Function {
            LOWER,
            UPPER,
            TRIM,
            LTRIM,
            RTRIM,
            LENGTH
        }

        @Override
        public HiveType type() {
            return function == Function.LENGTH ? Primitive.INT : Primitive.STRING;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** Characters of a text from a place, 1 being the first and -1 the last one; 0 means 1. Start and length are {@code int}. */
    record Substring(
            Expression value, Expression start, @Nullable Expression lengthOrNull) implements Expression {
        /** How many characters; empty for all that follow. */
        public Optional<Expression> length() {
            return Optional.ofNullable(lengthOrNull);
        }

        @Override
        public HiveType type() {
            return Primitive.STRING;
        }

        @Override
        public List<Expression> children() {
            return length().map(characters -> List.of(value, start, characters)).orElse(List.of(value, start));
        }
    }

    /** A part of a date or timestamp as {@code int}. */
    record DatePart(Part part, Expression value) implements Expression {
        /** Which. Weeks are ISO's; days of the week count from Monday, 1. */
        public enum Part {
            YEAR,
            QUARTER,
            MONTH,
            WEEK,
            DAY,
            DAY_OF_WEEK,
            DAY_OF_YEAR,
            HOUR,
            MINUTE,
            SECOND
        }

        @Override
        public HiveType type() {
            return Primitive.INT;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** The beginning of the unit in which a date or timestamp lies, in its type. Weeks begin on Monday. */
    record DateTrunc(Unit unit, Expression value) implements Expression {
        /** Which. */
        public enum Unit {
            YEAR,
            QUARTER,
            MONTH,
            WEEK,
            DAY,
            HOUR,
            MINUTE,
            SECOND
        }

        @Override
        public HiveType type() {
            return value.type();
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** A timestamp's microseconds since 1970-01-01 as {@code bigint}. */
    record ToEpochMicros(Expression value) implements Expression {
        @Override
        public HiveType type() {
            return Primitive.BIGINT;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }

    /** The timestamp so many microseconds ({@code bigint}) after 1970-01-01. */
    record FromEpochMicros(Expression value) implements Expression {
        @Override
        public HiveType type() {
            return Primitive.TIMESTAMP;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }
    }
}
