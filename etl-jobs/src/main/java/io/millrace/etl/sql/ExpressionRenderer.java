package io.millrace.etl.sql;

import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.Array;
import io.trino.sql.tree.AstVisitor;
import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.CoalesceExpression;
import io.trino.sql.tree.ComparisonExpression;
import io.trino.sql.tree.CurrentTime;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.ExistsPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Extract;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IfExpression;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.IntervalLiteral;
import io.trino.sql.tree.IsNotNullPredicate;
import io.trino.sql.tree.IsNullPredicate;
import io.trino.sql.tree.LambdaExpression;
import io.trino.sql.tree.LikePredicate;
import io.trino.sql.tree.Literal;
import io.trino.sql.tree.LogicalExpression;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NotExpression;
import io.trino.sql.tree.NullIfExpression;
import io.trino.sql.tree.QuantifiedComparisonExpression;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SearchedCaseExpression;
import io.trino.sql.tree.SimpleCaseExpression;
import io.trino.sql.tree.SubqueryExpression;
import io.trino.sql.tree.SubscriptExpression;
import io.trino.sql.tree.Trim;
import io.trino.sql.tree.TryExpression;
import io.trino.sql.tree.WhenClause;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Renders expressions of Trino's syntax tree for DuckDB. Every kind of node that is not handled here is refused, so that no
 * syntax gets another meaning by accident.
 */
final class ExpressionRenderer extends AstVisitor<String, Void> {
    private final QueryRenderer queries;
    private final FunctionRenderer functions = new FunctionRenderer(this);
    private int subqueryDepth;

    ExpressionRenderer(QueryRenderer queries) {
        this.queries = queries;
    }

    FunctionRenderer functions() {
        return functions;
    }

    private String list(List<? extends Expression> expressions) {
        return expressions.stream().map(this::process).collect(Collectors.joining(", "));
    }

    @Override
    protected String visitNode(Node node, Void context) {
        throw SqlException.notSupported(
                node, "%s is not supported: %s".formatted(node.getClass().getSimpleName(), node));
    }

    @Override
    protected String visitLiteral(Literal node, Void context) {
        return LiteralRenderer.render(node);
    }

    @Override
    protected String visitIntervalLiteral(IntervalLiteral node, Void context) {
        return LiteralRenderer.interval(node);
    }

    @Override
    protected String visitIdentifier(Identifier node, Void context) {
        return DuckDbText.name(node.getValue());
    }

    @Override
    protected String visitDereferenceExpression(DereferenceExpression node, Void context) {
        Identifier field = node.getField().orElseThrow(() -> SqlException.notSupported(node, "Label dereference"));
        String base = process(node.getBase());
        boolean plain = node.getBase() instanceof Identifier || node.getBase() instanceof DereferenceExpression;
        return (plain ? base : "(" + base + ")") + "." + DuckDbText.name(field.getValue());
    }

    @Override
    protected String visitArithmeticBinary(ArithmeticBinaryExpression node, Void context) {
        String left = process(node.getLeft());
        String right = process(node.getRight());
        return switch (node.getOperator()) {
            case DIVIDE -> "trino_divide(" + left + ", " + right + ")";
            case MODULUS -> "trino_mod(" + left + ", " + right + ")";
            case ADD -> plus(node, left, right);
            case SUBTRACT -> minus(node, left, right);
            case MULTIPLY -> "(" + left + " * " + right + ")";
        };
    }

    private String minus(ArithmeticBinaryExpression node, String left, String right) {
        if (node.getRight() instanceof IntervalLiteral) {
            requireKnownType(node, node.getLeft());
            return "trino_minus(" + left + ", " + right + ")";
        }
        return "(" + left + " - " + right + ")";
    }

    /** Whether DuckDB knows the argument's type when it picks a macro's overload: not of aggregates, windows and outer columns. */
    boolean hasKnownType(Expression argument) {
        return subqueryDepth == 0 && !FunctionRenderer.containsAggregate(argument);
    }

    /** Refuses what would be rendered with an overload that DuckDB picks by guess. */
    void requireKnownType(Node node, Expression argument) {
        if (!hasKnownType(argument)) {
            throw SqlException.notSupported(
                    node,
                    "'%s' on an aggregate, a window function or inside a subquery expression is not supported: compute its argument in a subquery in FROM or WITH first"
                            .formatted(node));
        }
    }

    private String plus(ArithmeticBinaryExpression node, String left, String right) {
        requireKnownTypeIfInterval(node);
        if (node.getRight() instanceof IntervalLiteral) {
            return "trino_plus(" + left + ", " + right + ")";
        }
        return node.getLeft() instanceof IntervalLiteral
                ? "trino_plus(" + right + ", " + left + ")"
                : "(" + left + " + " + right + ")";
    }

    private void requireKnownTypeIfInterval(ArithmeticBinaryExpression node) {
        if (node.getRight() instanceof IntervalLiteral) {
            requireKnownType(node, node.getLeft());
        } else if (node.getLeft() instanceof IntervalLiteral) {
            requireKnownType(node, node.getRight());
        }
    }

    @Override
    protected String visitArithmeticUnary(ArithmeticUnaryExpression node, Void context) {
        String sign = node.getSign() == ArithmeticUnaryExpression.Sign.MINUS ? "-" : "+";
        return "(" + sign + process(node.getValue()) + ")";
    }

    @Override
    protected String visitComparisonExpression(ComparisonExpression node, Void context) {
        return "(" + process(node.getLeft()) + " " + node.getOperator().getValue() + " " + process(node.getRight())
                + ")";
    }

    @Override
    protected String visitLogicalExpression(LogicalExpression node, Void context) {
        String operator = " " + node.getOperator() + " ";
        return node.getTerms().stream().map(this::process).collect(Collectors.joining(operator, "(", ")"));
    }

    @Override
    protected String visitNotExpression(NotExpression node, Void context) {
        return "(NOT " + process(node.getValue()) + ")";
    }

    @Override
    protected String visitIsNullPredicate(IsNullPredicate node, Void context) {
        return "(" + process(node.getValue()) + " IS NULL)";
    }

    @Override
    protected String visitIsNotNullPredicate(IsNotNullPredicate node, Void context) {
        return "(" + process(node.getValue()) + " IS NOT NULL)";
    }

    @Override
    protected String visitBetweenPredicate(BetweenPredicate node, Void context) {
        return "(" + process(node.getValue()) + " BETWEEN " + process(node.getMin()) + " AND " + process(node.getMax())
                + ")";
    }

    @Override
    protected String visitInPredicate(InPredicate node, Void context) {
        return "(" + process(node.getValue()) + " IN " + process(node.getValueList()) + ")";
    }

    @Override
    protected String visitInListExpression(InListExpression node, Void context) {
        return "(" + list(node.getValues()) + ")";
    }

    @Override
    protected String visitLikePredicate(LikePredicate node, Void context) {
        Optional<String> escape = node.getEscape().map(text -> " ESCAPE " + process(text));
        return "(" + process(node.getValue()) + " LIKE " + process(node.getPattern()) + escape.orElse("") + ")";
    }

    @Override
    protected String visitExists(ExistsPredicate node, Void context) {
        return "EXISTS " + process(node.getSubquery());
    }

    @Override
    protected String visitSubqueryExpression(SubqueryExpression node, Void context) {
        subqueryDepth++;
        String query = queries.render(node.getQuery());
        subqueryDepth--;
        return "(" + query + ")";
    }

    @Override
    protected String visitQuantifiedComparisonExpression(QuantifiedComparisonExpression node, Void context) {
        String quantifier = node.getQuantifier() == QuantifiedComparisonExpression.Quantifier.ALL ? "ALL" : "ANY";
        return "(" + process(node.getValue()) + " " + node.getOperator().getValue() + " " + quantifier + " "
                + process(node.getSubquery()) + ")";
    }

    @Override
    protected String visitSearchedCaseExpression(SearchedCaseExpression node, Void context) {
        return "CASE " + whens(node.getWhenClauses(), node.getDefaultValue());
    }

    @Override
    protected String visitSimpleCaseExpression(SimpleCaseExpression node, Void context) {
        return "CASE " + process(node.getOperand()) + " " + whens(node.getWhenClauses(), node.getDefaultValue());
    }

    private String whens(List<WhenClause> clauses, Optional<Expression> otherwise) {
        return clauses.stream()
                        .map(when -> "WHEN " + process(when.getOperand()) + " THEN " + process(when.getResult()))
                        .collect(Collectors.joining(" "))
                + otherwise.map(value -> " ELSE " + process(value)).orElse("")
                + " END";
    }

    @Override
    protected String visitIfExpression(IfExpression node, Void context) {
        return "CASE WHEN " + process(node.getCondition()) + " THEN " + process(node.getTrueValue())
                + node.getFalseValue().map(value -> " ELSE " + process(value)).orElse("") + " END";
    }

    @Override
    protected String visitCoalesceExpression(CoalesceExpression node, Void context) {
        return "coalesce(" + list(node.getOperands()) + ")";
    }

    @Override
    protected String visitNullIfExpression(NullIfExpression node, Void context) {
        return "nullif(" + process(node.getFirst()) + ", " + process(node.getSecond()) + ")";
    }

    @Override
    protected String visitTryExpression(TryExpression node, Void context) {
        return "TRY(" + process(node.getInnerExpression()) + ")";
    }

    @Override
    protected String visitCast(Cast node, Void context) {
        return CastRenderer.render(node, process(node.getExpression()), hasKnownType(node.getExpression()));
    }

    @Override
    protected String visitExtract(Extract node, Void context) {
        String value = process(node.getExpression());
        return switch (node.getField()) {
            case DAY_OF_WEEK, DOW -> "isodow(" + value + ")";
            case DAY_OF_YEAR, DOY -> "dayofyear(" + value + ")";
            case YEAR_OF_WEEK, YOW -> "isoyear(" + value + ")";
            case DAY_OF_MONTH -> "day(" + value + ")";
            case TIMEZONE_MINUTE, TIMEZONE_HOUR ->
                throw SqlException.notSupported(node, "EXTRACT(" + node.getField() + ") is not supported");
            default -> node.getField() + "(" + value + ")";
        };
    }

    @Override
    protected String visitTrim(Trim node, Void context) {
        String function = switch (node.getSpecification()) {
            case BOTH -> "trim";
            case LEADING -> "ltrim";
            case TRAILING -> "rtrim";
        };
        return function + "(" + process(node.getTrimSource())
                + node.getTrimCharacter().map(text -> ", " + process(text)).orElse("") + ")";
    }

    @Override
    protected String visitCurrentTime(CurrentTime node, Void context) {
        return switch (node.getFunction()) {
            case DATE -> "current_date";
            case TIMESTAMP -> "now()";
            case LOCALTIMESTAMP -> "CAST(now() AS TIMESTAMP)";
            case LOCALTIME -> "CAST(now() AS TIME)";
            case TIME -> throw SqlException.notSupported(node, "current_time is not supported");
        };
    }

    @Override
    protected String visitArray(Array node, Void context) {
        return "[" + list(node.getValues()) + "]";
    }

    @Override
    protected String visitRow(Row node, Void context) {
        return "row(" + list(node.getItems()) + ")";
    }

    @Override
    protected String visitSubscriptExpression(SubscriptExpression node, Void context) {
        return "(" + process(node.getBase()) + ")[" + process(node.getIndex()) + "]";
    }

    @Override
    protected String visitLambdaExpression(LambdaExpression node, Void context) {
        String names = node.getArguments().stream()
                .map(argument -> DuckDbText.name(argument.getName().getValue()))
                .collect(Collectors.joining(", "));
        return "lambda " + names + ": " + process(node.getBody());
    }

    @Override
    protected String visitFunctionCall(FunctionCall node, Void context) {
        return functions.render(node);
    }
}
