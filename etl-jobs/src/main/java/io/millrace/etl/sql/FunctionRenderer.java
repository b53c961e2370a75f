package io.millrace.etl.sql;

import io.millrace.etl.sql.FunctionTable.Entry;
import io.millrace.etl.sql.FunctionTable.Kind;
import io.millrace.etl.sql.SqlException.Code;
import io.trino.sql.tree.FrameBound;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.SortItem;
import io.trino.sql.tree.Window;
import io.trino.sql.tree.WindowFrame;
import io.trino.sql.tree.WindowReference;
import io.trino.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders function calls with their windows and orders. */
final class FunctionRenderer {
    /** Rendered with macros that have typed overloads. */
    private static final Set<String> TYPED = Set.of("date_trunc", "date_add", "ceil", "ceiling", "floor", "truncate");

    private final ExpressionRenderer expressions;

    FunctionRenderer(ExpressionRenderer expressions) {
        this.expressions = expressions;
    }

    String render(FunctionCall call) {
        String name = call.getName().toString().toLowerCase(Locale.ROOT);
        List<String> arguments =
                call.getArguments().stream().map(expressions::process).toList();
        if (name.equals("approx_distinct") && arguments.size() == 1 && !call.isDistinct()) {
            // An exact count keeps within every error bound that approx_distinct promises.
            return "count(DISTINCT " + arguments.get(0) + ")" + suffix(call);
        }
        Optional<String> special = SpecialFunctions.render(call, name, arguments);
        if (special.isPresent()) {
            refuseAggregateSyntax(call);
            if (TYPED.contains(name)) {
                expressions.requireKnownType(call, call.getArguments().get(arguments.size() - 1));
            }
            return special.get();
        }
        Entry entry = FunctionTable.STANDARD
                .find(name, arguments.size())
                .orElseThrow(() -> new SqlException(
                        Code.FUNCTION_NOT_FOUND,
                        SqlException.position(call) + "Function '" + name + "' with " + arguments.size()
                                + " arguments not registered (or not supported by this engine)"));
        if (entry.kind() == Kind.SCALAR) {
            refuseAggregateSyntax(call);
            if (TYPED.contains(name)) {
                expressions.requireKnownType(call, call.getArguments().get(0));
            }
            return entry.render(arguments);
        }
        if (entry.kind() == Kind.WINDOW && call.getWindow().isEmpty()) {
            throw SqlException.notSupported(call, "Window function " + name + " requires an OVER clause");
        }
        return entry.wrap(aggregate(call, entry.engineName(), arguments));
    }

    /** Whether an aggregate or window function is anywhere in the expression. */
    static boolean containsAggregate(Node node) {
        if (node instanceof FunctionCall call) {
            String name = call.getName().toString().toLowerCase(Locale.ROOT);
            boolean aggregate = FunctionTable.STANDARD
                    .find(name, call.getArguments().size())
                    .map(entry -> entry.kind() != Kind.SCALAR)
                    .orElse(name.equals("approx_distinct"));
            if (aggregate) {
                return true;
            }
        }
        return node.getChildren().stream().anyMatch(FunctionRenderer::containsAggregate);
    }

    private static void refuseAggregateSyntax(FunctionCall call) {
        if (call.isDistinct()
                || call.getFilter().isPresent()
                || call.getWindow().isPresent()
                || call.getOrderBy().isPresent()) {
            throw SqlException.notSupported(
                    call, "DISTINCT, ORDER BY, FILTER and OVER are not supported for " + call.getName());
        }
    }

    private String aggregate(FunctionCall call, String name, List<String> arguments) {
        String list = arguments.isEmpty() && name.equals("count") ? "*" : String.join(", ", arguments);
        String order = call.getOrderBy().map(by -> " " + orderBy(by)).orElse("");
        String nulls = call.getNullTreatment()
                .map(treatment -> treatment == FunctionCall.NullTreatment.IGNORE ? " IGNORE NULLS" : " RESPECT NULLS")
                .orElse("");
        return name + "(" + (call.isDistinct() ? "DISTINCT " : "") + list + order + nulls + ")" + suffix(call);
    }

    private String suffix(FunctionCall call) {
        return call.getFilter()
                        .map(filter -> " FILTER (WHERE " + expressions.process(filter) + ")")
                        .orElse("")
                + call.getWindow().map(window -> " OVER " + window(window)).orElse("");
    }

    private String window(Window window) {
        return window instanceof WindowReference reference
                ? DuckDbText.name(reference.getName().getValue())
                : specification((WindowSpecification) window);
    }

    String specification(WindowSpecification window) {
        List<String> parts = new ArrayList<>();
        window.getExistingWindowName().ifPresent(name -> parts.add(DuckDbText.name(name.getValue())));
        if (!window.getPartitionBy().isEmpty()) {
            parts.add("PARTITION BY "
                    + window.getPartitionBy().stream().map(expressions::process).collect(Collectors.joining(", ")));
        }
        window.getOrderBy().ifPresent(by -> parts.add(orderBy(by)));
        window.getFrame().ifPresent(frame -> parts.add(frame(frame)));
        return "(" + String.join(" ", parts) + ")";
    }

    private String frame(WindowFrame frame) {
        if (frame.getPattern().isPresent() || !frame.getMeasures().isEmpty()) {
            throw SqlException.notSupported(frame, "Row pattern recognition is not supported");
        }
        String start = bound(frame.getStart());
        return frame.getType() + " "
                + frame.getEnd()
                        .map(end -> "BETWEEN " + start + " AND " + bound(end))
                        .orElse(start);
    }

    private String bound(FrameBound bound) {
        return switch (bound.getType()) {
            case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
            case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
            case CURRENT_ROW -> "CURRENT ROW";
            case PRECEDING -> expressions.process(bound.getValue().orElseThrow()) + " PRECEDING";
            case FOLLOWING -> expressions.process(bound.getValue().orElseThrow()) + " FOLLOWING";
        };
    }

    String orderBy(OrderBy orderBy) {
        return orderBy.getSortItems().stream().map(this::sortItem).collect(Collectors.joining(", ", "ORDER BY ", ""));
    }

    private String sortItem(SortItem item) {
        // Trino's nulls are last in both directions unless said otherwise.
        String nulls = item.getNullOrdering() == SortItem.NullOrdering.FIRST ? " NULLS FIRST" : " NULLS LAST";
        String direction = item.getOrdering() == SortItem.Ordering.DESCENDING ? " DESC" : " ASC";
        return expressions.process(item.getSortKey()) + direction + nulls;
    }
}
