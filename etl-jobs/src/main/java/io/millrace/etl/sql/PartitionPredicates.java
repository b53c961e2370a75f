package io.millrace.etl.sql;

import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.ComparisonExpression;
import io.trino.sql.tree.DataType;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.LikePredicate;
import io.trino.sql.tree.Literal;
import io.trino.sql.tree.LogicalExpression;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NotExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Picks the terms of a WHERE that partition values alone decide. Only terms that are not true for a null are taken (no IS NULL,
 * no functions), so that a term above an outer join may be used below it as well.
 */
final class PartitionPredicates {
    private final Set<String> keys;
    private final String alias;

    PartitionPredicates(Set<String> keys, String alias) {
        this.keys = keys;
        this.alias = alias;
    }

    /** The terms that AND connects at the top. */
    static List<Expression> conjuncts(Optional<Expression> where) {
        List<Expression> terms = new ArrayList<>();
        where.ifPresent(expression -> collect(expression, terms));
        return terms;
    }

    private static void collect(Expression expression, List<Expression> terms) {
        if (expression instanceof LogicalExpression logical
                && logical.getOperator() == LogicalExpression.Operator.AND) {
            logical.getTerms().forEach(term -> collect(term, terms));
        } else {
            terms.add(expression);
        }
    }

    List<String> render(List<Expression> conjuncts, ExpressionRenderer expressions) {
        return conjuncts.stream()
                .filter(term -> mentionsKey(term) && isDecidable(term))
                .map(expressions::process)
                .toList();
    }

    private boolean mentionsKey(Node node) {
        return (node instanceof Identifier || node instanceof DereferenceExpression)
                ? isKey((Expression) node)
                : node.getChildren().stream().anyMatch(this::mentionsKey);
    }

    private boolean isDecidable(Node node) {
        if (node instanceof Identifier || node instanceof DereferenceExpression) {
            return isKey((Expression) node);
        } else if (node instanceof ComparisonExpression comparison) {
            return comparison.getOperator() != ComparisonExpression.Operator.IS_DISTINCT_FROM
                    && childrenAreDecidable(node);
        } else if (node instanceof Cast cast) {
            return isDecidable(cast.getExpression());
        }
        return node instanceof Literal || node instanceof DataType || (isStrict(node) && childrenAreDecidable(node));
    }

    private static boolean isStrict(Node node) {
        return node instanceof InPredicate
                || node instanceof InListExpression
                || node instanceof BetweenPredicate
                || node instanceof LikePredicate
                || node instanceof LogicalExpression
                || node instanceof NotExpression
                || node instanceof ArithmeticBinaryExpression;
    }

    private boolean childrenAreDecidable(Node node) {
        return node.getChildren().stream().allMatch(this::isDecidable);
    }

    private boolean isKey(Expression expression) {
        if (expression instanceof Identifier identifier) {
            return keys.contains(identifier.getValue().toLowerCase(Locale.ROOT));
        }
        return expression instanceof DereferenceExpression dereference
                && dereference.getBase() instanceof Identifier base
                && base.getValue().equalsIgnoreCase(alias)
                && dereference.getField().map(this::isKey).orElse(false);
    }
}
