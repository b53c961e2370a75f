package io.millrace.etl.lane.expression.sql;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.expression.Expression.Case;
import io.millrace.etl.lane.expression.Expression.Cast.Failure;
import io.millrace.etl.lane.expression.Expression.Comparison;
import io.millrace.etl.lane.expression.Expression.IsNull;
import io.millrace.etl.lane.expression.Expression.Like;
import io.millrace.etl.lane.expression.Expression.Literal;
import io.millrace.etl.lane.expression.Expression.Logical;
import io.millrace.etl.lane.expression.Expression.TextFunction.Function;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.Expressions;
import io.millrace.etl.lane.expression.LikePattern;
import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.AstVisitor;
import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.CoalesceExpression;
import io.trino.sql.tree.ComparisonExpression;
import io.trino.sql.tree.Extract;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IfExpression;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.IsNotNullPredicate;
import io.trino.sql.tree.IsNullPredicate;
import io.trino.sql.tree.LikePredicate;
import io.trino.sql.tree.LogicalExpression;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NotExpression;
import io.trino.sql.tree.NullIfExpression;
import io.trino.sql.tree.SearchedCaseExpression;
import io.trino.sql.tree.SimpleCaseExpression;
import io.trino.sql.tree.StringLiteral;
import io.trino.sql.tree.Trim;
import io.trino.sql.tree.WhenClause;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Trino's syntax tree as ours. What is not handled here is refused. */
final class SqlTranslation extends AstVisitor<Expression, Void> {
    private static final Literal NULL = new Literal(null, Primitive.STRING);

    private final Map<String, LaneColumn> columns = new LinkedHashMap<>();

    SqlTranslation(List<LaneColumn> columns) {
        columns.forEach(column -> this.columns.put(column.name(), column));
    }

    Expression of(Node node) {
        return process(node, null);
    }

    private List<Expression> all(List<? extends Node> nodes) {
        return nodes.stream().map(this::of).toList();
    }

    @Override
    protected Expression visitNode(Node node, Void context) {
        throw new UnsupportedSqlException(node.toString());
    }

    @Override
    protected Expression visitLiteral(io.trino.sql.tree.Literal node, Void context) {
        return SqlLiterals.of(node);
    }

    @Override
    protected Expression visitIdentifier(Identifier node, Void context) {
        String name = node.getValue().toLowerCase(Locale.ROOT);
        LaneColumn column = columns.get(name);
        if (column == null) {
            throw new ExpressionTypeException("There is no column %s; there are %s".formatted(name, columns.keySet()));
        }
        return new Expression.Column(column.name(), column.type());
    }

    @Override
    protected Expression visitArithmeticBinary(ArithmeticBinaryExpression node, Void context) {
        Arithmetic.Operator operator = switch (node.getOperator()) {
            case ADD -> Arithmetic.Operator.ADD;
            case SUBTRACT -> Arithmetic.Operator.SUBTRACT;
            case MULTIPLY -> Arithmetic.Operator.MULTIPLY;
            case DIVIDE -> Arithmetic.Operator.DIVIDE;
            case MODULUS -> Arithmetic.Operator.REMAINDER;
        };
        return Expressions.arithmetic(operator, of(node.getLeft()), of(node.getRight()));
    }

    @Override
    protected Expression visitArithmeticUnary(ArithmeticUnaryExpression node, Void context) {
        Expression value = of(node.getValue());
        if (node.getSign() == ArithmeticUnaryExpression.Sign.PLUS) {
            return value;
        }
        if (value instanceof Literal literal) {
            if (literal.value() instanceof Long number && literal.type() instanceof Primitive) {
                return new Literal(-number, literal.type());
            }
            if (literal.value() instanceof BigInteger unscaled) {
                return new Literal(unscaled.negate(), literal.type());
            }
            if (literal.value() instanceof Double number) {
                return new Literal(-number, literal.type());
            }
        }
        boolean floating = value.type() == Primitive.DOUBLE || value.type() == Primitive.FLOAT;
        // 0 - 0.0 is 0.0, but -0.0 has a sign.
        return floating
                ? Expressions.arithmetic(Arithmetic.Operator.MULTIPLY, value, new Literal(-1.0, value.type()))
                : Expressions.arithmetic(Arithmetic.Operator.SUBTRACT, new Literal(0L, Primitive.TINYINT), value);
    }

    @Override
    protected Expression visitComparisonExpression(ComparisonExpression node, Void context) {
        Comparison.Operator operator = switch (node.getOperator()) {
            case EQUAL -> Comparison.Operator.EQUAL;
            case NOT_EQUAL -> Comparison.Operator.NOT_EQUAL;
            case LESS_THAN -> Comparison.Operator.LESS;
            case LESS_THAN_OR_EQUAL -> Comparison.Operator.LESS_OR_EQUAL;
            case GREATER_THAN -> Comparison.Operator.GREATER;
            case GREATER_THAN_OR_EQUAL -> Comparison.Operator.GREATER_OR_EQUAL;
            case IS_DISTINCT_FROM -> throw new UnsupportedSqlException(node.toString());
        };
        return Expressions.comparison(operator, of(node.getLeft()), of(node.getRight()));
    }

    @Override
    protected Expression visitLogicalExpression(LogicalExpression node, Void context) {
        Logical.Operator operator =
                node.getOperator() == LogicalExpression.Operator.AND ? Logical.Operator.AND : Logical.Operator.OR;
        return all(node.getTerms()).stream()
                .reduce((left, right) -> Expressions.logical(operator, left, right))
                .orElseThrow();
    }

    @Override
    protected Expression visitNotExpression(NotExpression node, Void context) {
        return Expressions.not(of(node.getValue()));
    }

    @Override
    protected Expression visitIsNullPredicate(IsNullPredicate node, Void context) {
        return new IsNull(of(node.getValue()));
    }

    @Override
    protected Expression visitIsNotNullPredicate(IsNotNullPredicate node, Void context) {
        return Expressions.not(new IsNull(of(node.getValue())));
    }

    @Override
    protected Expression visitBetweenPredicate(BetweenPredicate node, Void context) {
        Expression value = of(node.getValue());
        return Expressions.logical(
                Logical.Operator.AND,
                Expressions.comparison(Comparison.Operator.GREATER_OR_EQUAL, value, of(node.getMin())),
                Expressions.comparison(Comparison.Operator.LESS_OR_EQUAL, value, of(node.getMax())));
    }

    @Override
    protected Expression visitInPredicate(InPredicate node, Void context) {
        if (!(node.getValueList() instanceof InListExpression list)) {
            throw new UnsupportedSqlException(node.toString());
        }
        return Expressions.in(of(node.getValue()), all(list.getValues()));
    }

    @Override
    protected Expression visitLikePredicate(LikePredicate node, Void context) {
        if (!(node.getPattern() instanceof StringLiteral pattern)) {
            throw new UnsupportedSqlException(node.toString());
        }
        Optional<Character> escape = node.getEscape().map(text -> {
            if (text instanceof StringLiteral literal && literal.getValue().length() == 1) {
                return literal.getValue().charAt(0);
            }
            throw new ExpressionTypeException("%s: the escape must be one character".formatted(node));
        });
        return new Like(Expressions.text(of(node.getValue())), new LikePattern(pattern.getValue(), escape));
    }

    @Override
    protected Expression visitCoalesceExpression(CoalesceExpression node, Void context) {
        return Expressions.coalesce(all(node.getOperands()));
    }

    @Override
    protected Expression visitNullIfExpression(NullIfExpression node, Void context) {
        Expression first = of(node.getFirst());
        Expression equal = Expressions.comparison(Comparison.Operator.EQUAL, first, of(node.getSecond()));
        return Expressions.choose(List.of(new Case.Branch(equal, NULL)), first);
    }

    @Override
    protected Expression visitIfExpression(IfExpression node, Void context) {
        return Expressions.choose(
                List.of(new Case.Branch(of(node.getCondition()), of(node.getTrueValue()))),
                node.getFalseValue().map(this::of).orElse(NULL));
    }

    @Override
    protected Expression visitSearchedCaseExpression(SearchedCaseExpression node, Void context) {
        List<Case.Branch> branches = new ArrayList<>();
        for (WhenClause when : node.getWhenClauses()) {
            branches.add(new Case.Branch(of(when.getOperand()), of(when.getResult())));
        }
        return Expressions.choose(branches, node.getDefaultValue().map(this::of).orElse(NULL));
    }

    @Override
    protected Expression visitSimpleCaseExpression(SimpleCaseExpression node, Void context) {
        Expression operand = of(node.getOperand());
        List<Case.Branch> branches = new ArrayList<>();
        for (WhenClause when : node.getWhenClauses()) {
            branches.add(new Case.Branch(
                    Expressions.comparison(Comparison.Operator.EQUAL, operand, of(when.getOperand())),
                    of(when.getResult())));
        }
        return Expressions.choose(branches, node.getDefaultValue().map(this::of).orElse(NULL));
    }

    @Override
    protected Expression visitCast(Cast node, Void context) {
        Expression value = of(node.getExpression());
        Failure failure = node.isSafe() ? Failure.NULL : Failure.FAIL;
        HiveType type = SqlTypes.of(node.getType());
        if (type instanceof HiveType.BoundedText text) {
            // SQL's cast cuts; no other type knows the length.
            return Expressions.substring(
                    Expressions.cast(value, Primitive.STRING, failure),
                    new Literal(1L, Primitive.INT),
                    Optional.of(new Literal((long) text.length(), Primitive.INT)));
        }
        return Expressions.cast(value, type, failure);
    }

    @Override
    protected Expression visitExtract(Extract node, Void context) {
        return SqlFunctions.part(node.getField().name(), of(node.getExpression()))
                .orElseThrow(() -> new UnsupportedSqlException(node.toString()));
    }

    @Override
    protected Expression visitTrim(Trim node, Void context) {
        if (node.getTrimCharacter().isPresent()) {
            throw new UnsupportedSqlException(node.toString());
        }
        Function function = switch (node.getSpecification()) {
            case BOTH -> Function.TRIM;
            case LEADING -> Function.LTRIM;
            case TRAILING -> Function.RTRIM;
        };
        return Expressions.text(function, of(node.getTrimSource()));
    }

    @Override
    protected Expression visitFunctionCall(FunctionCall node, Void context) {
        boolean plain = node.getWindow().isEmpty()
                && node.getFilter().isEmpty()
                && node.getOrderBy().isEmpty()
                && !node.isDistinct();
        if (!plain) {
            throw new UnsupportedSqlException(node.toString());
        }
        return SqlFunctions.call(node.getName().toString().toLowerCase(Locale.ROOT), all(node.getArguments()))
                .orElseThrow(() -> new UnsupportedSqlException(node.toString()));
    }
}
