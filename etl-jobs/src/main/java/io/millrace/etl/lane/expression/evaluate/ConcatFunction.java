package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.util.List;

/** Texts, one behind the other. All parts are evaluated, as in Spark, also those behind a null. */
final class ConcatFunction implements VectorFunction {
    private final List<VectorFunction> parts;
    private final BytesVector[] values;
    private final BytesVector result;

    ConcatFunction(List<VectorFunction> parts, int capacity) {
        this.parts = parts;
        this.values = new BytesVector[parts.size()];
        this.result = new BytesVector(capacity);
    }

    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        for (int part = 0; part < values.length; part++) {
            values[part] = (BytesVector) parts.get(part).evaluate(in, rows, errors);
        }
        result.clear();
        for (int i = 0; i < rows.count(); i++) {
            append(rows.rows()[i]);
        }
        return result;
    }

    private void append(int row) {
        int length = 0;
        for (BytesVector value : values) {
            if (value.isNull(row)) {
                result.setNull(row);
                return;
            }
            length = Math.addExact(length, value.lengths()[row]);
        }
        result.reserve(length);
        int at = result.used();
        for (BytesVector value : values) {
            System.arraycopy(value.data(), value.starts()[row], result.data(), at, value.lengths()[row]);
            at += value.lengths()[row];
        }
        result.setAppended(row, length);
    }
}
