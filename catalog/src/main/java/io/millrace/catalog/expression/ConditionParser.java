package io.millrace.catalog.expression;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.schema.Column;

/** Turns the text of an expression into a condition: JSqlParser reads it, this takes what Glue's grammar has and refuses the rest. */
final class ConditionParser {
    private final String text;
    private final List<ExpressionKey> keys;

    ConditionParser(String text, List<ExpressionKey> keys) {
        this.text = text;
        this.keys = keys;
    }

    Condition parse() {
        ExpressionNesting.check(text);
        try {
            return condition(CCJSqlParserUtil.parseCondExpression(text, false));
        } catch (JSQLParserException | TokenMgrException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Invalid partition expression at position %d: unexpected text."
                            .formatted(SyntaxErrors.position(text, e)),
                    e);
        }
    }

    private Condition condition(Expression expression) {
        if (expression instanceof AndExpression and) {
            return new Condition.And(List.of(condition(and.getLeftExpression()), condition(and.getRightExpression())));
        }
        if (expression instanceof OrExpression or) {
            return new Condition.Or(List.of(condition(or.getLeftExpression()), condition(or.getRightExpression())));
        }
        if (expression instanceof NotExpression not) {
            return new Condition.Not(condition(not.getExpression()));
        }
        if (expression instanceof ParenthesedExpressionList<?> parentheses && parentheses.size() == 1) {
            return condition(parentheses.get(0));
        }
        return predicate(expression);
    }

    private Condition predicate(Expression expression) {
        if (expression instanceof ComparisonOperator comparison) {
            return comparison(comparison);
        }
        if (expression instanceof InExpression in && !in.isGlobal()) {
            return negated(in.isNot(), in(in));
        }
        if (expression instanceof Between between && !between.isUsingSymmetric() && !between.isUsingAsymmetric()) {
            return negated(between.isNot(), between(between));
        }
        if (expression instanceof LikeExpression like
                && like.getLikeKeyWord() == LikeExpression.KeyWord.LIKE
                && like.getEscape() == null
                && !like.isUseBinary()) {
            return negated(like.isNot(), like(like));
        }
        if (expression instanceof IsNullExpression isNull && !isNull.isUseIsNull() && !isNull.isUseNotNull()) {
            return negated(
                    isNull.isNot(),
                    new Condition.IsNull(key(isNull.getLeftExpression()).index()));
        }
        throw unsupported(expression);
    }

    private static Condition negated(boolean not, Condition condition) {
        return not ? new Condition.Not(condition) : condition;
    }

    private Condition comparison(ComparisonOperator comparison) {
        Condition.Operator operator = switch (comparison.getStringExpression()) {
            case "=" -> Condition.Operator.EQUAL;
            case "<>", "!=" -> Condition.Operator.NOT_EQUAL;
            case "<" -> Condition.Operator.LESS;
            case "<=" -> Condition.Operator.LESS_OR_EQUAL;
            case ">" -> Condition.Operator.GREATER;
            case ">=" -> Condition.Operator.GREATER_OR_EQUAL;
            default -> throw unsupported(comparison);
        };
        if (isColumn(comparison.getRightExpression()) && !isColumn(comparison.getLeftExpression())) {
            ExpressionKey key = key(comparison.getRightExpression());
            return new Condition.Comparison(
                    key.index(), operator.mirrored(), literal(key, comparison.getLeftExpression()));
        }
        ExpressionKey key = key(comparison.getLeftExpression());
        return new Condition.Comparison(key.index(), operator, literal(key, comparison.getRightExpression()));
    }

    private Condition in(InExpression in) {
        ExpressionKey key = key(in.getLeftExpression());
        if (!(in.getRightExpression() instanceof ExpressionList<?> list) || list.isEmpty()) {
            throw unsupported(in);
        }
        List<Comparable<?>> literals = new ArrayList<>();
        for (Expression element : list) {
            literals.add(literal(key, element));
        }
        return new Condition.In(key.index(), literals);
    }

    private Condition between(Between between) {
        ExpressionKey key = key(between.getLeftExpression());
        return new Condition.And(List.of(
                new Condition.Comparison(
                        key.index(),
                        Condition.Operator.GREATER_OR_EQUAL,
                        literal(key, between.getBetweenExpressionStart())),
                new Condition.Comparison(
                        key.index(),
                        Condition.Operator.LESS_OR_EQUAL,
                        literal(key, between.getBetweenExpressionEnd()))));
    }

    private Condition like(LikeExpression like) {
        ExpressionKey key = key(like.getLeftExpression());
        if (!(like.getRightExpression() instanceof StringValue pattern)) {
            throw unsupported(like);
        }
        String wanted = pattern.getNotExcapedValue();
        return new Condition.Like(key.index(), wanted, LikePattern.compile(wanted));
    }

    private boolean isColumn(Expression expression) {
        return unwrapped(expression) instanceof Column || namedKey(expression).isPresent();
    }

    private ExpressionKey key(Expression expression) {
        return namedKey(expression).orElseThrow(() -> {
            Expression inner = unwrapped(expression);
            return inner instanceof Column
                    ? invalid(inner.toString(), "'" + inner + "' is not a partition key")
                    : unsupported(inner);
        });
    }

    // By the text, not the class: JSqlParser takes year, month and the like, usual names of keys, for other things than
    // columns.
    private Optional<ExpressionKey> namedKey(Expression expression) {
        String name = unwrapped(expression).toString().replaceAll("^[`\"]|[`\"]$", "");
        return keys.stream().filter(key -> key.name().equalsIgnoreCase(name)).findFirst();
    }

    private Comparable<?> literal(ExpressionKey key, Expression expression) {
        String value = literalText(unwrapped(expression));
        try {
            return key.type().parse(value);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw invalid(
                    expression.toString(),
                    "'%s' cannot be compared with key %s of type %s".formatted(value, key.name(), key.typeName()));
        }
    }

    private String literalText(Expression literal) {
        if (literal instanceof StringValue string && string.getPrefix() == null) {
            return string.getNotExcapedValue();
        }
        if (literal instanceof LongValue number) {
            return number.getStringValue();
        }
        if (literal instanceof DoubleValue number) {
            return number.toString();
        }
        if (literal instanceof SignedExpression signed && !(signed.getExpression() instanceof SignedExpression)) {
            return (signed.getSign() == '-' ? "-" : "") + literalText(signed.getExpression());
        }
        if (literal instanceof DateTimeLiteralExpression time) {
            return time.getValue().replace("'", "");
        }
        throw unsupported(literal);
    }

    private static Expression unwrapped(Expression expression) {
        Expression inner = expression;
        while (inner instanceof ParenthesedExpressionList<?> parentheses && parentheses.size() == 1) {
            inner = parentheses.get(0);
        }
        return inner;
    }

    private CatalogException unsupported(Expression expression) {
        String what =
                expression instanceof BinaryExpression binary ? binary.getStringExpression() : "'" + expression + "'";
        return invalid(expression.toString(), what + " is not supported here");
    }

    private CatalogException invalid(String part, String problem) {
        int index = text.toLowerCase(Locale.ROOT).indexOf(part.toLowerCase(Locale.ROOT));
        return new CatalogException(
                CatalogErrorCode.INVALID_INPUT,
                "Invalid partition expression at position %d: %s.".formatted(Math.max(index, 0) + 1, problem));
    }
}
