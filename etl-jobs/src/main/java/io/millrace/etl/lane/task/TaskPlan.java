package io.millrace.etl.lane.task;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Cast.Failure;
import io.millrace.etl.lane.expression.NamedExpression;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is made of the rows of a table's files. Sent to the tasks.
 *
 * @param columns read from the files
 * @param keys the source table's partition keys that are needed
 * @param outputs the columns of the Parquet files and then the target's partition keys
 * @param keyCount how many of the outputs are partition keys
 * @param filter what a row must meet; null for all rows, as Optional cannot be sent
 * @param badRows what happens to rows that do not fit, or for which an expression has no value
 */
public record TaskPlan(
        List<LaneColumn> columns,
        List<FolderKey> keys,
        List<NamedExpression> outputs,
        int keyCount,
        @Nullable Expression filter,
        BadRows badRows)
        implements Serializable {
    /** Copies the lists. */
    public TaskPlan {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        outputs = List.copyOf(outputs);
    }

    /**
     * A partition key of the source.
     *
     * @param index its place in {@link InputPart#keys}
     */
    public record FolderKey(LaneColumn column, int index) implements Serializable {}

    /** The treatment of rows that do not fit. */
    public enum BadRows {
        /** The first one ends the run. */
        FAIL,
        /** They are kept apart. */
        REJECT,
        /** The cells that do not fit are null. */
        NULL
    }

    /** The columns of what is written. */
    public List<LaneColumn> outputColumns() {
        return outputs.stream()
                .map(output -> new LaneColumn(output.name(), output.type()))
                .toList();
    }

    /** Whether a row that was read may have to be rejected, so that it must be known where it stands in its file. */
    boolean needsOrigins() {
        return badRows != BadRows.NULL
                && Stream.concat(
                                outputs.stream().map(NamedExpression::value),
                                filter == null ? Stream.<Expression>of() : Stream.of(filter))
                        .anyMatch(TaskPlan::canFail);
    }

    private static boolean canFail(Expression expression) {
        boolean fails = expression instanceof Expression.Arithmetic
                || (expression instanceof Expression.Cast cast && cast.failure() == Failure.FAIL && !isSafe(cast));
        return fails || expression.children().stream().anyMatch(TaskPlan::canFail);
    }

    private static boolean isSafe(Expression.Cast cast) {
        return cast.type() == Primitive.STRING
                || (cast.type() == Primitive.DATE && cast.value().type() == Primitive.TIMESTAMP)
                || (cast.type() == Primitive.BIGINT && cast.value().type() == Primitive.INT);
    }
}
