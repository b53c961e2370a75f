package io.millrace.etl.lane.expression.sql;

import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.Expressions;
import io.millrace.etl.lane.expression.NamedExpression;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.AllColumns;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.Select;
import io.trino.sql.tree.SelectItem;
import io.trino.sql.tree.SingleColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Athena's SQL (Trino's grammar, release 435) as typed expressions over a table's columns. What differs from Athena is in docs/decisions/0153: values
 * follow Spark's ANSI rules.
 */
public final class SqlExpressions {
    private final List<LaneColumn> columns;
    private final SqlTranslation translation;

    private SqlExpressions(List<LaneColumn> columns) {
        this.columns = List.copyOf(columns);
        this.translation = new SqlTranslation(columns);
    }

    /** Over these columns; types may be nested. */
    public static SqlExpressions over(List<LaneColumn> columns) {
        return new SqlExpressions(columns);
    }

    /**
     * One expression, for example {@code year(pickup) + 1}.
     *
     * @throws ExpressionTypeException if the text is no expression, names an unknown column, or types do not fit
     * @throws UnsupportedSqlException if it is valid, but not in the tree
     */
    public Expression parse(String text) {
        try {
            return translation.of(new SqlParser().createExpression(text));
        } catch (ParsingException e) {
            throw invalid(text, e);
        }
    }

    /** A truth value, for example {@code fare > 0 AND zone IS NOT NULL}. Throws as {@link #parse}. */
    public Expression parseCondition(String text) {
        return Expressions.condition(parse(text));
    }

    /**
     * A list of output columns, for example {@code *, CAST(b AS decimal(10,2)) AS b2, 'x' AS source}. What is no plain column needs a
     * name. Throws as {@link #parse}.
     */
    public List<NamedExpression> parseSelect(String text) {
        Select select;
        try {
            select = select(text);
        } catch (ParsingException e) {
            throw invalid(text, e);
        }
        List<NamedExpression> outputs = new ArrayList<>();
        for (SelectItem item : select.getSelectItems()) {
            add(item, outputs);
        }
        Set<String> names = new HashSet<>();
        for (NamedExpression output : outputs) {
            if (!names.add(output.name())) {
                throw new ExpressionTypeException("'%s' makes column %s twice".formatted(text, output.name()));
            }
        }
        return outputs;
    }

    private static Select select(String text) {
        if (new SqlParser().createStatement("SELECT " + text) instanceof Query query
                && query.getQueryBody() instanceof QuerySpecification body
                && query.getWith().isEmpty()
                && query.getOrderBy().isEmpty()
                && query.getLimit().isEmpty()
                && query.getOffset().isEmpty()
                && body.getFrom().isEmpty()
                && body.getWhere().isEmpty()
                && body.getGroupBy().isEmpty()
                && body.getHaving().isEmpty()
                && body.getOrderBy().isEmpty()
                && body.getLimit().isEmpty()
                && body.getOffset().isEmpty()
                && body.getWindows().isEmpty()
                && !body.getSelect().isDistinct()) {
            return body.getSelect();
        }
        throw new ExpressionTypeException(
                "'%s' is more than a list of columns; write only what stands between SELECT and FROM".formatted(text));
    }

    private void add(SelectItem item, List<NamedExpression> outputs) {
        if (item instanceof AllColumns all) {
            if (all.getTarget().isPresent() || !all.getAliases().isEmpty()) {
                throw new UnsupportedSqlException(item.toString());
            }
            for (LaneColumn column : columns) {
                outputs.add(new NamedExpression(column.name(), new Expression.Column(column.name(), column.type())));
            }
            return;
        }
        SingleColumn column = (SingleColumn) item;
        Expression value = translation.of(column.getExpression());
        String name = column.getAlias()
                .map(Identifier::getValue)
                .orElseGet(() -> value instanceof Expression.Column plain ? plain.name() : "");
        if (name.isEmpty()) {
            throw new ExpressionTypeException(
                    "Column '%s' has no name; write %s AS name".formatted(value.sql(), value.sql()));
        }
        boolean typed = column.getExpression() instanceof Cast;
        if (!typed && value instanceof Expression.Literal literal && literal.value() == null) {
            throw new ExpressionTypeException(
                    "Column %s has no type; write CAST(NULL AS type) AS %s".formatted(name, name));
        }
        outputs.add(new NamedExpression(name.toLowerCase(Locale.ROOT), value));
    }

    private static ExpressionTypeException invalid(String text, ParsingException e) {
        return new ExpressionTypeException("'%s' is no valid SQL: %s".formatted(text, e.getMessage()));
    }
}
