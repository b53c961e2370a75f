package io.millrace.etl.lane.task;

import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.NamedExpression;
import io.millrace.etl.lane.expression.evaluate.RowErrors;
import io.millrace.etl.lane.expression.evaluate.Selection;
import io.millrace.etl.lane.expression.evaluate.VectorFunction;
import io.millrace.etl.lane.expression.evaluate.VectorFunctions;
import io.millrace.etl.lane.task.TaskPlan.BadRows;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Filters the rows of batches and makes the output columns of them. Used by one thread. */
final class RowPipeline {
    private final List<NamedExpression> outputs;
    private final @Nullable VectorFunction filter;
    private final List<VectorFunction> functions = new ArrayList<>();
    private final BadRows badRows;
    private final Selection selection = new Selection(VectorBatch.DEFAULT_CAPACITY);
    private final VectorBatch compacted;
    private final @Nullable String[] reasons = new String[VectorBatch.DEFAULT_CAPACITY];
    private final String[] columns = new String[VectorBatch.DEFAULT_CAPACITY];
    private int bad;

    /** Hears of rows for which an expression has no value. */
    @FunctionalInterface
    interface BadRowListener {
        /** A row of the input batch; {@code column} is the output's, or empty for the condition. */
        void accept(int row, String column, String reason);
    }

    /** @param columns of the batches that come in */
    RowPipeline(TaskPlan plan, List<LaneColumn> columns) {
        this.outputs = plan.outputs();
        this.badRows = plan.badRows();
        Expression condition = plan.filter();
        this.filter = condition == null ? null : VectorFunctions.of(condition, columns);
        for (NamedExpression output : outputs) {
            functions.add(VectorFunctions.of(output.value(), columns));
        }
        this.compacted = VectorBatch.of(plan.outputColumns(), VectorBatch.DEFAULT_CAPACITY);
    }

    /** The output columns of the rows that stay. Valid until the next call; {@code in} must stay as it is as long. */
    VectorBatch apply(VectorBatch in, BadRowListener listener) {
        bad = 0;
        selection.setFirst(in.rows());
        if (filter != null) {
            keepMatching(filter.evaluate(in, selection, errors("")));
            rejectBad(listener);
        }
        List<Vector> results = new ArrayList<>(functions.size());
        for (int i = 0; i < functions.size(); i++) {
            results.add(functions.get(i).evaluate(in, selection, errors(outputs.get(i).name())));
        }
        rejectBad(listener);
        if (selection.count() == in.rows()) {
            VectorBatch out = new VectorBatch(results, in.capacity());
            out.setRows(in.rows());
            return out;
        }
        compacted.clear();
        for (int i = 0; i < results.size(); i++) {
            Compaction.copy(results.get(i), selection, compacted.vector(i));
        }
        compacted.setRows(selection.count());
        return compacted;
    }

    private RowErrors errors(String column) {
        if (badRows == BadRows.NULL) {
            return RowErrors.IGNORE;
        }
        return (row, reason) -> {
            // The first reason counts.
            if (reasons[row] == null) {
                reasons[row] = reason;
                columns[row] = column;
                bad++;
            }
        };
    }

    /** A row for which the condition is null does not meet it; one for which it has no value is dealt with as a bad row. */
    private void keepMatching(Vector condition) {
        boolean[] values = ((BooleanVector) condition).values();
        int[] rows = selection.rows();
        int count = selection.count();
        selection.clear();
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if ((values[row] && !condition.isNull(row)) || reasons[row] != null) {
                selection.add(row);
            }
        }
    }

    private void rejectBad(BadRowListener listener) {
        if (bad == 0) {
            return;
        }
        int[] rows = selection.rows();
        int count = selection.count();
        selection.clear();
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            String reason = reasons[row];
            if (reason == null) {
                selection.add(row);
            } else {
                reasons[row] = null;
                listener.accept(row, columns[row], reason);
            }
        }
        bad = 0;
    }
}
