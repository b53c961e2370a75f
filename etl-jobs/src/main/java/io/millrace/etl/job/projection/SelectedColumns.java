package io.millrace.etl.job.projection;

import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.NamedExpression;
import io.millrace.etl.lane.expression.sql.SqlExpressions;
import io.millrace.etl.lane.expression.sql.UnsupportedSqlException;
import java.util.List;
import java.util.function.Supplier;

/** The arguments {@code --select} and {@code --where} over a table's columns; what is wrong with them becomes the job's failure. */
record SelectedColumns(SqlExpressions expressions) {
    SelectedColumns(List<SourceColumn> columns) {
        this(SqlExpressions.over(columns.stream()
                .map(column -> new LaneColumn(column.name(), column.type()))
                .toList()));
    }

    List<NamedExpression> columns(String select) {
        return named("select", () -> expressions.parseSelect(select));
    }

    Expression condition(String where) {
        return named("where", () -> expressions.parseCondition(where));
    }

    private static <T> T named(String argument, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (UnsupportedSqlException e) {
            throw new JobFailureException(
                    "Argument '--%s': %s; give a whole query in '--sql' instead".formatted(argument, e.getMessage()),
                    e);
        } catch (ExpressionTypeException e) {
            throw new JobFailureException("Argument '--%s': %s".formatted(argument, e.getMessage()), e);
        }
    }
}
