package io.millrace.etl.lakehouse.delta;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.expressions.Expression;
import io.delta.kernel.expressions.ExpressionEvaluator;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.expressions.PredicateEvaluator;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;

/** What replaying a log without filters evaluates: the table's folder as a constant, and which actions still count. */
final class LogExpressions implements ExpressionHandler {
    @Override
    public ExpressionEvaluator getEvaluator(StructType input, Expression expression, DataType output) {
        if (!(expression instanceof Literal literal) || !output.equals(StringType.STRING)) {
            throw new UnsupportedOperationException("Only constant texts are evaluated here, not " + expression);
        }
        return new ExpressionEvaluator() {
            @Override
            public ColumnVector eval(ColumnarBatch batch) {
                return literal.getValue() == null
                        ? JsonRows.nulls(output, batch.getSize())
                        : JsonRows.constant(literal.getValue().toString(), batch.getSize());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public PredicateEvaluator getPredicateEvaluator(StructType input, Predicate predicate) {
        throw new UnsupportedOperationException("Scans have no filters here, but " + predicate);
    }

    /** The flags may be changed until the vector is asked: each is copied. */
    @Override
    public ColumnVector createSelectionVector(boolean[] values, int from, int to) {
        boolean[] selected = java.util.Arrays.copyOfRange(values, from, to);
        return new ColumnVector() {
            @Override
            public DataType getDataType() {
                return BooleanType.BOOLEAN;
            }

            @Override
            public int getSize() {
                return selected.length;
            }

            @Override
            public void close() {}

            @Override
            public boolean isNullAt(int row) {
                return false;
            }

            @Override
            public boolean getBoolean(int row) {
                return selected[row];
            }
        };
    }
}
