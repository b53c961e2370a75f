package io.millrace.etl.sql;

import io.trino.sql.tree.AliasedRelation;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Join;
import io.trino.sql.tree.JoinCriteria;
import io.trino.sql.tree.JoinOn;
import io.trino.sql.tree.JoinUsing;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QueryBody;
import io.trino.sql.tree.Relation;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.TableSubquery;
import io.trino.sql.tree.Unnest;
import io.trino.sql.tree.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Renders what stands in FROM. */
final class RelationRenderer {
    private final QueryRenderer queries;
    private final ExpressionRenderer expressions;
    private final TableScans scans;

    RelationRenderer(QueryRenderer queries, ExpressionRenderer expressions, TableScans scans) {
        this.queries = queries;
        this.expressions = expressions;
        this.scans = scans;
    }

    /** Renders a relation; {@code conjuncts} are the terms of the query's WHERE, of which a table takes those on its partition keys. */
    String render(Relation relation, List<Expression> conjuncts) {
        return render(relation, Optional.empty(), conjuncts);
    }

    private String render(Relation relation, Optional<AliasedRelation> alias, List<Expression> conjuncts) {
        if (relation instanceof AliasedRelation aliased) {
            return render(aliased.getRelation(), Optional.of(aliased), conjuncts);
        } else if (relation instanceof Join join) {
            return alias.isPresent() ? "(" + join(join, conjuncts) + ")" + alias(alias) : join(join, conjuncts);
        } else if (relation instanceof Table table) {
            return table(table, alias, conjuncts);
        } else if (relation instanceof TableSubquery subquery) {
            return subquery(subquery.getQuery(), alias);
        } else if (relation instanceof Values values) {
            return "(" + queries.values(values) + ")" + alias(alias);
        } else if (relation instanceof Unnest unnest) {
            return unnest(unnest, alias);
        } else if (relation instanceof QueryBody body) {
            return subquery(
                    new Query(List.of(), Optional.empty(), body, Optional.empty(), Optional.empty(), Optional.empty()),
                    alias);
        }
        throw SqlException.notSupported(relation, relation.getClass().getSimpleName() + " is not supported in FROM");
    }

    private String subquery(Query query, Optional<AliasedRelation> alias) {
        return "(" + queries.render(query) + ")" + alias(alias);
    }

    private String table(Table table, Optional<AliasedRelation> alias, List<Expression> conjuncts) {
        if (table.getQueryPeriod().isPresent()) {
            throw SqlException.notSupported(table, "Time travel (FOR … AS OF) is not supported");
        }
        List<String> parts = table.getName().getParts();
        String name = parts.get(parts.size() - 1);
        if (parts.size() == 1 && queries.isWithName(name)) {
            return DuckDbText.name(table.getName().getOriginalParts().get(0).getValue()) + alias(alias);
        }
        String shown = alias.map(a -> a.getAlias().getValue()).orElse(name);
        String scan = scans.add(table, shown, conjuncts, expressions);
        return DuckDbText.name(scan) + (alias.isPresent() ? alias(alias) : " AS " + DuckDbText.name(name));
    }

    private String unnest(Unnest unnest, Optional<AliasedRelation> alias) {
        if (unnest.getExpressions().size() != 1) {
            throw SqlException.notSupported(unnest, "UNNEST of several arrays is not supported");
        }
        return "UNNEST(" + expressions.process(unnest.getExpressions().get(0)) + ")"
                + (unnest.isWithOrdinality() ? " WITH ORDINALITY" : "")
                + alias(alias);
    }

    private static String alias(Optional<AliasedRelation> alias) {
        return alias.map(RelationRenderer::alias).orElse("");
    }

    private static String alias(AliasedRelation alias) {
        List<Identifier> columns = alias.getColumnNames();
        return " AS " + DuckDbText.name(alias.getAlias().getValue())
                + (columns == null ? "" : QueryRenderer.names(columns));
    }

    private String join(Join join, List<Expression> conjuncts) {
        String left = render(join.getLeft(), conjuncts);
        String right = join.getRight() instanceof Join nested
                ? "(" + join(nested, conjuncts) + ")"
                : render(join.getRight(), conjuncts);
        String kind = switch (join.getType()) {
            case CROSS, IMPLICIT -> " CROSS JOIN ";
            case INNER -> " INNER JOIN ";
            case LEFT -> " LEFT JOIN ";
            case RIGHT -> " RIGHT JOIN ";
            case FULL -> " FULL JOIN ";
        };
        return left + kind + right + join.getCriteria().map(this::criteria).orElse("");
    }

    private String criteria(JoinCriteria criteria) {
        if (criteria instanceof JoinOn on) {
            return " ON " + expressions.process(on.getExpression());
        } else if (criteria instanceof JoinUsing using) {
            return " USING "
                    + using.getColumns().stream()
                            .map(column -> DuckDbText.name(column.getValue()))
                            .collect(Collectors.joining(", ", "(", ")"));
        }
        throw new SqlException(SqlException.Code.NOT_SUPPORTED, "NATURAL JOIN is not supported");
    }
}
