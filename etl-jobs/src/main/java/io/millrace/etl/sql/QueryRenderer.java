package io.millrace.etl.sql;

import io.trino.sql.tree.AllColumns;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Except;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FetchFirst;
import io.trino.sql.tree.GroupBy;
import io.trino.sql.tree.GroupingElement;
import io.trino.sql.tree.GroupingSets;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Intersect;
import io.trino.sql.tree.Limit;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Offset;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QueryBody;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.Relation;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SelectItem;
import io.trino.sql.tree.SetOperation;
import io.trino.sql.tree.SimpleGroupBy;
import io.trino.sql.tree.SingleColumn;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.TableSubquery;
import io.trino.sql.tree.Union;
import io.trino.sql.tree.Values;
import io.trino.sql.tree.With;
import io.trino.sql.tree.WithQuery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders queries for DuckDB; the tables that they read are handed to {@link TableScans}. One statement each. */
final class QueryRenderer {
    /** The start of the name of a column that the statement gives none; the result shows it as {@code _colN}. */
    static final String UNNAMED = "millrace.unnamed.";

    private final ExpressionRenderer expressions = new ExpressionRenderer(this);
    private final RelationRenderer relations;
    private final Deque<Set<String>> withNames = new ArrayDeque<>();
    private int unnamed;

    QueryRenderer(TableScans scans) {
        this.relations = new RelationRenderer(this, expressions, scans);
    }

    String render(Query query) {
        if (!query.getFunctions().isEmpty()) {
            throw SqlException.notSupported(query, "Inline functions are not supported");
        }
        withNames.push(new HashSet<>());
        String text = query.getWith().map(with -> with(with) + " ").orElse("")
                + body(query.getQueryBody())
                + tail(query.getOrderBy(), query.getOffset(), query.getLimit());
        withNames.pop();
        return text;
    }

    /** Whether the name is that of a WITH query that is visible here. */
    boolean isWithName(String name) {
        return withNames.stream().anyMatch(names -> names.contains(name.toLowerCase(Locale.ROOT)));
    }

    ExpressionRenderer expressions() {
        return expressions;
    }

    private String with(With with) {
        StringBuilder text = new StringBuilder(with.isRecursive() ? "WITH RECURSIVE " : "WITH ");
        String separator = "";
        for (WithQuery query : with.getQueries()) {
            String name = query.getName().getValue();
            if (with.isRecursive()) {
                withNames.element().add(name.toLowerCase(Locale.ROOT));
            }
            text.append(separator).append(DuckDbText.name(name));
            query.getColumnNames().ifPresent(names -> text.append(names(names)));
            text.append(" AS (").append(render(query.getQuery())).append(')');
            withNames.element().add(name.toLowerCase(Locale.ROOT));
            separator = ", ";
        }
        return text.toString();
    }

    static String names(List<Identifier> names) {
        return names.stream().map(name -> DuckDbText.name(name.getValue())).collect(Collectors.joining(", ", "(", ")"));
    }

    private String body(QueryBody body) {
        if (body instanceof QuerySpecification specification) {
            return specification(specification);
        } else if (body instanceof SetOperation operation) {
            return setOperation(operation);
        } else if (body instanceof Values values) {
            return values(values);
        } else if (body instanceof TableSubquery subquery) {
            return "(" + render(subquery.getQuery()) + ")";
        } else if (body instanceof Table table) {
            return "SELECT * FROM " + relations.render(table, List.of());
        }
        throw SqlException.notSupported(body, body.getClass().getSimpleName() + " is not supported");
    }

    private String setOperation(SetOperation operation) {
        String name = operation instanceof Union ? "UNION" : operation instanceof Intersect ? "INTERSECT" : "EXCEPT";
        if (operation instanceof Except && operation.getRelations().size() != 2) {
            throw SqlException.notSupported(operation, "EXCEPT of other than two queries is not supported");
        }
        return operation.getRelations().stream()
                .map(this::operand)
                .collect(Collectors.joining(" " + name + (operation.isDistinct() ? " " : " ALL ")));
    }

    private String operand(Relation relation) {
        if (relation instanceof QueryBody body) {
            return "(" + body(body) + ")";
        }
        throw SqlException.notSupported(relation, "Set operation is not supported on this");
    }

    String values(Values values) {
        int width = values.getRows().get(0) instanceof Row row ? row.getItems().size() : 1;
        String names =
                IntStream.range(0, width).mapToObj(i -> nextUnnamed()).collect(Collectors.joining(", ", "(", ")"));
        String rows = values.getRows().stream().map(this::valuesRow).collect(Collectors.joining(", "));
        return "SELECT * FROM (VALUES " + rows + ") AS \"millrace.values\"" + names;
    }

    private String valuesRow(Expression row) {
        if (row instanceof Row items) {
            return items.getItems().stream().map(expressions::process).collect(Collectors.joining(", ", "(", ")"));
        }
        return "(" + expressions.process(row) + ")";
    }

    private String nextUnnamed() {
        return DuckDbText.name(UNNAMED + unnamed++);
    }

    private String specification(QuerySpecification query) {
        StringBuilder text = new StringBuilder(query.getSelect().isDistinct() ? "SELECT DISTINCT " : "SELECT ");
        text.append(query.getSelect().getSelectItems().stream()
                .map(this::selectItem)
                .collect(Collectors.joining(", ")));
        query.getFrom()
                .ifPresent(from -> text.append(" FROM ")
                        .append(relations.render(from, PartitionPredicates.conjuncts(query.getWhere()))));
        query.getWhere().ifPresent(where -> text.append(" WHERE ").append(expressions.process(where)));
        query.getGroupBy().ifPresent(by -> text.append(" GROUP BY ").append(groupBy(by)));
        query.getHaving().ifPresent(having -> text.append(" HAVING ").append(expressions.process(having)));
        if (!query.getWindows().isEmpty()) {
            text.append(query.getWindows().stream()
                    .map(window -> DuckDbText.name(window.getName().getValue()) + " AS "
                            + expressions.functions().specification(window.getWindow()))
                    .collect(Collectors.joining(", ", " WINDOW ", "")));
        }
        return text + tail(query.getOrderBy(), query.getOffset(), query.getLimit());
    }

    private String selectItem(SelectItem item) {
        if (item instanceof AllColumns all) {
            if (!all.getAliases().isEmpty()) {
                throw SqlException.notSupported(all, "Aliases for .* are not supported");
            }
            return all.getTarget()
                    .map(target -> expressions.process(target) + ".*")
                    .orElse("*");
        }
        SingleColumn column = (SingleColumn) item;
        Expression expression = column.getExpression();
        String text = expressions.process(expression);
        if (column.getAlias().isPresent()) {
            return text + " AS " + DuckDbText.name(column.getAlias().get().getValue());
        }
        boolean named = expression instanceof Identifier || expression instanceof DereferenceExpression;
        return named ? text : text + " AS " + nextUnnamed();
    }

    private String groupBy(GroupBy groupBy) {
        if (groupBy.isDistinct()) {
            throw SqlException.notSupported(groupBy, "GROUP BY DISTINCT is not supported");
        }
        return groupBy.getGroupingElements().stream().map(this::grouping).collect(Collectors.joining(", "));
    }

    private String grouping(GroupingElement element) {
        if (element instanceof SimpleGroupBy simple) {
            return list(simple.getExpressions(), simple.getExpressions().size() == 1 ? "" : "(");
        } else if (element instanceof GroupingSets sets) {
            String members = sets.getSets().stream().map(set -> list(set, "(")).collect(Collectors.joining(", "));
            return switch (sets.getType()) {
                case EXPLICIT -> "GROUPING SETS (" + members + ")";
                case ROLLUP -> "ROLLUP (" + members + ")";
                case CUBE -> "CUBE (" + members + ")";
            };
        }
        throw SqlException.notSupported(element, "This grouping is not supported");
    }

    private String list(List<Expression> list, String open) {
        return list.stream()
                .map(expressions::process)
                .collect(Collectors.joining(", ", open, open.isEmpty() ? "" : ")"));
    }

    private String tail(Optional<OrderBy> orderBy, Optional<Offset> offset, Optional<Node> limit) {
        return orderBy.map(by -> " " + expressions.functions().orderBy(by)).orElse("")
                + limit.map(this::limit).orElse("")
                + offset.map(rows -> " OFFSET " + expressions.process(rows.getRowCount()))
                        .orElse("");
    }

    private String limit(Node node) {
        if (node instanceof Limit limit) {
            String rows = limit.getRowCount() instanceof io.trino.sql.tree.AllRows
                    ? ""
                    : " LIMIT " + expressions.process(limit.getRowCount());
            return rows;
        } else if (node instanceof FetchFirst fetch && !fetch.isWithTies()) {
            return " LIMIT " + fetch.getRowCount().map(expressions::process).orElse("1");
        }
        throw SqlException.notSupported(node, "FETCH FIRST WITH TIES is not supported");
    }
}
