package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.NamedExpression;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan on batches: rows that meet the filter and have all their values go into a dense batch of the output columns. Used by one
 * thread.
 */
public final class BatchProjection {
    private final Optional<VectorFunction> filter;
    private final List<String> names;
    private final List<VectorFunction> functions;
    private final List<Vector> dense;
    private final boolean[] failed;
    private final Selection rows;
    private final int capacity;

    private BatchProjection(
            List<NamedExpression> outputs, Optional<VectorFunction> filter, List<LaneColumn> in, int capacity) {
        this.filter = filter;
        this.names = outputs.stream().map(NamedExpression::name).toList();
        this.functions = outputs.stream()
                .map(output -> VectorFunctions.compile(output.value(), in, capacity))
                .toList();
        this.dense = outputs.stream()
                .map(output -> Vector.of(output.type(), capacity))
                .toList();
        this.failed = new boolean[capacity];
        this.rows = new Selection(capacity);
        this.capacity = capacity;
    }

    /** All rows. @throws IllegalArgumentException as {@link VectorFunctions#compile} */
    public static BatchProjection of(List<NamedExpression> outputs, List<LaneColumn> in, int capacity) {
        return new BatchProjection(outputs, Optional.empty(), in, capacity);
    }

    /** The rows for which the condition is true. @throws IllegalArgumentException as {@link VectorFunctions#compile} */
    public static BatchProjection filtered(
            List<NamedExpression> outputs, Expression condition, List<LaneColumn> in, int capacity) {
        return new BatchProjection(
                outputs, Optional.of(VectorFunctions.compile(condition, in, capacity)), in, capacity);
    }

    /** Is told of rows that are left out because an expression has no value for them; each row once. */
    @FunctionalInterface
    public interface FailedRows {
        /**
         * Takes a row.
         *
         * @param row its place in the input batch
         * @param column the output column; empty for the filter
         */
        void add(int row, String column, String reason);
    }

    /** Rows without a value are left out and told. The result is valid until the next call, and as long as the input is. */
    public VectorBatch apply(VectorBatch in, FailedRows failures) {
        Arrays.fill(failed, 0, in.rows(), false);
        return evaluate(in, failures);
    }

    /** What has no value is null; where the filter has none, the row is left out. */
    public VectorBatch applyWithNulls(VectorBatch in) {
        return evaluate(in, null);
    }

    private VectorBatch evaluate(VectorBatch in, @Nullable FailedRows failures) {
        rows.setFirst(in.rows());
        filter.ifPresent(condition -> select((BooleanVector) condition.evaluate(in, rows, errors("", failures))));
        List<Vector> results = new ArrayList<>(functions.size());
        boolean complete = rows.count() == in.rows();
        for (int i = 0; i < functions.size(); i++) {
            results.add(functions.get(i).evaluate(in, rows, errors(names.get(i), failures)));
        }
        if (failures != null) {
            dropFailed();
        }
        VectorBatch out = new VectorBatch(complete && rows.count() == in.rows() ? results : compact(results), capacity);
        out.setRows(rows.count());
        return out;
    }

    private RowErrors errors(String column, @Nullable FailedRows failures) {
        if (failures == null) {
            return RowErrors.IGNORE;
        }
        return (row, reason) -> {
            if (!failed[row]) {
                failed[row] = true;
                failures.add(row, column, reason);
            }
        };
    }

    private void select(BooleanVector condition) {
        int[] selected = rows.rows();
        int count = rows.count();
        rows.clear();
        for (int i = 0; i < count; i++) {
            int row = selected[i];
            if (!condition.isNull(row) && condition.values()[row]) {
                rows.add(row);
            }
        }
    }

    private void dropFailed() {
        int[] selected = rows.rows();
        int count = rows.count();
        rows.clear();
        for (int i = 0; i < count; i++) {
            if (!failed[selected[i]]) {
                rows.add(selected[i]);
            }
        }
    }

    private List<Vector> compact(List<Vector> results) {
        for (int i = 0; i < dense.size(); i++) {
            dense.get(i).clear();
            Vectors.compact(results.get(i), rows, dense.get(i));
        }
        return dense;
    }
}
